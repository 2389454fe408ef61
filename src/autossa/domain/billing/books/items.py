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
    """What settles: money that came, money on account that is used, what staff gives up, money that is paid out.

    `assigned` is money of nobody that was found to be of a payer, `returned` what a bank took back: below 0. `waived`
    is a fee that is given up: no loss, it was never earned.
    """

    RECEIVED = "received"
    ASSIGNED = "assigned"
    ALLOCATED = "allocated"
    RETURNED = "returned"
    WRITTEN_OFF = "written_off"
    WAIVED = "waived"
    PAID_OUT = "paid_out"


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount of a day, of a payer; `document` is the key of what it settles, "" for money on account.

    Above 0; below 0 where a wrong row is reversed, and where it is `returned`. `received` and `returned` can be without
    a document, `assigned` and `paid_out` are. Before `final_on` the money can be taken back; None: it cannot.
    """

    day: date
    amount: Money
    payer: str
    currency: str
    document: str = ""
    kind: PaymentKind = PaymentKind.RECEIVED
    final_on: date | None = None


class Collecting(NamedTuple):
    """The days [since, until) on which a document is in a collection and its money not there; no end while it is."""

    since: date
    until: date | None = None

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Item:
    """A document with its credit notes and what was allocated to it, each in the order of their days."""

    claim: Claim
    notes: tuple[Claim, ...] = ()
    payments: tuple[Payment, ...] = ()
    collecting: tuple[Collecting, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The document, then its credit notes."""
        return (self.claim, *self.notes)


class State(StrEnum):
    """Where a document stands on a day (billing 9)."""

    OPEN = "open"
    PROCESSING = "processing"
    OVERDUE = "overdue"
    RETURNED = "returned"
    PAID = "paid"
    CREDITED = "credited"
    WRITTEN_OFF = "written_off"
    WAIVED = "waived"


class Excess(NamedTuple):
    """By how much more a document is paid beyond what is left of it since that day: the payer's credit.

    Below 0 where a part of it was taken away again: used for another document, or returned. Where it `is_money` no
    more, it is what staff had given up of a document that was credited later: no loss.
    """

    day: date
    amount: Money
    is_money: bool = True


def due_on(issued_on: date) -> date:
    """The last day to pay a document that says none (billing 9)."""
    return issued_on + timedelta(days=PAYMENT_DAYS)


def excesses(item: Item, until: date) -> Iterator[Excess]:
    """Where a document is settled beyond what is left of it, up to and including a day (billing 7).

    What was given up of it is needed no more, and goes first; the rest is money, and the payer's credit.
    """
    if not item.payments:  # credit notes are never more than their document
        return
    rest, given_up, before = item.claim.gross, 0, (0, 0)
    for day, amount, is_given_up in _settling(item, until):
        rest -= amount
        given_up += amount if is_given_up else 0
        beyond = _beyond(rest, given_up)
        for now, was, is_money in zip(beyond, before, (True, False), strict=True):
            if now != was:
                yield Excess(day, now - was, is_money)
        before = beyond


def rest_of(item: Item, day: date) -> Money:
    """What is still to be paid of a document at the end of a day, never below 0."""
    return max(_left_of(item, day), 0)


def beyond_of(item: Item, day: date) -> Money:
    """What was paid beyond a document at the end of a day: the payer's credit (billing 7)."""
    given_up = sum(one.amount for one in item.payments if one.kind in _GIVEN_UP and one.day <= day)
    return _beyond(_left_of(item, day), given_up)[0]


def state_of(item: Item, day: date) -> State:
    """Its state at the end of a day: what closed it last, else whether it is being collected, returned, overdue."""
    payments = [payment for payment in item.payments if payment.day <= day]
    last = max(reversed(payments), key=_day, default=None)
    if rest_of(item, day):
        return _state_of_open(item, day, last)
    note = max((note for note in item.notes if note.day <= day), key=_day, default=None)
    last = max((one for one in reversed(payments) if one.amount > 0), key=_day, default=None)
    if note is not None and (last is None or last.day <= note.day or not sum(one.amount for one in payments)):
        return State.CREDITED
    if last is not None and last.kind in _GIVEN_UP:
        return _GIVEN_UP[last.kind]
    not_final = sum(one.amount for one in payments if one.final_on is not None and one.final_on > day)
    return State.PROCESSING if not_final > 0 else State.PAID


def is_collecting(item: Item, day: date) -> bool:
    """It is in a collection at the end of a day, and its money is not there yet (billing 12)."""
    return any(day in one for one in item.collecting)


def days_overdue(item: Item, day: date) -> int:
    """Days after its due day, 0 where nothing is left of it or a collection is under way (billing 9)."""
    if day <= item.claim.due_on or is_collecting(item, day) or not rest_of(item, day):
        return 0
    return (day - item.claim.due_on).days


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
            yield Open(item, rest, state_of(item, day), age_of(item.claim.due_on, day))


_GIVEN_UP = {PaymentKind.WRITTEN_OFF: State.WRITTEN_OFF, PaymentKind.WAIVED: State.WAIVED}


def _left_of(item: Item, day: date) -> Money:
    """What is left of a document, below 0 where it was paid beyond that."""
    if item.claim.day > day:
        return 0
    if not item.notes and not item.payments:
        return item.claim.gross
    notes = sum(note.gross for note in item.notes if note.day <= day)
    return item.claim.gross + notes - sum(payment.amount for payment in item.payments if payment.day <= day)


def _beyond(rest: Money, given_up: Money) -> tuple[Money, Money]:
    """What is beyond a document of money, and of what was given up of it."""
    beyond = max(-rest, 0)
    unneeded = min(beyond, given_up)
    return beyond - unneeded, unneeded


def _state_of_open(item: Item, day: date, last: Payment | None) -> State:
    if is_collecting(item, day):
        return State.PROCESSING
    if last is not None and last.kind is PaymentKind.RETURNED:
        return State.RETURNED
    return State.OVERDUE if day > item.claim.due_on else State.OPEN


def _settling(item: Item, until: date) -> list[tuple[date, Money, bool]]:
    """What reduced a document, in order; on one day the credit note first, so that money beyond it is the payer's."""
    notes = [(note.day, 0, -note.gross, False) for note in item.notes if note.day <= until]
    payments = [(one.day, 1, one.amount, one.kind in _GIVEN_UP) for one in item.payments if one.day <= until]
    return [(day, amount, up) for day, _, amount, up in sorted([*notes, *payments], key=lambda one: one[:2])]


def _day(one: Claim | Payment) -> date:
    return one.day
