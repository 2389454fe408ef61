"""Mails about money that goes back: a payment that a bank returned, credit that is paid out."""

from autossa.domain.billing.bank.ibans import masked
from autossa.domain.billing.bank.statements import ReturnReason
from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft
from autossa.queries.organisations import recipients
from autossa.store import models
from autossa.wording import formats as f
from autossa.wording.billing.bank import return_reason


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


BUILDERS: dict[str, MailBuilder] = {"payment.returned": returned, "refund.approved": refund_approved}
