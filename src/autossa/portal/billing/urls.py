"""Addresses of invoices, and of who pays."""

from django.urls import path

from autossa.portal.billing import (
    bookkeeping,
    books,
    collective,
    credit_notes,
    document,
    forecast,
    invoices,
    mailing,
    order_numbers,
    payers,
    register,
)
from autossa.portal.billing.bank import sepa_urls
from autossa.portal.billing.bank import urls as bank
from autossa.portal.billing.payments import urls as payments

_ORG = "organisations/<str:organisation_id>/"
_PRJ = "projects/<str:project_id>/"
_INV = "invoices/<str:document_id>/"

urlpatterns = [
    *payments.urlpatterns,
    path("books/", books.overview, name="books"),
    path("books/accounts/", bookkeeping.edit, name="bookkeeping"),
    path("books/forecast/", forecast.overview, name="money_forecast"),
    path("books/<slug:form>/", books.download, name="export_books"),
    path(f"{_PRJ}invoices/", invoices.overview, name="project_invoices"),
    # ---- the register: everything, of an organisation, of a project
    path("invoices/", register.of_everything, name="invoices"),
    path("invoices/export/<slug:ending>/", register.export_everything, name="export_invoices"),
    path(f"{_ORG}invoices/", register.of_organisation, name="organisation_invoices"),
    path(f"{_ORG}invoices/export/<slug:ending>/", register.export_organisation, name="export_organisation_invoices"),
    path(f"{_ORG}invoices/by-email/", mailing.wanted, name="invoice_mails"),
    path(f"{_PRJ}invoices/search/", register.of_project, name="search_project_invoices"),
    path(f"{_PRJ}invoices/export/<slug:ending>/", register.export_project, name="export_project_invoices"),
    # ---- one document
    path(_INV, document.overview, name="document"),
    path(f"{_INV}files/<slug:form>/", document.download, name="document_file"),
    path(f"{_INV}pages/<str:number>/", document.picture, name="document_picture"),
    path(f"{_INV}mail/", document.mail, name="mail_document"),
    path(f"{_PRJ}invoices/<str:invoice_id>/credit/", credit_notes.credit, name="credit_invoice"),
    path(f"{_ORG}collective-invoices/", collective.overview, name="collective_invoices"),
    path(
        f"{_ORG}collective-invoices/<str:collective_id>/credit/",
        credit_notes.credit_collective,
        name="credit_collective",
    ),
    path(f"{_ORG}collective-invoices/<str:collective_id>/csv/", collective.lines, name="collective_invoice_lines"),
    path(f"{_ORG}payers/", payers.overview, name="payers"),
    path(f"{_ORG}payers/<str:change_id>/", payers.answer, name="answer_payer"),
    path(f"{_ORG}order-numbers/", order_numbers.overview, name="order_numbers"),
    path(f"{_ORG}order-numbers/need/", order_numbers.need, name="need_order_number"),
    path("staff/order-numbers/", order_numbers.missing, name="missing_order_numbers"),
    path("staff/order-numbers/csv/", order_numbers.missing_csv, name="missing_order_numbers_csv"),
    *bank.urlpatterns,
    path(f"{_PRJ}payer/", payers.change, name="payer"),
    path(f"{_PRJ}payer/withdraw/", payers.withdraw, name="withdraw_payer"),
    *sepa_urls.urlpatterns,
]
