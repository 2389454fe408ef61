"""Events of the gateway: each once, in any order; each is a reason to ask, whatever it says (billing 14)."""

from datetime import datetime

from django.conf import settings

from autossa.gateways.cards.events import EventUnreadable, read_event
from autossa.gateways.cards.signatures import Forged, verify
from autossa.operations.context import ActionContext
from autossa.operations.orders.checkouts.asking import ask
from autossa.operations.orders.checkouts.gateway import CardGateway, cards
from autossa.store import models

__all__ = ["EventUnreadable", "Forged", "take_event"]


def take_event(
    *, body: bytes, signature: str, at: datetime, ctx: ActionContext, gateway: CardGateway | None = None
) -> bool:
    """An event came. False where it came before, or is about nothing that is ours.

    `at` is the real moment, also in the demo. An event that could not be followed is not kept: it will come again.
    Raises Forged, EventUnreadable, CardsNotOffered, CardsUnavailable, CardsRefused.
    """
    verify(body, signature, settings.CARDS_WEBHOOK_SECRET, at)
    event, gateway = read_event(body), gateway or cards()
    if models.GatewayEvent.objects.filter(provider=gateway.name, event=event.id).exists():
        return False
    about = models.Checkout.objects.filter(provider=gateway.name, provider_id=event.session).first()
    if not event.session or about is None:
        return False
    ask(checkout=about.pk, ctx=ctx, gateway=gateway)
    kept = {"kind": event.kind, "checkout": about, "received_at": ctx.now}
    _, is_new = models.GatewayEvent.objects.get_or_create(provider=gateway.name, event=event.id, defaults=kept)
    return is_new
