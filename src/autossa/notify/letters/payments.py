"""Mails about money that goes back or is on account: returned by a bank, paid out, paid for an order in vain."""

from autossa.domain.billing.bank.ibans import masked
from autossa.domain.billing.bank.statements import ReturnReason
from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft, about_project
from autossa.notify.letters import ordered
from autossa.queries.billing.checkouts.pages import not_booked_order
from autossa.queries.organisations import recipients
from autossa.store import models
from autossa.wording import formats as f
from autossa.wording.billing.bank import return_reason
from autossa.wording.billing.payments import NOT_BOOKED
from autossa.wording.languages import say


def returned(event: Event) -> MailDraft | None:
    """To who pays, and to finance: why the bank took it back, what is open again, what is claimed for it."""
    row = models.PaymentReturn.objects.select_related("payment__payer").get(pk=event.key("return"))
    payer = row.payment.payer
    if payer is None:
        return None
    fee = models.Fee.objects.filter(payment_return=row).first()
    mandate = models.Mandate.objects.filter(payer=payer, stopped_on=row.day, stop_code=row.code).first()
    taken = models.Allocation.objects.filter(payment=row.payment, why="returned", at=row.at, amount__lt=0)
    numbers = list(taken.order_by("id").values_list("claim__number", flat=True))

    def values(language: str) -> dict[str, str]:
        return {
            "amount": f.money(row.amount, row.payment.currency, language),
            "why": return_reason(ReturnReason(row.code), language),
            "payer": payer.name,
            "day": f.day(row.payment.day, language),
            "documents": ", ".join(numbers),
            "fee": f.money(fee.amount, fee.currency, language) if fee else "",
            "mandate": mandate.reference if mandate else "",
        }

    to = [*recipients.of_document(None, payer.pk, event.today), *recipients.finance()]
    return MailDraft("payment_returned", to, values, links.account(payer.public_id))


def refund_approved(event: Event) -> MailDraft:
    """To who gets the money: how much, and to which account, by its last four signs."""
    row = models.Refund.objects.select_related("payer", "account").get(pk=event.key("refund"))

    def values(language: str) -> dict[str, str]:
        return {
            "amount": f.money(row.amount, row.currency, language),
            "account_end": masked(row.account.iban),
            "payer": row.payer.name,
        }

    to = recipients.of_document(None, row.payer_id, event.today)
    return MailDraft("refund_approved", to, values, links.account(row.payer.public_id))


def paid_order_not_booked(event: Event) -> MailDraft:
    """To who ordered and pays, and to finance: the money for an order is on account, and why; what to do now."""
    payment, order, why = not_booked_order(event.key("checkout"))

    def values(language: str) -> dict[str, str]:
        return ordered.common(order, language) | {
            "amount": f.money(payment.amount, payment.currency, language),
            "not_booked": say(NOT_BOOKED[why], language),
        }

    to = recipients.of_order(order.project_id, order.payer_id, order.ordered_by, event.today)
    path = links.project_orders(order.project.public_id)
    return about_project("paid_order_not_booked", order.project, [*to, *recipients.finance()], values, path)


BUILDERS: dict[str, MailBuilder] = {
    "payment.returned": returned,
    "refund.approved": refund_approved,
    "mail.paid_order_not_booked": paid_order_not_booked,
}
