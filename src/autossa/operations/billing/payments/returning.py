"""Money goes back: what a bank took back opens what it paid, costs a fee, and may stop a mandate (billing 12).

`take_back` is for whoever has a payer's account open already, as the import of bank statements has.
"""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from autossa.domain.amounts import Money
from autossa.domain.billing.documents import Method
from autossa.domain.billing.dunning.fees import FeeReason
from autossa.domain.billing.payments import returns as rules
from autossa.domain.billing.payments.facts import Return
from autossa.domain.billing.payments.refusals import No
from autossa.domain.currencies import with_code
from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.desk import Desk, open_desk
from autossa.operations.billing.payments.errors import NoSuchPayment, NotAssigned, PaymentProblem, problem
from autossa.operations.context import ActionContext
from autossa.operations.outbox import tell
from autossa.queries.billing.payments.accounts import account_of
from autossa.store import models
from autossa.store.engine.batch import take_numbers
from autossa.store.ids import new_id

RETURNED = "payment.returned"
_SERIES = "FEE"
_LONGEST_CODE = 4


class ReturnCodeInvalid(PaymentProblem):
    """A bank's reason code has four letters and digits, such as AC04."""

    field = "code"


class FeeBelowZero(PaymentProblem):
    """What the bank took for it is 0 or above."""

    field = "fee"


def return_payment(
    *, payment: UUID, ctx: ActionContext, amount: Money | None = None, code: str = "", fee: Money = 0
) -> None:
    """Staff says that a payment went back: whole, or so much of it; in minor units, with what the bank took for it.

    Raises NoSuchPayment, NotAssigned, ReturnCodeInvalid, FeeBelowZero, and as the rules refuse (`errors`).
    """
    code = code.strip().upper()
    if code and not (len(code) == _LONGEST_CODE and code.isascii() and code.isalnum()):
        raise ReturnCodeInvalid
    if fee < 0:
        raise FeeBelowZero
    with transaction.atomic():
        row = models.Payment.objects.filter(pk=payment).first()
        if row is None:
            raise NoSuchPayment
        if row.payer_id is None:
            raise NotAssigned
        desk = open_desk(row.payer_id, row.currency, ctx)
        row.refresh_from_db(fields=["returned", "moved"])
        whole = row.amount - row.returned - row.moved
        take_back(desk, payment, whole if amount is None else amount, code=code, fee=fee)


def take_back(
    desk: Desk, payment: UUID, amount: Money, *, code: str = "", fee: Money = 0, bank_payment: UUID | None = None
) -> Desk:
    """A bank took so much of a payment back, today, as far as we know: the desk as it is then.

    Inside a transaction. `bank_payment` is the entry that says so: it does so once. What a fee is claimed for, and
    which mandate stops, the rules say. Raises as they refuse (`errors`), before anything is written.
    """
    found = rules.take_back(
        desk.account, Return(str(payment), desk.ctx.today, amount, code, fee), desk.terms.policy
    )  # fmt: skip
    if isinstance(found, No):
        raise problem(found)
    desk.write((*found.rows, found.fact), **({"bank_payment_id": bank_payment} if bank_payment else {}))
    back = models.PaymentReturn.objects.filter(payment=payment).latest("id")
    if found.fee:
        _claim_fee(desk, back, found.fee)
    if found.stops_mandate:
        _stop_mandate(desk, payment, code)
    _log(desk, back)
    tell(RETURNED, {"return": str(back.id)}, desk.ctx)
    return replace(desk, account=account_of(desk.payer, desk.account.currency))


def _claim_fee(desk: Desk, back: models.PaymentReturn, amount: Money) -> None:
    """What the bank took is claimed of the payer, due at once; its number is taken last."""
    ctx = desk.ctx
    models.Fee.objects.create(
        id=new_id(), payer_id=desk.payer, currency=desk.account.currency, year=ctx.today.year,
        number=take_numbers(_SERIES, ctx.today.year, 1), day=ctx.today, amount=amount, reason=FeeReason.RETURNED.value,
        payment_return=back, made_at=ctx.now,
    )  # fmt: skip


def _stop_mandate(desk: Desk, payment: UUID, code: str) -> None:
    """That of its debit; of a debit that was entered by hand, the one in force."""
    row = models.Payment.objects.select_related("debit").get(pk=payment)
    found = models.Mandate.objects.filter(payer=desk.payer, stopped_on=None, revoked_on=None)
    if row.debit is not None:
        found = found.filter(pk=row.debit.mandate_id)
    elif row.method != Method.DIRECT_DEBIT.value:
        return
    found.filter(signed_on__lte=desk.ctx.today).update(stopped_on=desk.ctx.today, stop_code=code)


def _log(desk: Desk, back: models.PaymentReturn) -> None:
    currency = desk.account.currency
    details = {"amount": with_code(back.amount, currency), "code": back.code}
    record_activity(replace(desk.ctx, seen=None), "return_payment", organisation=desk.payer, details=details)
