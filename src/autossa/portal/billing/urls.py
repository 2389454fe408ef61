"""Addresses of invoices, and of who pays."""

from django.urls import path

from autossa.portal.billing import bookkeeping, books, invoices, payers

_ORG = "organisations/<str:organisation_id>/"
_PRJ = "projects/<str:project_id>/"

urlpatterns = [
    path("books/", books.overview, name="books"),
    path("books/accounts/", bookkeeping.edit, name="bookkeeping"),
    path("books/<slug:form>/", books.download, name="export_books"),
    path(f"{_PRJ}invoices/", invoices.overview, name="project_invoices"),
    path(f"{_ORG}payers/", payers.overview, name="payers"),
    path(f"{_ORG}payers/<str:change_id>/", payers.answer, name="answer_payer"),
    path(f"{_PRJ}payer/", payers.change, name="payer"),
    path(f"{_PRJ}payer/withdraw/", payers.withdraw, name="withdraw_payer"),
]
