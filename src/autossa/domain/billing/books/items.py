"""Open items: a document, what credit notes take back of it, what was paid for it; its state follows (billing 9).

Nothing here is stored: a payment never changes a document.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from autossa.domain.amounts import Money
from autossa.domain.billing.vat import Treatment

PAYMENT_DAYS = 14
"""Days to pay by transfer (billing 9)."""
AGES = (1, 31, 61, 91)
"""Days after the due day on which an open item becomes older by a step."""


class ClaimKind(StrEnum):
    """What is claimed. An `order` is one of credits from before orders were invoiced."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    ORDER = "order"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class Claim:
    """A document as the books see it; money in minor units of `currency`, below 0 on a credit note.

    `key` tells it apart, `payer` is a key too. `rate` is a share: 19 % is 19/100.
    """

    kind: ClaimKind
    key: str
    number: str
    day: date
    due_on: date
    payer: str
    currency: str
    net: Money
    tax: Money
    gross: Money
    rate: Fraction
    treatment: Treatment


class PaymentKind(StrEnum):
    """What settles: money that came, money on account that is used, what staff gives up, money that is paid out."""

    RECEIVED = "received"
    ALLOCATED = "allocated"
    WRITTEN_OFF = "written_off"
    PAID_OUT = "paid_out"


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount of a day, of a payer; `document` is the key of what it settles, "" for money on account.

    Above 0; below 0 where a wrong row is reversed. Only `received` can be without a document, and `paid_out` is.
    """

    day: date
    amount: Money
    payer: str
    currency: str
    document: str = ""
    kind: PaymentKind = PaymentKind.RECEIVED


@dataclass(frozen=True, slots=True)
class Item:
    """A document with its credit notes and what was allocated to it, each in the order of their days."""

    claim: Claim
    notes: tuple[Claim, ...] = ()
    payments: tuple[Payment, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The document, then its credit notes."""
        return (self.claim, *self.notes)


class State(StrEnum):
    """Where a document stands on a day (billing 9)."""

    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"
    CREDITED = "credited"
    WRITTEN_OFF = "written_off"


class Excess(NamedTuple):
    """What was paid beyond a document, and became the payer's credit on that day."""

    day: date
    amount: Money


def due_on(issued_on: date) -> date:
    """The last day to pay a document that says none (billing 9)."""
    return issued_on + timedelta(days=PAYMENT_DAYS)


def excesses(item: Item, until: date) -> Iterator[Excess]:
    """Where a document was settled beyond what is left of it, up to and including a day (billing 7)."""
    if not item.payments:  # credit notes are never more than their document
        return
    rest = item.claim.gross
    for day, amount in _settling(item, until):
        rest -= amount
        if rest < 0:
            yield Excess(day, -rest)
            rest = 0


def rest_of(item: Item, day: date) -> Money:
    """What is still to be paid of a document at the end of a day, never below 0."""
    if item.claim.day > day:
        return 0
    if not item.notes and not item.payments:
        return item.claim.gross
    settled = sum(amount for _, amount in _settling(item, day))
    return item.claim.gross - settled + sum(excess.amount for excess in excesses(item, day))


def state_of(item: Item, day: date) -> State:
    """Its state at the end of a day: what closed it last, else open or overdue."""
    if rest_of(item, day):
        return State.OVERDUE if day > item.claim.due_on else State.OPEN
    last = max((payment for payment in item.payments if payment.day <= day), key=_day, default=None)
    note = max((note for note in item.notes if note.day <= day), key=_day, default=None)
    if note is not None and (last is None or last.day <= note.day):
        return State.CREDITED
    return State.WRITTEN_OFF if last is not None and last.kind is PaymentKind.WRITTEN_OFF else State.PAID


def age_of(due: date, day: date) -> int:
    """How old an open item is, as a step: 0 is not due yet, then as in `AGES`."""
    late = (day - due).days
    return sum(late >= first for first in AGES)


@dataclass(frozen=True, slots=True)
class Open:
    """An open document on a day: what is left of it, its state, and how old it is."""

    item: Item
    rest: Money
    state: State
    age: int


def open_items(items: Iterable[Item], day: date) -> Iterator[Open]:
    """Those of which something is left at the end of a day."""
    for item in items:
        if rest := rest_of(item, day):
            age = age_of(item.claim.due_on, day)
            yield Open(item, rest, State.OVERDUE if age else State.OPEN, age)


def _settling(item: Item, until: date) -> list[tuple[date, Money]]:
    """What reduced a document, in order; on one day the credit note first, so that money beyond it is the payer's."""
    notes = [(note.day, 0, -note.gross) for note in item.notes if note.day <= until]
    payments = [(payment.day, 1, payment.amount) for payment in item.payments if payment.day <= until]
    return [(day, amount) for day, _, amount in sorted([*notes, *payments], key=lambda one: one[:2])]


def _day(one: Claim | Payment) -> date:
    return one.day
