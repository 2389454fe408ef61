"""Which payment or refund an outgoing line of a statement is about (billing 12, 13)."""

from uuid import UUID

from autossa.queries.billing.bank.waiting import MoneyIn, MoneyOut
from autossa.store import models
from autossa.store.ids import read_public_id

_REFUND = models.Refund.PREFIX


def payment_that_went_back(out: MoneyOut) -> models.Payment | None:
    """By the debit's end-to-end id, or that of a transfer of at least as much from the account it went back to.

    None where there is none yet, or more than one. Of one that was moved, the payment of whom it is now.
    """
    if not out.end_to_end_id:
        return None
    found = models.Payment.objects.filter(debit__end_to_end_id=out.end_to_end_id, currency=out.currency).first()
    if found is not None:
        return found
    alike = models.Payment.objects.filter(
        bank_payment__end_to_end_id=out.end_to_end_id, amount__gte=-out.amount, currency=out.currency
    )
    listed = list((alike.filter(sender_iban=out.iban) if out.iban else alike)[:2])
    return _as_moved(listed[0]) if len(listed) == 1 else None


def _as_moved(payment: models.Payment) -> models.Payment:
    while move := models.PaymentMove.objects.filter(payment=payment).select_related("to").first():
        payment = move.to
    return payment


def refund_that_went_out(out: MoneyOut) -> UUID | None:
    """The refund of this amount that was in a file to the bank, by its end-to-end id; None where there is none."""
    if (key := refund_of(out.end_to_end_id)) is None:
        return None
    found = models.Refund.objects.filter(
        pk=key, amount=-out.amount, currency=out.currency, bank_payment=None, approved_at__isnull=False
    )
    return found.values_list("pk", flat=True).first()


def payer_whose_refund_came_back(money: MoneyIn) -> UUID | None:
    """Whose refund a transfer was that the bank sent back."""
    key = refund_of(money.end_to_end_id) if money.return_code else None
    return models.Refund.objects.filter(pk=key).values_list("payer_id", flat=True).first() if key else None


def refund_of(end_to_end_id: str) -> UUID | None:
    """The refund that an end-to-end id names: its public id without signs, or its id in hexadecimal."""
    plain = "".join(sign for sign in end_to_end_id.lower() if sign.isalnum())
    try:
        return read_public_id(_REFUND, f"{_REFUND}_{plain.removeprefix(_REFUND)}")
    except ValueError:
        pass
    try:
        return UUID(hex=plain)
    except ValueError:
        return None
