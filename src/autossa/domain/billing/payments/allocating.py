"""Allocating payments to documents, taking that back, moving them, and using credit on account (billing 10).

Each function gives the rows to write, or says why not; nothing is ever changed.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import rest_of
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.facts import Allocation, Move, Receipt, Source, Why
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.billing.payments.refusals import No, Refused

KNOWN_PAYER = frozenset({Source.COLLECTION, Source.GATEWAY})
"""Money of which a mandate or an order says whose it is."""


def allocate(
    account: Account, receipt: str, document: str, amount: Money, day: date, why: Why = Why.BY_HAND
) -> Allocation | No:
    """Use a part of a payment for a document: never more than is left of either."""
    if refusal := _unknown(account, receipt, document):
        return refusal
    if amount <= 0:
        return No(Refused.NOT_ABOVE_ZERO)
    if account.by_key[receipt].known_on > day:
        return No(Refused.NOT_ASSIGNED)
    if amount > (left := account.left_of(receipt, day)):
        return No(Refused.MORE_THAN_LEFT_OF_PAYMENT, max(left, 0))
    if amount > (rest := rest_of(account.items[document], day)):
        return No(Refused.MORE_THAN_LEFT_OF_DOCUMENT, rest)
    return Allocation(receipt, document, day, amount, why)


def reverse(
    account: Account, receipt: str, document: str, amount: Money, day: date, why: Why = Why.WRONG
) -> Allocation | No:
    """Take back what was allocated, or a part of it: the money is on account again, the document open."""
    if refusal := _unknown(account, receipt, document):
        return refusal
    if amount <= 0:
        return No(Refused.NOT_ABOVE_ZERO)
    if amount > (allocated := account.allocated_to(document, receipt, day)):
        return No(Refused.MORE_THAN_ALLOCATED, allocated)
    return Allocation(receipt, document, day, -amount, why)


def move_off(account: Account, receipt: str, day: date) -> tuple[Allocation | Move, ...] | No:
    """A payment is another payer's: all that it is for is reversed, and all that is there of it is off the account.

    What went back or was paid out of it stays here. Refused where nothing is there, and for what was collected or paid
    by card: a mandate and an order say whose that is.
    """
    if receipt not in account.by_key:
        return No(Refused.NO_SUCH_PAYMENT)
    if account.by_key[receipt].source in KNOWN_PAYER:
        return No(Refused.NOT_MOVABLE)
    rows = []
    for document in dict.fromkeys(row.document for row in reversed(account.allocations) if row.receipt == receipt):
        if amount := account.allocated_to(document, receipt, day):
            rows.append(Allocation(receipt, document, day, -amount, Why.WRONG))
    left = account.plus(rows).left_of(receipt, day)
    return (*rows, Move(receipt, day, left)) if left > 0 else No(Refused.NOTHING_TO_MOVE)


def spread(account: Account, receipt: str, documents: Iterable[str], day: date, why: Why) -> tuple[Allocation, ...]:
    """Use a payment for documents, one after the other, for as long as something is left of it."""
    rows = []
    left = account.left_of(receipt, day)
    for document in documents:
        amount = min(left, rest_of(account.items[document], day))
        if amount > 0:
            rows.append(Allocation(receipt, document, day, amount, why))
            left -= amount
    return tuple(rows)


def take_in(
    account: Account,
    receipt: Receipt,
    documents: Iterable[str],
    day: date,
    policy: PaymentPolicy,
    why: Why,
    left_out: frozenset[str] = frozenset(),
) -> tuple[Receipt | Allocation, ...]:
    """A payment comes to an account: first to the documents it is for, then as credit to the oldest open.

    What is there already comes only once: the same payment again is nothing. The rows are of the day on which it is
    known, which may be later than the day of the money.
    """
    if receipt.key in account.by_key:
        return ()
    account.on_account(day)  # worked out of this account, it is kept by those after it
    account = account.plus([receipt])
    rows = spread(account, receipt.key, documents, day, why)
    return (receipt, *rows, *use_credit(account.plus(rows), day, policy, left_out))


def released(account: Account, day: date) -> tuple[Allocation, ...]:
    """What takes money away from documents that it is beyond: a credit note came after it (billing 7).

    The last allocated goes first. What was given up of a document is no money, and stays.
    """
    beyond = account.beyond(day)
    keys = [key for key in account.items if key in beyond] if beyond else []
    return tuple(row for key in keys for row in _released(account, key, beyond[key], day))


def use_credit(
    account: Account, day: date, policy: PaymentPolicy, left_out: frozenset[str] = frozenset()
) -> tuple[Allocation, ...]:
    """Use what is on account for the oldest open documents, the oldest money first, where the policy says so.

    Documents in a collection, or disputed (`left_out`), are no use for it. What is beyond a document is released
    first, so that it can be used. On the day after, the same function finds nothing more to do.
    """
    rows = list(released(account, day))
    account = account.plus(rows)
    if not policy.uses_credit or account.on_account(day) <= 0:
        return tuple(rows)
    owed = [(item.claim.key, account.rests(day)[item.claim.key]) for item in account.payable(day, left_out)]
    lefts = account.lefts(day)
    for receipt in sorted((one for one in account.receipts if one.key in lefts), key=lambda one: one.day):
        left = lefts[receipt.key]
        while left > 0 and owed:
            document, rest = owed.pop(0)
            amount = min(left, rest)
            rows.append(Allocation(receipt.key, document, day, amount, Why.CREDIT_USED))
            left -= amount
            if amount < rest:
                owed.insert(0, (document, rest - amount))
    return tuple(rows)


def _released(account: Account, document: str, beyond: Money, day: date) -> Iterator[Allocation]:
    for row in reversed(account.rows_of(document)):
        if beyond <= 0:
            return
        if row.amount < 0 or row.day > day:
            continue
        amount = min(beyond, row.amount, account.allocated_to(document, row.receipt, day))
        if amount > 0:
            taken = Allocation(row.receipt, document, day, -amount, Why.RELEASED)
            account = account.plus([taken])
            beyond -= amount
            yield taken


def _unknown(account: Account, receipt: str, document: str) -> No | None:
    if receipt not in account.by_key:
        return No(Refused.NO_SUCH_PAYMENT)
    return None if document in account.items else No(Refused.NO_SUCH_DOCUMENT)
