"""Addresses of the bank's pages."""

from django.urls import path

from autossa.portal.billing.bank import statements, unmatched

_WAITING = "bank/unmatched/<str:payment_id>/"

urlpatterns = [
    path("bank/", statements.overview, name="bank_statements"),
    path("bank/import/", statements.upload, name="import_statements"),  # settings.UPLOAD_ADDRESS
    path("bank/imports/<str:import_id>/", statements.one, name="bank_import"),
    path("bank/unmatched/", unmatched.overview, name="unmatched_payments"),
    path("bank/unmatched/again/", unmatched.try_again, name="match_again"),
    path(_WAITING, unmatched.one, name="unmatched_payment"),
    path(f"{_WAITING}assign/", unmatched.assign, name="assign_payment"),
    path("bank/lines/<str:line_id>/set-aside/", unmatched.set_aside, name="set_aside_payment"),
]
