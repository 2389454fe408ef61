"""Mails about orders of credits: what waits for its payment, to the vendor's finance."""

from autossa.operations import formatting as f
from autossa.operations.mail_texts import links
from autossa.operations.mail_texts.letters import Event, Letter, Maker, names
from autossa.queries import recipients
from autossa.store import models


def ordered(event: Event) -> Letter | None:
    """Credits were ordered; None when that was decided meanwhile."""
    found = models.CreditOrder.objects.select_related("project__customer", "payer")
    order = found.filter(pk=event.key("order"), state="open").first()
    if order is None:
        return None

    def values(language: str) -> dict[str, str]:
        return {
            **names(order.project),
            "ssc": f.ssc(order.ssc, language),
            "gross": f.money(order.gross, order.currency, language),
            "payer": order.payer.name,
            "day": f.day(order.ordered_on, language),
            "person": order.ordered_by_name,
        }

    return Letter("credits_ordered", recipients.finance(), values, links.orders())


MAKERS: dict[str, Maker] = {"mail.credits_ordered": ordered}
