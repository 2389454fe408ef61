"""Mails about orders of licenses, and about quotes: who is asked to approve one, what became of it."""

from dataclasses import replace

from autossa.domain.orders.quotes import About
from autossa.notify import links
from autossa.notify.drafts import Attached, Event, MailBuilder, MailDraft, Values, about_project, names
from autossa.notify.letters.billing import files_of
from autossa.queries.organisations import recipients
from autossa.queries.organisations.recipients import Purpose, Recipient
from autossa.queries.vendor.settings import look
from autossa.store import models
from autossa.wording import formats as f
from autossa.wording import glossary as words
from autossa.wording.languages import say


def ordered(event: Event) -> MailDraft | None:
    """Licenses were ordered: to the vendor's finance; None when that was decided meanwhile."""
    order = _order(event)
    if order.state != "open":
        return None
    values = _values(order)
    return MailDraft(
        "licenses_ordered",
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
        "license_order_confirmed",
        event,
        order,
        lambda language: {
            "net": f.money(order.net, order.currency, language),
            "tax": f.money(order.tax, order.currency, language),
            "how_to_pay": how_to_pay,
        },
    )


def booked(event: Event) -> MailDraft:
    """The licenses are there; how to pay, where that did not come before."""
    order = _order(event)
    invoice = models.Invoice.objects.filter(license_order=order, series="INV").first()
    how_to_pay = "" if order.paid_on else look().how_to_pay
    draft = _answer(
        "license_order_booked",
        event,
        order,
        lambda language: {
            "paid_on": f.day(order.paid_on, language) if order.paid_on else "",
            "number": invoice.full_number if invoice else "",
            "how_to_pay": how_to_pay,
        },
    )
    return replace(draft, attachments=files_of(invoice))


def declined(event: Event) -> MailDraft:
    """The vendor does not book it, and says why."""
    order = _order(event)
    return _answer("license_order_declined", event, order, lambda _: {"reason": order.reason})


def approval(event: Event) -> MailDraft | None:
    """Somebody is asked to approve a quote: the link is theirs alone. None when that is over."""
    consent = models.Consent.objects.select_related("quote__project__customer", "quote__payer").get(
        pk=event.key("consent")
    )
    if consent.approved_at or consent.declined_at or consent.withdrawn_at:
        return None
    quote = consent.quote
    language = str(event.payload.get("language") or "en")
    to = Recipient(consent.email, language, consent.name, quote.project.customer_id)
    values = _quote_values(quote)
    draft = about_project(
        "quote_approval",
        quote.project,
        [to],
        lambda language: (
            values(language)
            | {
                "valid_until": f.day(quote.valid_until, language),
                "person": consent.asked_by_name,
                "message": consent.message,
                "until": f.moment(consent.expires_at, event.zone, language),
            }
        ),
        links.approval(event.payload["secret"]),
    )
    attached = (Attached("quote", quote.id, "pdf"),)
    return replace(draft, expires=consent.expires_at, attachments=attached)


def accepted(event: Event) -> MailDraft:
    """A quote was accepted: to whoever made it, and who learns of the payer's invoices."""
    quote = models.Quote.objects.select_related("project__customer", "payer").get(pk=event.key("quote"))
    to = recipients.of_contract(quote.project_id, quote.payer_id, quote.made_by, [Purpose.BILLING], event.today)
    values, path = _quote_values(quote), links.quote(quote.project.public_id, quote.public_id)
    person = quote.accepted_by_name
    return about_project(
        "quote_accepted", quote.project, to, lambda language: values(language) | {"person": person}, path
    )


def refused(event: Event) -> MailDraft | None:
    """Somebody did not approve a quote, and says why: to whoever asked. None where that is nobody with an account."""
    consent = models.Consent.objects.select_related("quote__project__customer", "quote__payer").get(
        pk=event.key("consent")
    )
    quote = consent.quote
    if consent.asked_by is None:
        return None
    values, path = _quote_values(quote), links.quote(quote.project.public_id, quote.public_id)
    return about_project(
        "quote_declined",
        quote.project,
        recipients.of_asker(quote.project_id, consent.asked_by, event.today),
        lambda language: (
            values(language)
            | {
                "valid_until": f.day(quote.valid_until, language),
                "person": consent.name,
                "reason": consent.reason,
            }
        ),
        path,
    )


def _order(event: Event) -> models.LicenseOrder:
    found = models.LicenseOrder.objects.select_related("project__customer", "payer")
    return found.get(pk=event.key("order"))


def _answer(key: str, event: Event, order: models.LicenseOrder, more: Values) -> MailDraft:
    to = recipients.of_order(order.project_id, order.payer_id, order.ordered_by, event.today)
    values = _values(order)
    path = links.project_orders(order.project.public_id)
    return about_project(key, order.project, to, lambda language: values(language) | more(language), path)


def _values(order: models.LicenseOrder) -> Values:
    lines = list(order.lines.select_related("license_type", "license").order_by("position"))

    def values(language: str) -> dict[str, str]:
        return {
            "licenses": "\n".join(
                words.license(line.quantity, line.license_type.name, line.license.code, language)
                if line.license
                else f"{f.whole(line.quantity, language)} × {line.license_type.name}"
                for line in lines
            ),
            "gross": f.money(order.gross, order.currency, language),
            "payer": order.payer.name,
            "reference": order.public_id,
            "order_number": order.order_number,
            "day": f.day(order.ordered_on, language),
            "person": order.ordered_by_name,
        }

    return values


def _quote_values(quote: models.Quote) -> Values:
    def values(language: str) -> dict[str, str]:
        return {
            "quote": quote.full_number,
            "offer": _offer(quote, language),
            "gross": f.money(quote.gross, quote.currency, language),
            "net": f.money(quote.net, quote.currency, language),
            "tax": f.money(quote.tax, quote.currency, language),
            "payer": quote.payer.name,
        }

    return values


def _offer(quote: models.Quote, language: str) -> str:
    """What is offered, in a line."""
    match About(quote.about):
        case About.CREDITS:
            return f.ssc(quote.ssc or 0, language)
        case About.LICENSES:
            lines = quote.lines.order_by("position")
            return ", ".join(f"{f.whole(line.quantity, language)} × {line.name}" for line in lines)
        case About.CONTRACT:
            return say(words.PLAN.get(quote.option, quote.option), language)


BUILDERS: dict[str, MailBuilder] = {
    "mail.licenses_ordered": ordered,
    "mail.license_order_confirmed": confirmed,
    "mail.license_order_booked": booked,
    "mail.license_order_declined": declined,
    "mail.quote_approval": approval,
    "mail.quote_accepted": accepted,
    "mail.quote_declined": refused,
}
