"""Addresses of how payers pay, of their mandates, and of what is collected and paid out."""

from django.urls import path

from autossa.portal.billing.bank import collections
from autossa.portal.billing.payments import mandates, methods, policy

_ORG = "organisations/<str:organisation_id>/payment/"
_DEBITS = "staff/direct-debits/"
_FILE = f"{_DEBITS}files/<str:bank_file_id>/"

urlpatterns = [
    path(_ORG, methods.overview, name="payment_methods"),
    path(f"{_ORG}method/", methods.choose, name="choose_method"),
    path(f"{_ORG}mandate/", mandates.give, name="give_mandate"),
    path(f"{_ORG}mandate/account/", mandates.amend, name="amend_mandate"),
    path(f"{_ORG}mandate/revoke/", mandates.revoke, name="revoke_mandate"),
    path(f"{_ORG}mandates/<str:mandate_id>/pdf/", mandates.copy, name="mandate_copy"),
    path("projects/<str:project_id>/contracts/payment/", methods.of_contract, name="contract_method"),
    path("settings/payments/", policy.edit, name="payment_policy"),
    path(_DEBITS, collections.overview, name="collections"),
    path(f"{_DEBITS}file/", collections.make_file, name="make_debit_file"),
    path(f"{_DEBITS}refunds/", collections.make_refunds, name="make_refund_file"),
    path(_FILE, collections.download, name="bank_file"),
    path(f"{_FILE}sent/", collections.sent, name="send_bank_file"),
    path(f"{_FILE}take-back/", collections.take_back, name="take_back_bank_file"),
    path(f"{_DEBITS}retry/<str:claim_id>/", collections.retry, name="retry_debit"),
    path(f"{_DEBITS}mandates/<str:mandate_id>/confirm/", mandates.confirm, name="confirm_mandate"),
    path(f"{_DEBITS}mandates/<str:mandate_id>/stop/", mandates.stop, name="stop_mandate"),
]
