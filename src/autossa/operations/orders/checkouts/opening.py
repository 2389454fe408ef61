"""A payer opens a page of the gateway: for open claims, or for an order that waits for its payment (billing 14)."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import rest_of
from autossa.domain.currencies import with_code
from autossa.gateways.cards.protocol import NewSession
from autossa.notify import links
from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.desk import open_desk
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.orders.checkouts.gateway import (
    CardGateway,
    CardsOut,
    CardsRefused,
    CardsUnavailable,
    cards,
)
from autossa.operations.orders.checkouts.orders import order_to_pay
from autossa.store import models
from autossa.store.ids import new_id, public_id

LASTS = timedelta(hours=2)
_ENDS_SOON = timedelta(minutes=10)  # a page that does is not handed out again
MOST_CLAIMS = 500


class NothingToPay(Invalid):
    """Select at least one open invoice, and at most {most}."""

    field = "claims"


class NotPayable(Invalid):
    """One of these was paid meanwhile, or is being collected. Check what is open, then pay."""

    field = "claims"


class OpenAmountChanged(Invalid):
    """The open amount has changed meanwhile. Check it, then pay."""


class CheckoutOfAnother(Invalid):
    """This payment was begun for something else. Begin again."""


def pay_claims(
    *,
    checkout: UUID,
    payer: UUID,
    currency: str,
    claims: Collection[UUID],
    amount: Money,
    language: str,
    ctx: ActionContext,
) -> str:
    """Open a page on which what is left of these claims is paid, which must come to `amount` (minor units).

    `checkout` is the id of the payment to be: opening it again gives the same page. Gives the address to go to.
    Raises NoSuchPayer, NothingToPay, NotPayable, OpenAmountChanged, CheckoutOfAnother, CardsNotOffered, CardsOut.
    """
    gateway = cards()
    wanted = list(dict.fromkeys(claims))
    if not 0 < len(wanted) <= MOST_CLAIMS:
        raise NothingToPay(most=MOST_CLAIMS)
    with transaction.atomic():
        desk = open_desk(payer, currency, ctx)
        payable = {item.claim.key: rest_of(item, ctx.today) for item in desk.account.payable(ctx.today)}
        if any(str(one) not in payable for one in wanted):
            raise NotPayable
        parts = {one: payable[str(one)] for one in wanted}
        if sum(parts.values()) != amount:
            raise OpenAmountChanged
        row = _row(checkout, payer, currency, amount, "", parts, gateway, ctx)
    return _page_of(row, _names(row), language, gateway, ctx)


def pay_order(*, order: str, project: UUID, language: str, ctx: ActionContext) -> str:
    """Open a page on which an order of a project (by its public id) is paid; then it is booked by itself.

    Raises as `pay_claims`, and OrderToPayGone.
    """
    gateway = cards()
    with transaction.atomic():
        found = order_to_pay(order, project)
        row = _row(new_id(), found.payer_id, found.currency, found.gross, order, {}, gateway, ctx)
    return _page_of(row, order, language, gateway, ctx)


def _row(
    checkout: UUID,
    payer: UUID,
    currency: str,
    amount: Money,
    order: str,
    parts: dict[UUID, Money],
    gateway: CardGateway,
    ctx: ActionContext,
) -> models.Checkout:
    """A page for the same that is there already, else a new one: so nobody pays in two windows."""
    models.Organisation.objects.select_for_update().get(pk=payer)
    sent_twice = models.Checkout.objects.filter(pk=checkout).first()
    if sent_twice is not None:
        if (sent_twice.payer_id, sent_twice.amount, sent_twice.order) != (payer, amount, order):
            raise CheckoutOfAnother
        return sent_twice
    begun = models.Checkout.objects.filter(
        payer=payer, currency=currency, amount=amount, order=order, provider=gateway.name, state="open",
        expires_at__gt=ctx.now + _ENDS_SOON,
    )  # fmt: skip
    for row in begun.order_by("-id"):
        if dict(row.parts.values_list("claim_id", "amount")) == parts:
            return row
    row = models.Checkout.objects.create(
        id=checkout, payer_id=payer, currency=currency, amount=amount, order=order, provider=gateway.name,
        made_by=ctx.actor.user, made_at=ctx.now, expires_at=ctx.now + LASTS,
    )  # fmt: skip
    models.CheckoutPart.objects.bulk_create(
        models.CheckoutPart(checkout=row, claim_id=claim, amount=of_claim) for claim, of_claim in parts.items()
    )
    details = {"amount": with_code(amount, currency)} | ({"order": order} if order else {})
    record_activity(ctx, "begin_card_payment", organisation=payer, details=details)
    return row


def _page_of(row: models.Checkout, name: str, language: str, gateway: CardGateway, ctx: ActionContext) -> str:
    """The address of the page, asked for outside of any transaction; asking again gives the same page."""
    if row.url:
        return row.url
    back = settings.BASE_URL + links.checkout(public_id("org", row.payer_id), row.public_id)
    wanted = NewSession(row.public_id, row.amount, row.currency, name, language, back, back, row.expires_at)
    try:
        session = gateway.create(wanted)
    except (CardsUnavailable, CardsRefused):
        raise CardsOut from None
    models.Checkout.objects.filter(pk=row.pk, provider_id="").update(provider_id=session.id, url=session.url)
    return session.url


def _names(row: models.Checkout) -> str:
    return ", ".join(row.parts.order_by("claim__number").values_list("claim__number", flat=True))
