"""How an entry of a statement is split into its payments and the bank's fees, so that all adds up (billing 15).

Banks write a fee in three ways: on top of the payment (an entry of 126.00 holds a return of 123.00 and 3.00), within it
(the payment is said to be 126.00, of which 123.00 was instructed), or for information (it is an entry of its own).
Which it is follows from the sums; nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.statements import Transaction


@dataclass(frozen=True, slots=True)
class Detail:
    """A transaction as it stands in the file; `payment` has everything but the amounts.

    `moved` and `instructed` are signed, None where the file has none in the currency of the account. `charges` (0 or
    above) are the fees named with it, `includes_charges` says that `moved` holds them.
    """

    payment: Transaction
    moved: Money | None = None
    instructed: Money | None = None
    charges: Money = 0
    includes_charges: bool = False


def open_entry(amount: Money, details: Sequence[Detail], charges: Money = 0) -> tuple[tuple[Transaction, ...], bool]:
    """The payments of an entry, and whether it could be opened; `charges` (0 or above) are those of the entry itself.

    Their totals add up to the amount. One that does not is a single transaction: with what is known of it where the
    entry has just one, else without any reference, so that a person looks at it.
    """
    if len(details) == 1:
        return (_single(amount, details[0], charges),), True
    within = [_within(detail) for detail in details if detail.moved is not None]
    if details and len(within) == len(details):
        if sum(one.total for one in within) == amount:
            return tuple(within), True
        on_top = [_with(detail, detail.moved or 0, detail.charges) for detail in details]
        for extra in ([], [Transaction(0, -charges)] if charges else []):
            if sum(one.total for one in [*on_top, *extra]) == amount:
                return (*on_top, *extra), True
    return (Transaction(amount),), not details


def _single(amount: Money, detail: Detail, charges: Money) -> Transaction:
    """Fees may be named with the entry, with the transaction, or with both, meaning the same."""
    fee = max(detail.charges, charges)
    moved = amount if detail.moved is None else detail.moved
    if moved == amount:
        return _within(replace(detail, moved=moved, charges=fee))
    if moved - fee == amount:
        return _with(detail, moved, fee)
    return _with(detail, amount, 0)


def _within(detail: Detail) -> Transaction:
    """Where the fees are within what was moved they are taken out, otherwise they are booked elsewhere."""
    moved = detail.moved or 0
    without = moved + detail.charges
    if detail.charges and (detail.includes_charges or detail.instructed == without):
        return _with(detail, without, detail.charges)
    return _with(detail, moved, 0)


def _with(detail: Detail, amount: Money, charges: Money) -> Transaction:
    return replace(detail.payment, amount=amount, charges=-charges)
