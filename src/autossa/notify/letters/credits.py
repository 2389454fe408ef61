"""Mails about orders of credits: to the vendor's finance what waits, to who ordered and who pays that it is
there, and what became of it."""

from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft, Values
from autossa.notify.letters import ordered
from autossa.queries.as_of import project_as_of
from autossa.store import models
from autossa.wording import formats as f


def waiting(event: Event) -> MailDraft | None:
    """Credits were ordered; None when that was decided meanwhile."""
    order = _order(event)
    return ordered.for_finance("credits_ordered", order, _values(order))


def confirmed(event: Event) -> MailDraft | None:
    """The order is there, and how to pay it; None when it was decided meanwhile."""
    order = _order(event)
    return ordered.confirmed("credits_confirmed", event, order, _values(order), _path(order))


def booked(event: Event) -> MailDraft:
    """The credits are there; how to pay, where that did not come before."""
    order = _order(event)
    invoice = models.Invoice.objects.filter(credit_order=order, series="INV").first()
    now, values = project_as_of(order.project_id, event.today), _values(order)
    free = now.project.credits.free if now else 0
    return ordered.booked(
        "credits_booked",
        event,
        order,
        invoice,
        lambda language: values(language) | {"balance": f.ssc(free, language)},
        _path(order),
    )


def declined(event: Event) -> MailDraft:
    """The vendor does not book it, and says why."""
    order = _order(event)
    values = _values(order)
    return ordered.answer(
        "credits_declined", event, order, lambda language: values(language) | {"reason": order.reason}, _path(order)
    )


def _order(event: Event) -> models.CreditOrder:
    return models.CreditOrder.objects.select_related("project__customer", "payer").get(pk=event.key("order"))


def _path(order: models.CreditOrder) -> str:
    return links.credits(order.project.public_id)


def _values(order: models.CreditOrder) -> Values:
    return lambda language: ordered.common(order, language) | {"ssc": f.ssc(order.ssc, language)}


BUILDERS: dict[str, MailBuilder] = {
    "mail.credits_ordered": waiting,
    "mail.credits_confirmed": confirmed,
    "mail.credits_booked": booked,
    "mail.credits_declined": declined,
}
