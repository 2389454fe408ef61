"""Mails about orders of credits: to the vendor's finance what waits, to who ordered and who pays that it is
there, and what became of it."""

from dataclasses import replace

from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft, Values, about_project, names
from autossa.notify.letters.billing import files_of
from autossa.queries.as_of import project_as_of
from autossa.queries.organisations import recipients
from autossa.queries.vendor.settings import look
from autossa.store import models
from autossa.wording import formats as f


def ordered(event: Event) -> MailDraft | None:
    """Credits were ordered; None when that was decided meanwhile."""
    order = _order(event)
    if order.state != "open":
        return None
    values = _values(order)
    return MailDraft(
        "credits_ordered",
        recipients.finance(),
        lambda language: names(order.project) | values(language),
        links.orders(),
    )


def confirmed(event: Event) -> MailDraft | None:
    """The order is there, and how to pay it; None when it was decided meanwhile."""
    order = _order(event)
    if order.state != "open":
        return None
    how_to_pay = look().how_to_pay
    return _answer(
        "credits_confirmed",
        event,
        order,
        lambda language: {
            "net": f.money(order.net, order.currency, language),
            "tax": f.money(order.tax, order.currency, language),
            "how_to_pay": how_to_pay,
        },
    )


def booked(event: Event) -> MailDraft:
    """The credits are there; how to pay, where that did not come before."""
    order = _order(event)
    invoice = models.Invoice.objects.filter(credit_order=order, series="INV").first()
    how_to_pay = "" if order.paid_on else look().how_to_pay
    now = project_as_of(order.project_id, event.today)
    free = now.project.credits.free if now else 0
    draft = _answer(
        "credits_booked",
        event,
        order,
        lambda language: {
            "balance": f.ssc(free, language),
            "paid_on": f.day(order.paid_on, language) if order.paid_on else "",
            "number": invoice.full_number if invoice else "",
            "how_to_pay": how_to_pay,
        },
    )
    return replace(draft, attachments=files_of(invoice))


def declined(event: Event) -> MailDraft:
    """The vendor does not book it, and says why."""
    order = _order(event)
    return _answer("credits_declined", event, order, lambda _: {"reason": order.reason})


def _order(event: Event) -> models.CreditOrder:
    return models.CreditOrder.objects.select_related("project__customer", "payer").get(pk=event.key("order"))


def _answer(key: str, event: Event, order: models.CreditOrder, more: Values) -> MailDraft:
    to = recipients.of_order(order.project_id, order.payer_id, order.ordered_by, event.today)
    values = _values(order)
    path = links.credits(order.project.public_id)
    return about_project(key, order.project, to, lambda language: values(language) | more(language), path)


def _values(order: models.CreditOrder) -> Values:
    return lambda language: {
        "ssc": f.ssc(order.ssc, language),
        "gross": f.money(order.gross, order.currency, language),
        "payer": order.payer.name,
        "reference": order.public_id,
        "day": f.day(order.ordered_on, language),
        "person": order.ordered_by_name,
    }


BUILDERS: dict[str, MailBuilder] = {
    "mail.credits_ordered": ordered,
    "mail.credits_confirmed": confirmed,
    "mail.credits_booked": booked,
    "mail.credits_declined": declined,
}
