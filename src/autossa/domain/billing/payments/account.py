"""A payer's account in one currency: what is left of its documents and payments on a day (billing 10).

All is derived. What the books post of it is said here too, in their own terms (`books.items`): no rule stands twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain
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
from autossa.domain.billing.payments.index import Fact, Index


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
        """The account with more facts. What was worked out before is kept, as far as they do not touch it."""
        listed = list(facts)
        more: dict[type, list[Fact]] = defaultdict(list)
        for fact in listed:
            more[type(fact)].append(fact)
        changed: dict[str, Any] = {
            name: (*getattr(self, name), *more[kind]) for kind, name in _NAMES.items() if kind in more
        }
        account = replace(self, **changed) if changed else self
        if changed and WriteOff not in more and "items" in self.__dict__:
            account._keep(self, listed)
        return account

    @cached_property
    def items(self) -> dict[str, Item]:
        """Its documents as the books see them, by key."""
        notes, collecting = defaultdict(list), defaultdict(list)
        for document, note in self.notes:
            notes[document].append(note)
        for one in self.collections:
            collecting[one.document].append(Collecting(one.since, one.until))
        return {
            claim.key: Item(claim, tuple(notes[claim.key]), self._payments_of(claim.key), tuple(collecting[claim.key]))
            for claim in self.documents
        }

    def as_received(self, document: str) -> Item:
        """A document with its payments on the days on which the money came, however late they were allocated."""
        item = self.items[document]
        rows = [
            row if row.amount < 0 else replace(row, day=max(self.by_key[row.receipt].day, item.claim.day))
            for row in self.rows_of(document)
        ]
        payments = [Payment(row.day, row.amount, self.payer, self.currency, document) for row in rows]
        given_up = [payment for payment in item.payments if payment.kind in _GIVEN_UP]
        return replace(item, payments=_in_order([*payments, *given_up]))

    @cached_property
    def on_account_payments(self) -> tuple[Payment, ...]:
        """What the books post of its money beside its documents."""
        of_receipts = chain.from_iterable(self._posted.values())
        paid_out = (Payment(one.day, one.amount, self.payer, self.currency, "", _OUT) for one in self.payouts)
        moved = (
            self._payment(self.by_key[one.receipt], one.day, -one.amount, PaymentKind.ASSIGNED) for one in self.moves
        )
        return _in_order(payment for payment in (*of_receipts, *paid_out, *moved) if not payment.document)

    @property
    def by_key(self) -> dict[str, Receipt]:
        """Its payments."""
        return self._index.receipts

    def rows_of(self, document: str) -> tuple[Allocation, ...]:
        """What was allocated to a document, and what was taken back, in order."""
        return self._index.rows.get(document, ())

    def left_of(self, receipt: str, day: date) -> Money:
        """What of a payment is neither allocated nor paid out nor returned nor moved at the end of a day.

        Below 0 where it was returned after it had been paid out: then the payer owes it.
        """
        one = self.by_key[receipt]
        gone = sum(use.amount for use in self._index.uses.get(receipt, ()) if use.day <= day)
        return one.amount - gone if one.known_on <= day else 0

    def allocated_to(self, document: str, receipt: str, day: date) -> Money:
        """What of a payment is for a document at the end of a day."""
        return sum(row.amount for row in self.rows_of(document) if row.receipt == receipt and row.day <= day)

    def rests(self, day: date) -> Mapping[str, Money]:
        """What is left of its documents at the end of a day, by key, where anything is."""
        return self._figures("rests", day, self.items)

    def beyond(self, day: date) -> Mapping[str, Money]:
        """What was paid beyond its documents at the end of a day, by key, where anything was."""
        return self._figures("beyond", day, self.items)

    def lefts(self, day: date) -> Mapping[str, Money]:
        """What is left of its payments (`left_of`), by key, where it is not 0."""
        return self._figures("lefts", day, self.by_key)

    def on_account(self, day: date) -> Money:
        """The payer's credit at the end of a day: what of its payments is for no document, or beyond one."""
        return sum(self.lefts(day).values()) + sum(self.beyond(day).values())

    def owed(self, day: date) -> Money:
        """What is left of all its documents at the end of a day."""
        return sum(self.rests(day).values())

    def open(self, day: date) -> list[Item]:
        """Those of which something is left, the oldest first: by due day, then as they were issued."""
        found = [self.items[key] for key in self.rests(day)]
        return sorted(found, key=lambda item: (item.claim.due_on, item.claim.day, item.claim.number, item.claim.key))

    def payable(self, day: date, left_out: frozenset[str] = frozenset()) -> list[Item]:
        """As `open`, without those that a collection is under way for, or that are left out: disputed ones."""
        return [item for item in self.open(day) if not is_collecting(item, day) and item.claim.key not in left_out]

    @cached_property
    def _index(self) -> Index:
        facts = chain[Fact](self.receipts, self.allocations, self.returns, self.payouts, self.moves)
        return Index().plus(facts)

    @cached_property
    def _posted(self) -> dict[str, tuple[Payment, ...]]:
        """What the books post of each payment, in the order in which they came."""
        return {key: tuple(self._of_receipt(receipt)) for key, receipt in self.by_key.items()}

    @cached_property
    def _given_up(self) -> dict[str, list[Payment]]:
        fees = {claim.key for claim in self.documents if claim.kind is ClaimKind.FEE}
        found: dict[str, list[Payment]] = defaultdict(list)
        for one in self.write_offs:
            kind = PaymentKind.WAIVED if one.document in fees else PaymentKind.WRITTEN_OFF
            found[one.document].append(Payment(one.day, one.amount, self.payer, self.currency, one.document, kind))
        return found

    @cached_property
    def _places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.by_key)}

    @cached_property
    def _known(self) -> dict[str, tuple[date, dict[str, Money]]]:
        """Figures that are not 0, of the day that was asked about last."""
        return {}

    def _figures(self, name: str, day: date, keys: Iterable[str]) -> dict[str, Money]:
        known = self._known.get(name)
        if known is None or known[0] != day:
            figure = _FIGURES[name]
            known = self._known[name] = (day, {key: found for key in keys if (found := figure(self, key, day))})
        return known[1]

    def _keep(self, before: "Account", facts: list[Fact]) -> None:
        """Take over what was worked out before; what these facts touch is worked out anew."""
        known: dict[str, Any] = self.__dict__  # where `cached_property` looks first
        known.update(_index=before._index.plus(facts), _given_up=before._given_up)
        receipts = {_receipt_of(fact) for fact in facts} & self.by_key.keys()
        documents = {fact.document for fact in facts if isinstance(fact, Allocation)} & before.items.keys()
        posted = {key: tuple(self._of_receipt(self.by_key[key])) for key in receipts}
        known["_posted"] = before._posted | posted
        items = {key: replace(before.items[key], payments=self._payments_of(key)) for key in documents}
        known["items"] = before.items | items
        for name, (day, figures) in before._known.items():
            touched = receipts if name == "lefts" else documents
            found = figures | {key: _FIGURES[name](self, key, day) for key in touched}
            for key in [key for key in touched if not found[key]]:
                del found[key]
            self._known[name] = (day, found)

    def _payments_of(self, document: str) -> tuple[Payment, ...]:
        """What was paid for a document, in the order of the payments, and what was given up of it."""
        receipts = {row.receipt for row in self.rows_of(document)} & self.by_key.keys()
        in_order = sorted(receipts, key=self._places.__getitem__) if len(receipts) > 1 else receipts
        paid = (one for key in in_order for one in self._posted[key] if one.document == document)
        return _in_order((*paid, *self._given_up.get(document, ())))

    def _of_receipt(self, receipt: Receipt) -> Iterator[Payment]:
        """What was allocated on the day the money came is paid directly; the rest of it is on account first."""
        uses = self._index.uses.get(receipt.key, ())
        rows = [use for use in uses if isinstance(use, Allocation)]
        returns = [use for use in uses if isinstance(use, Return)]
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

    def _payment(self, of: Receipt, day: date, amount: Money, kind: PaymentKind, document: str = "") -> Payment:
        return Payment(day, amount, self.payer, self.currency, document, kind, of.final_on)


_GIVEN_UP = {PaymentKind.WRITTEN_OFF, PaymentKind.WAIVED}
_OUT = PaymentKind.PAID_OUT
_FIGURES: dict[str, Callable[[Account, str, date], Money]] = {
    "rests": lambda account, key, day: rest_of(account.items[key], day),
    "beyond": lambda account, key, day: beyond_of(account.items[key], day),
    "lefts": lambda account, key, day: account.left_of(key, day),
}
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


def _receipt_of(fact: Fact) -> str:
    """The payment that a fact is of; "" for a write-off."""
    if isinstance(fact, Receipt):
        return fact.key
    return "" if isinstance(fact, WriteOff) else fact.receipt
