"""What a payment is for, changed by hand: more of it, or less, by rows that reverse (billing 10)."""

from uuid import UUID

from django.db import transaction

from autossa.domain.amounts import Money
from autossa.domain.billing.payments import allocating as rules
from autossa.domain.billing.payments.refusals import No
from autossa.domain.currencies import with_code
from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.desk import Desk, open_desk
from autossa.operations.billing.payments.errors import NoSuchPayment, NotAssigned, problem
from autossa.operations.context import ActionContext
from autossa.store import models


def allocate(*, payment: UUID, document: UUID, amount: Money, ctx: ActionContext) -> None:
    """Use a part of a payment, in minor units, for a claim. Raises as the rules refuse (`errors`)."""
    with transaction.atomic():
        desk = _desk_of(payment, ctx)
        row = rules.allocate(desk.account, str(payment), str(document), amount, ctx.today)
        if isinstance(row, No):
            raise problem(row)
        desk.write([row])
        _log(desk, "allocate_payment", document, amount)


def reverse(*, payment: UUID, document: UUID, amount: Money, ctx: ActionContext) -> None:
    """Take back what was allocated, or a part: the claim is open again, the money on account. Raises as `allocate`."""
    with transaction.atomic():
        desk = _desk_of(payment, ctx)
        row = rules.reverse(desk.account, str(payment), str(document), amount, ctx.today)
        if isinstance(row, No):
            raise problem(row)
        desk.write([row])
        _log(desk, "reverse_allocation", document, amount)


def _desk_of(payment: UUID, ctx: ActionContext) -> Desk:
    row = models.Payment.objects.filter(pk=payment).first()
    if row is None:
        raise NoSuchPayment
    if row.payer_id is None:
        raise NotAssigned
    return open_desk(row.payer_id, row.currency, ctx)


def _log(desk: Desk, action: str, document: UUID, amount: Money) -> None:
    currency = desk.account.currency
    details = {
        "document": desk.account.items[str(document)].claim.number,
        "amount": with_code(amount, currency),
    }
    record_activity(desk.ctx, action, organisation=desk.payer, details=details)
