"""A payer's account in one currency: what is left of its documents and payments on a day (billing 10).

All is derived. What the books post of it is said here too, in their own terms (`books.items`): no rule stands twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import (
    Claim,
    ClaimKind,
    Collecting,
    Item,
    Payment,
    PaymentKind,
    beyond_of,
    is_collecting,
    rest_of,
)
from autossa.domain.billing.payments.facts import Allocation, Collection, Move, Payout, Receipt, Return, Why, WriteOff

Fact = Receipt | Allocation | Return | WriteOff | Payout | Move


@dataclass(frozen=True)
class Account:
    """The facts of one payer in one currency, each kind in the order in which they were written.

    `notes` are credit notes by the key of their document. Fees are among the documents.
    """

    payer: str
    currency: str
    documents: tuple[Claim, ...] = ()
    notes: tuple[tuple[str, Claim], ...] = ()
    receipts: tuple[Receipt, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    returns: tuple[Return, ...] = ()
    write_offs: tuple[WriteOff, ...] = ()
    payouts: tuple[Payout, ...] = ()
    collections: tuple[Collection, ...] = ()
    moves: tuple[Move, ...] = ()

    def plus(self, facts: Iterable[Fact]) -> "Account":
        """The account with more facts."""
        more: dict[type, list[Fact]] = defaultdict(list)
        for fact in facts:
            more[type(fact)].append(fact)
        changed: dict[str, Any] = {
            name: (*getattr(self, name), *more[kind]) for kind, name in _NAMES.items() if kind in more
        }
        return replace(self, **changed) if changed else self

    @cached_property
    def items(self) -> dict[str, Item]:
        """Its documents as the books see them, by key."""
        notes, payments, collecting = defaultdict(list), defaultdict(list), defaultdict(list)
        for document, note in self.notes:
            notes[document].append(note)
        for payment in self._book_payments:
            payments[payment.document].append(payment)
        for one in self.collections:
            collecting[one.document].append(Collecting(one.since, one.until))
        return {
            claim.key: Item(
                claim, tuple(notes[claim.key]), _in_order(payments[claim.key]), tuple(collecting[claim.key])
            )
            for claim in self.documents
        }

    def as_received(self, document: str) -> Item:
        """A document with its payments on the days on which the money came, however late they were allocated."""
        item = self.items[document]
        rows = [
            row if row.amount < 0 else replace(row, day=max(self.by_key[row.receipt].day, item.claim.day))
            for row in self.allocations
            if row.document == document
        ]
        payments = [Payment(row.day, row.amount, self.payer, self.currency, document) for row in rows]
        given_up = [payment for payment in item.payments if payment.kind in _GIVEN_UP]
        return replace(item, payments=_in_order([*payments, *given_up]))

    @cached_property
    def on_account_payments(self) -> tuple[Payment, ...]:
        """What the books post of its money beside its documents."""
        return _in_order(payment for payment in self._book_payments if not payment.document)

    @cached_property
    def by_key(self) -> dict[str, Receipt]:
        """Its payments."""
        return {receipt.key: receipt for receipt in self.receipts}

    def left_of(self, receipt: str, day: date) -> Money:
        """What of a payment is neither allocated nor paid out nor returned nor moved at the end of a day.

        Below 0 where it was returned after it had been paid out: then the payer owes it.
        """
        one = self.by_key[receipt]
        return one.amount - self._gone(receipt, day) if one.known_on <= day else 0

    def allocated_to(self, document: str, receipt: str, day: date) -> Money:
        """What of a payment is for a document at the end of a day."""
        rows = (row for row in self.allocations if (row.document, row.receipt) == (document, receipt))
        return sum(row.amount for row in rows if row.day <= day)

    def on_account(self, day: date) -> Money:
        """The payer's credit at the end of a day: what of its payments is for no document, or beyond one."""
        free = sum(self.left_of(receipt.key, day) for receipt in self.receipts)
        return free + sum(beyond_of(item, day) for item in self.items.values())

    def owed(self, day: date) -> Money:
        """What is left of all its documents at the end of a day."""
        return sum(rest_of(item, day) for item in self.items.values())

    def open(self, day: date) -> list[Item]:
        """Those of which something is left, the oldest first: by due day, then as they were issued."""
        found = [item for item in self.items.values() if rest_of(item, day)]
        return sorted(found, key=lambda item: (item.claim.due_on, item.claim.day, item.claim.number, item.claim.key))

    def payable(self, day: date, left_out: frozenset[str] = frozenset()) -> list[Item]:
        """As `open`, without those that a collection is under way for, or that are left out: disputed ones."""
        return [item for item in self.open(day) if not is_collecting(item, day) and item.claim.key not in left_out]

    @cached_property
    def _spent(self) -> dict[str, list[tuple[date, Money]]]:
        found: dict[str, list[tuple[date, Money]]] = defaultdict(list)
        facts: Iterable[Allocation | Return | Payout | Move]
        facts = (*self.allocations, *self.returns, *self.payouts, *self.moves)
        for fact in facts:
            found[fact.receipt].append((fact.day, fact.amount))
        return found

    def _gone(self, receipt: str, day: date) -> Money:
        return sum(amount for spent_on, amount in self._spent.get(receipt, ()) if spent_on <= day)

    @cached_property
    def _book_payments(self) -> list[Payment]:
        return [*self._of_receipts(), *self._of_write_offs()]

    def _of_receipts(self) -> Iterator[Payment]:
        rows, returns = defaultdict(list), defaultdict(list)
        for row in self.allocations:
            rows[row.receipt].append(row)
        for back in self.returns:
            returns[back.receipt].append(back)
        for receipt in self.receipts:
            yield from self._of_receipt(receipt, rows[receipt.key], returns[receipt.key])
        for payout in self.payouts:
            yield Payment(payout.day, payout.amount, self.payer, self.currency, "", PaymentKind.PAID_OUT)
        for move in self.moves:
            yield self._payment(self.by_key[move.receipt], move.day, -move.amount, PaymentKind.ASSIGNED)

    def _of_receipt(self, receipt: Receipt, rows: list[Allocation], returns: list[Return]) -> Iterator[Payment]:
        """What was allocated on the day the money came is paid directly; the rest of it is on account first."""
        at_once, is_direct = receipt.amount, receipt.known_on == receipt.day and not receipt.moved_in
        for row in rows:
            kind = PaymentKind.ALLOCATED
            if row.why is Why.RETURNED:
                kind = PaymentKind.RETURNED
            elif is_direct and row.day == receipt.day and 0 < row.amount <= at_once:
                kind, at_once = PaymentKind.RECEIVED, at_once - row.amount
            yield self._payment(receipt, row.day, row.amount, kind, row.document)
        if at_once and is_direct:
            yield self._payment(receipt, receipt.day, at_once, PaymentKind.RECEIVED)
        elif at_once:
            if not receipt.moved_in:
                yield replace(self._payment(receipt, receipt.day, at_once, PaymentKind.RECEIVED), payer="")
            yield self._payment(receipt, receipt.known_on, at_once, PaymentKind.ASSIGNED)
        for day in sorted({back.day for back in returns}):
            reopened = -sum(row.amount for row in rows if row.why is Why.RETURNED and row.day == day)
            taken = sum(back.amount for back in returns if back.day == day)
            if taken != reopened:
                yield self._payment(receipt, day, reopened - taken, PaymentKind.RETURNED)

    def _of_write_offs(self) -> Iterator[Payment]:
        fees = {claim.key for claim in self.documents if claim.kind is ClaimKind.FEE}
        for one in self.write_offs:
            kind = PaymentKind.WAIVED if one.document in fees else PaymentKind.WRITTEN_OFF
            yield Payment(one.day, one.amount, self.payer, self.currency, one.document, kind)

    def _payment(self, of: Receipt, day: date, amount: Money, kind: PaymentKind, document: str = "") -> Payment:
        return Payment(day, amount, self.payer, self.currency, document, kind, of.final_on)


_GIVEN_UP = {PaymentKind.WRITTEN_OFF, PaymentKind.WAIVED}
_NAMES: dict[type, str] = {
    Receipt: "receipts",
    Allocation: "allocations",
    Return: "returns",
    WriteOff: "write_offs",
    Payout: "payouts",
    Move: "moves",
}


def _in_order(payments: Iterable[Payment]) -> tuple[Payment, ...]:
    """By day; of one day as they were written."""
    return tuple(sorted(payments, key=lambda payment: payment.day))
