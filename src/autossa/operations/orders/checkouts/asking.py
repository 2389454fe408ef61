"""The gateway is asked what became of a page, and the money that came is booked, once (billing 14)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.facts import Source, Why
from autossa.domain.currencies import with_code
from autossa.gateways.cards.protocol import Session, SessionState
from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.desk import open_desk
from autossa.operations.billing.payments.receiving import receive, record
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound, OperationError
from autossa.operations.orders.checkouts.gateway import (
    CardGateway,
    CardsRefused,
    CardsUnavailable,
    cards,
    is_offered,
)
from autossa.operations.orders.checkouts.orders import book_paid, gross_of, lock_project_of
from autossa.operations.outbox import tell
from autossa.store import models
from autossa.store.ids import new_id

log = structlog.get_logger()
SILENCE = timedelta(minutes=5)
"""After so long without an event the gateway is asked."""
_MOST = 50  # of a round


class CheckoutNotFound(NotFound):
    """There is no such payment."""


def ask(
    *, checkout: UUID, ctx: ActionContext, payer: UUID | None = None, gateway: CardGateway | None = None
) -> SessionState:
    """Ask what became of it, and book what came; asking again changes nothing. Gives the state that holds then.

    With a `payer` it must be of that one. Raises CheckoutNotFound, CardsNotOffered, CardsUnavailable, CardsRefused:
    then nothing is known, or written.
    """
    row = models.Checkout.objects.filter(pk=checkout).first()
    if row is None or payer not in (None, row.payer_id):
        raise CheckoutNotFound
    if row.state == SessionState.PAID.value or not row.provider_id:
        return SessionState(row.state)
    answer = (gateway or cards()).retrieve(row.provider_id)
    with transaction.atomic():
        if answer.state is SessionState.PAID:
            _book(row, answer, ctx)
        _unpaid(row.pk).update(state=answer.state.value, asked_at=ctx.now)
    return SessionState(models.Checkout.objects.values_list("state", flat=True).get(pk=checkout))


def ask_silent(
    *, ctx: ActionContext, gateway: CardGateway | None = None, should_continue: Callable[[], bool] = lambda: True
) -> int:
    """Ask for those of which nothing was heard for a while: events get lost. How many were asked for."""
    if gateway is None and not is_offered():
        return 0
    gateway, asked = gateway or cards(), 0
    _never_opened(ctx.now)
    for key in _silent(ctx.now, gateway.name):
        if not should_continue():
            break
        try:
            ask(checkout=key, ctx=ctx, gateway=gateway)
        except CardsUnavailable as error:  # the others would fail alike
            log.warning("gateway of cards unavailable", cause=str(error))
            break
        except CardsRefused as error:  # of another account, or gone there: the others come first from now on
            log.warning("gateway of cards refused", checkout=str(key), cause=str(error))
            _unpaid(key).update(asked_at=ctx.now)
        asked += 1
    return asked


def _silent(now: datetime, provider: str) -> list[UUID]:
    """The longest unasked first."""
    never = Q(asked_at=None, made_at__lte=now - SILENCE)
    found = models.Checkout.objects.filter(never | Q(asked_at__lte=now - SILENCE), state__in=["open", "processing"])
    found = found.filter(provider=provider).exclude(provider_id="")
    return list(found.order_by(F("asked_at").asc(nulls_first=True), "id").values_list("id", flat=True)[:_MOST])


def _never_opened(now: datetime) -> None:
    """The gateway did not answer when it was to make the page: nobody got its address, so nobody can pay on it."""
    never = models.Checkout.objects.filter(state="open", provider_id="", expires_at__lte=now)
    never.update(state=SessionState.EXPIRED.value, asked_at=now)


def _unpaid(checkout: UUID) -> "QuerySet[models.Checkout]":
    return models.Checkout.objects.filter(pk=checkout).exclude(state=SessionState.PAID.value)


def _book(row: models.Checkout, answer: Session, ctx: ActionContext) -> None:
    """What came is booked as it came: for what it was asked for, else it is on account.

    Two who learn it at once wait for each other here; the second finds it booked.
    """
    if row.order:
        lock_project_of(row.order)
    desk = open_desk(row.payer_id, answer.currency, ctx)
    if models.Payment.objects.filter(checkout=row).exists():
        return
    payment = new_id()
    facts = {"method": Method.CARD.value, "source": Source.GATEWAY.value, "reference": row.order or row.public_id}
    record(payment, ctx.today, answer.received, answer.currency, ctx, checkout=row, **facts)
    is_same = answer.currency == row.currency
    if not (row.order and is_same and _is_booked(row.order, payment, answer.received, ctx)):
        claims = row.parts.order_by("claim__due_on", "claim_id").values_list("claim_id", flat=True) if is_same else ()
        receive(desk, payment, claims, Why.NAMED)
        if row.order:
            tell("mail.paid_order_not_booked", {"checkout": str(row.pk)}, ctx)
    amount = with_code(answer.received, answer.currency)
    record_activity(ctx, "card_payment", organisation=row.payer_id, details={"amount": amount})


def _is_booked(order: str, payment: UUID, received: int, ctx: ActionContext) -> bool:
    """Where it was decided meanwhile, or cannot be booked, or too little came, the money is the payer's credit."""
    if received < gross_of(order):
        return False
    try:
        with transaction.atomic():
            book_paid(order, payment, ctx)
    except OperationError as error:
        log.warning("paid order not booked", order=order, cause=error.code)
        return False
    return True
