"""Money comes: it is entered, found to be of a payer, and pays what it is for (billing 10)."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from autossa.domain.amounts import Money
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.allocating import take_in
from autossa.domain.billing.payments.facts import Receipt, Source, Why
from autossa.domain.currencies import with_code
from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.desk import Desk, assigned, open_desk, write_rows
from autossa.operations.billing.payments.errors import NoSuchClaim, NoSuchPayment, NotAboveZero
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.validation import read_line
from autossa.store import models

LONGEST_REFERENCE = 140


class PaymentDayToCome(Invalid):
    """Money comes up to today, {today}."""

    field = "day"


def enter(
    *,
    payment: UUID,
    payer: UUID,
    amount: Money,
    currency: str,
    method: Method,
    day: date,
    ctx: ActionContext,
    reference: str = "",
    documents: Iterable[UUID] = (),
) -> bool:
    """Staff enters money that came: first for `documents`, then for the oldest open one; the rest is on account.

    `payment` is the id of the payment to be: entering it again changes nothing and gives False. Raises NoSuchPayer,
    NoSuchClaim, NotAboveZero, PaymentDayToCome, Invalid for the reference.
    """
    reference = read_line(reference, "the reference", LONGEST_REFERENCE, required=False, field="reference")
    if day > ctx.today:
        raise PaymentDayToCome(today=ctx.today)
    if amount <= 0:
        raise NotAboveZero
    with transaction.atomic():
        desk = open_desk(payer, currency, ctx)
        if models.Payment.objects.filter(pk=payment).exists():
            return False
        facts = {"method": method.value, "source": Source.STAFF.value, "reference": reference}
        record(payment, day, amount, currency, ctx, **facts)
        receive(desk, payment, documents, Why.BY_HAND)
        details = {"amount": with_code(amount, currency), "reference": reference}
        record_activity(ctx, "enter_payment", organisation=payer, details=details)
    return True


def assign(*, payment: UUID, payer: UUID, ctx: ActionContext, documents: Iterable[UUID] = ()) -> None:
    """Somebody says whose a payment is, and what it is for; the rest is on account. Nothing else would be a guess.

    Raises NoSuchPayment, PaymentAssigned, NoSuchPayer, NoSuchClaim.
    """
    with transaction.atomic():
        row = models.Payment.objects.filter(pk=payment).first()
        if row is None:
            raise NoSuchPayment
        desk = open_desk(payer, row.currency, ctx)
        receive(desk, payment, documents, Why.BY_HAND)
        amount = with_code(row.amount, row.currency)
        record_activity(ctx, "assign_payment", organisation=payer, details={"amount": amount})


def record(payment: UUID, day: date, amount: Money, currency: str, ctx: ActionContext, **facts: Any) -> models.Payment:
    """The row of a payment, which is nobody's yet."""
    return models.Payment.objects.create(
        id=payment, day=day, amount=amount, currency=currency, entered_by=ctx.actor.user, entered_at=ctx.now, **facts
    )


def receive(desk: Desk, payment: UUID, documents: Iterable[UUID], why: Why) -> Desk:
    """A payment that nobody has is the payer's of this desk, and pays these claims, then what is open.

    Raises NoSuchClaim for one that is not the payer's.
    """
    keys = [str(one) for one in documents]
    if any(key not in desk.account.items for key in keys):
        raise NoSuchClaim
    row = models.Payment.objects.get(pk=payment)
    assigned(payment, desk.payer, why, desk.ctx)
    later = desk.ctx.today if desk.ctx.today > row.day else None
    receipt = Receipt(
        str(payment), row.day, row.amount, Method(row.method), Source(row.source), later, row.final_on, row.reference
    )
    facts = take_in(desk.account, receipt, keys, desk.ctx.today, desk.terms.policy, why, desk.left_out)
    write_rows(facts, desk.ctx)
    return desk.seen_with(facts)
