"""Addresses of payers' accounts and of payments."""

from django.urls import path

from autossa.portal.billing.payments import account, entering, listing, moving, one, payouts, waiting

_ACCOUNT = "organisations/<str:organisation_id>/account/"
_PAYMENT = "payments/<str:payment_id>/"

urlpatterns = [
    # ---- a payer's account
    path(_ACCOUNT, account.overview, name="payer_account"),
    path(f"{_ACCOUNT}statement/<slug:currency>/", account.statement, name="statement"),
    path(f"{_ACCOUNT}statement/<slug:currency>/pdf/", account.statement_pdf, name="statement_pdf"),
    path(f"{_ACCOUNT}refunds-to/", payouts.edit, name="payout_account"),
    path(f"{_ACCOUNT}refunds-to/remove/", payouts.withdraw, name="withdraw_payout_account"),
    path(f"{_ACCOUNT}enter/", entering.enter, name="enter_payment"),
    path(f"{_ACCOUNT}refund/<slug:currency>/", entering.refund, name="propose_refund"),
    path(f"{_ACCOUNT}write-off/<str:claim_id>/", entering.write_off, name="write_off"),
    # ---- all payments, one of them
    path("payments/", listing.everything, name="payments"),
    path("payments/waiting/", waiting.overview, name="payments_waiting"),
    path("payments/write-offs/<str:write_off_id>/", waiting.decide_write_off, name="decide_write_off"),
    path("payments/refunds/<str:refund_id>/", waiting.decide_refund, name="decide_refund"),
    path(_PAYMENT, one.overview, name="payment"),
    path(f"{_PAYMENT}assign/", one.assign, name="assign_to_payer"),
    path(f"{_PAYMENT}allocate/", one.allocate, name="allocate_payment"),
    path(f"{_PAYMENT}reverse/", one.reverse_part, name="reverse_allocation"),
    path(f"{_PAYMENT}return/", one.take_back, name="return_payment"),
    path(f"{_PAYMENT}move/", moving.move, name="move_payment"),
]
