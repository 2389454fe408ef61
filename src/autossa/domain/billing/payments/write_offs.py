"""Giving up what is left of a document, and waiving a fee (billing 10, 16): with a reason, and by two people."""

from datetime import date

from autossa.domain.billing.books.items import ClaimKind, is_collecting, rest_of
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.facts import WriteOff
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.billing.payments.refusals import No, Refused


def needs_second(account: Account, document: str, day: date, policy: PaymentPolicy) -> bool:
    """Whether a second person has to agree: not to waive a fee, nor where a few cents are missing of a payment."""
    item = account.items[document]
    if item.claim.kind is ClaimKind.FEE:
        return False
    is_paid_short = any(payment.amount > 0 for payment in item.payments if payment.day <= day)
    return not (is_paid_short and rest_of(item, day) <= policy.tolerance)


def write_off(
    account: Account, document: str, day: date, policy: PaymentPolicy, *, reason: str, person: str, second: str = ""
) -> WriteOff | No:
    """Give up all that is left of a document.

    Refused, in this order: unknown, nothing left, in a collection, no reason, a second person is needed, or is the
    first.
    """
    if document not in account.items:
        return No(Refused.NO_SUCH_DOCUMENT)
    item = account.items[document]
    rest = rest_of(item, day)
    if not rest:
        return No(Refused.NOTHING_LEFT)
    if is_collecting(item, day):
        return No(Refused.IN_COLLECTION)
    if not reason.strip():
        return No(Refused.NEEDS_REASON)
    if needs_second(account, document, day, policy):
        if not second:
            return No(Refused.NEEDS_SECOND_PERSON)
        if second == person:
            return No(Refused.SAME_PERSON)
    return WriteOff(document, day, rest, reason, person, second)
