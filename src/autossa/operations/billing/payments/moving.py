"""A payment was assigned to the wrong payer: what is there of it is the right one's from now on (billing 10).

Nothing is deleted: what it was for is reversed, and the right payer gets a payment of its own, of the same day.
"""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from autossa.domain.billing.payments import allocating as rules
from autossa.domain.billing.payments.facts import Allocation, Move, Why
from autossa.domain.billing.payments.refusals import No
from autossa.domain.currencies import with_code
from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.desk import Desk, NoSuchPayer, open_desk
from autossa.operations.billing.payments.errors import NoSuchPayment, NotAssigned, problem
from autossa.operations.billing.payments.receiving import receive, record
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.store import models
from autossa.store.ids import new_id


class SamePayer(Invalid):
    """This payment is that payer's already."""

    field = "payer"


def move(*, payment: UUID, payer: UUID, ctx: ActionContext, documents: Iterable[UUID] = ()) -> UUID:
    """A payment is this payer's, for `documents` first, then for what is open; gives the payment as it is there.

    Whoever had it owes again what it had paid; other credit is used for that. Raises NoSuchPayment, NotAssigned,
    SamePayer, NoSuchPayer, NoSuchClaim, and NotMovable, NothingToMove as the rules refuse.
    """
    with transaction.atomic():
        row = models.Payment.objects.filter(pk=payment).first()
        if row is None:
            raise NoSuchPayment
        if row.payer_id is None:
            raise NotAssigned
        if row.payer_id == payer:
            raise SamePayer
        before, after = _open_both(row, payer, ctx)
        before, moved = _take_off(before, row)
        key = new_id()
        facts = {"method": row.method, "source": row.source, "reference": row.reference}
        record(
            key, row.day, moved.amount, row.currency, ctx, sender=row.sender, sender_iban=row.sender_iban,
            final_on=row.final_on, **facts,
        )  # fmt: skip
        receive(after, key, documents, Why.BY_HAND)
        models.PaymentMove.objects.create(
            payment=row, to_id=key, day=ctx.today, amount=moved.amount, by=ctx.actor.user, at=ctx.now
        )
        before.seen_with([moved]).use_credit()
        amount = with_code(moved.amount, row.currency)
        record_activity(ctx, "move_payment_off", organisation=before.payer, details={"amount": amount})
        record_activity(replace(ctx, seen=None), "move_payment", organisation=payer, details={"amount": amount})
    return key


def _open_both(row: models.Payment, payer: UUID, ctx: ActionContext) -> tuple[Desk, Desk]:
    """Both accounts, locked in one order for everybody."""
    both = models.Organisation.objects.select_for_update().filter(pk__in=[row.payer_id, payer]).order_by("pk")
    if payer not in {one.pk for one in both} or row.payer_id is None:
        raise NoSuchPayer
    return open_desk(row.payer_id, row.currency, ctx), open_desk(payer, row.currency, replace(ctx, seen=None))


def _take_off(desk: Desk, row: models.Payment) -> tuple[Desk, Move]:
    """All that it was for is reversed; what is there to be moved. Raises as the rules refuse."""
    found = rules.move_off(desk.account, str(row.pk), desk.ctx.today)
    if isinstance(found, No):
        raise problem(found)
    (moved,) = (one for one in found if isinstance(one, Move))
    return desk.write(one for one in found if isinstance(one, Allocation)), moved
