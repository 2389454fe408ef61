"""A bank took a payment back: what it opens again, the fee claimed for it, the mandate that stops (billing 12)."""

from dataclasses import replace
from uuid import UUID

from autossa.domain.amounts import Money, show
from autossa.domain.billing.documents import Method
from autossa.domain.billing.dunning.fees import FeeReason
from autossa.domain.billing.payments import returns as rules
from autossa.domain.billing.payments.facts import Return
from autossa.domain.billing.payments.refusals import No
from autossa.domain.currencies import places_of
from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.desk import Desk
from autossa.operations.billing.payments.errors import problem
from autossa.operations.outbox import tell
from autossa.store import models
from autossa.store.engine.batch import take_numbers

RETURNED = "payment.returned"
_SERIES = "FEE"


def take_back(
    desk: Desk, payment: UUID, amount: Money, *, code: str = "", fee: Money = 0, bank_payment: UUID | None = None
) -> None:
    """So much of a payment went back, today, as far as we know; `bank_payment` says so, once. Inside a transaction.

    Raises as the rules refuse (`errors`), before anything is written.
    """
    ctx, currency = desk.ctx, desk.account.currency
    found = rules.take_back(desk.account, Return(str(payment), ctx.today, amount, code, fee), desk.terms.policy)
    if isinstance(found, No):
        raise problem(found)
    desk.write((*found.rows, found.fact), bank_payment_id=bank_payment)
    back = models.PaymentReturn.objects.filter(payment=payment).latest("id")
    if found.stops_mandate:
        _stop_mandate(desk, payment, code)
    details = {"amount": f"{show(amount, places_of(currency))} {currency}", "code": code}
    record_activity(replace(ctx, seen=None), "return_payment", organisation=desk.payer, details=details)
    tell(RETURNED, {"return": str(back.id)}, ctx)
    if found.fee:
        models.Fee.objects.create(
            payer_id=desk.payer, currency=currency, year=ctx.today.year,
            number=take_numbers(_SERIES, ctx.today.year, 1), day=ctx.today, amount=found.fee,
            reason=FeeReason.RETURNED.value, payment_return=back, made_at=ctx.now,
        )  # fmt: skip


def _stop_mandate(desk: Desk, payment: UUID, code: str) -> None:
    """That of the payment's debit; of a debit that was entered by hand, the one in force."""
    row = models.Payment.objects.select_related("debit").get(pk=payment)
    found = models.Mandate.objects.filter(payer=desk.payer, stopped_on=None, revoked_on=None)
    if row.debit is not None:
        found = found.filter(pk=row.debit.mandate_id)
    elif row.method != Method.DIRECT_DEBIT.value:
        return
    found.filter(signed_on__lte=desk.ctx.today).update(stopped_on=desk.ctx.today, stop_code=code)
