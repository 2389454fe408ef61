"""What e-mails about orders say alike, of credits and of licenses: to whom, how to pay, what became of it."""

from dataclasses import replace

from autossa.notify import links
from autossa.notify.drafts import Event, MailDraft, Values, about_project, names
from autossa.notify.letters.billing import files_of
from autossa.queries.organisations import recipients
from autossa.queries.vendor.settings import look
from autossa.store import models
from autossa.wording import formats as f

Order = models.CreditOrder | models.LicenseOrder


def for_finance(key: str, order: Order, values: Values) -> MailDraft | None:
    """What waits, to the vendor's finance; None when it was decided meanwhile."""
    if order.state != "open":
        return None
    return MailDraft(
        key, recipients.finance(), lambda language: names(order.project) | values(language), links.orders()
    )


def confirmed(key: str, event: Event, order: Order, values: Values, path: str) -> MailDraft | None:
    """The order is there, and how to pay it; None when it was decided meanwhile."""
    if order.state != "open":
        return None
    how_to_pay = look().how_to_pay
    return answer(
        key,
        event,
        order,
        lambda language: (
            values(language)
            | {
                "net": f.money(order.net, order.currency, language),
                "tax": f.money(order.tax, order.currency, language),
                "how_to_pay": how_to_pay,
                "payment_reference": f.payment_reference(order.public_id),
            }
        ),
        path,
    )


def booked(
    key: str, event: Event, order: Order, invoice: models.Invoice | None, values: Values, path: str
) -> MailDraft:
    """What was ordered is there, with the invoice; how to pay, where that did not come before."""
    how_to_pay = "" if order.paid_on else look().how_to_pay
    draft = answer(
        key,
        event,
        order,
        lambda language: (
            values(language)
            | {
                "paid_on": f.day(order.paid_on, language) if order.paid_on else "",
                "number": invoice.full_number if invoice else "",
                "how_to_pay": how_to_pay,
            }
        ),
        path,
    )
    return replace(draft, attachments=files_of(invoice))


def answer(key: str, event: Event, order: Order, values: Values, path: str) -> MailDraft:
    """To who ordered it, and who learns of the payer's invoices."""
    to = recipients.of_order(order.project_id, order.payer_id, order.ordered_by, event.today)
    return about_project(key, order.project, to, values, path)


def common(order: Order, language: str) -> dict[str, str]:
    """What every one of them says."""
    return {
        "gross": f.money(order.gross, order.currency, language),
        "payer": order.payer.name,
        "reference": order.public_id,
        "day": f.day(order.ordered_on, language),
        "person": order.ordered_by_name,
    }
