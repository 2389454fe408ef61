"""Mails about orders of licenses, and about quotes: who is asked to approve one, what became of it."""

from dataclasses import replace

from autossa.domain.orders.quotes import About
from autossa.notify import links
from autossa.notify.drafts import Attached, Event, MailBuilder, MailDraft, Values, about_project
from autossa.notify.letters import ordered
from autossa.queries.organisations import recipients
from autossa.queries.organisations.recipients import Purpose, Recipient
from autossa.store import models
from autossa.wording import formats as f
from autossa.wording import glossary as words
from autossa.wording.languages import say


def waiting(event: Event) -> MailDraft | None:
    """Licenses were ordered: to the vendor's finance; None when that was decided meanwhile."""
    order = _order(event)
    return ordered.for_finance("licenses_ordered", order, _values(order))


def confirmed(event: Event) -> MailDraft | None:
    """The order is there, and how to pay it; None when it was decided meanwhile."""
    order = _order(event)
    return ordered.confirmed("license_order_confirmed", event, order, _values(order), _path(order))


def booked(event: Event) -> MailDraft:
    """The licenses are there; how to pay, where that did not come before."""
    order = _order(event)
    invoice = models.Invoice.objects.filter(license_order=order, series="INV").first()
    return ordered.booked("license_order_booked", event, order, invoice, _values(order), _path(order))


def declined(event: Event) -> MailDraft:
    """The vendor does not book it, and says why."""
    order = _order(event)
    values = _values(order)
    return ordered.answer(
        "license_order_declined",
        event,
        order,
        lambda language: values(language) | {"reason": order.reason},
        _path(order),
    )


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


def _path(order: models.LicenseOrder) -> str:
    return links.project_orders(order.project.public_id)


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
            "order_number": order.order_number,
            **ordered.common(order, language),
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
    "mail.licenses_ordered": waiting,
    "mail.license_order_confirmed": confirmed,
    "mail.license_order_booked": booked,
    "mail.license_order_declined": declined,
    "mail.quote_approval": approval,
    "mail.quote_accepted": accepted,
    "mail.quote_declined": refused,
}
