"""Facts of payments, append-only: a wrong one is reversed by another (billing 10).

Money in minor units; a payment never changes a document. Which days they are of says how the account stood on any day.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from autossa.domain.amounts import Money
from autossa.domain.billing.documents import Method


class Source(StrEnum):
    """Where a payment comes from: a statement of the bank, our collection, the gateway of cards, a person."""

    BANK = "bank"
    COLLECTION = "collection"
    GATEWAY = "gateway"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came on a day, above 0; since `assigned_on` (None: from the first) it is of the payer of the account.

    It can be taken back before `final_on`; None: it cannot. `reference` is what the sender wrote, for people. One that
    was `moved_in` was on the account of another payer before, where the bank's money is posted.
    """

    key: str
    day: date
    amount: Money
    method: Method
    source: Source
    assigned_on: date | None = None
    final_on: date | None = None
    reference: str = ""
    moved_in: bool = False

    @property
    def known_on(self) -> date:
        """The day from which on it is the payer's."""
        return self.assigned_on or self.day


class Why(StrEnum):
    """Why a row is there: what found the document, or, below 0, why it is reversed."""

    NAMED = "named"
    EXACT = "exact"
    ALL_OVERDUE = "all_overdue"
    COLLECTED = "collected"
    CREDIT_USED = "credit_used"
    BY_HAND = "by_hand"
    WRONG = "wrong"
    RELEASED = "released"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Allocation:
    """So much of a payment is for a document; below 0 it is no more: a reversal of what was allocated before."""

    receipt: str
    document: str
    day: date
    amount: Money
    why: Why


@dataclass(frozen=True, slots=True)
class Return:
    """What a bank took back of a payment on a day, its reason code, and what the bank charged for it."""

    receipt: str
    day: date
    amount: Money
    code: str
    fee: Money = 0


@dataclass(frozen=True, slots=True)
class WriteOff:
    """What staff gives up of a document; of a fee it is a waiver. `second` approved it, where that was needed."""

    document: str
    day: date
    amount: Money
    reason: str
    person: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class Payout:
    """What was paid out of what is left of a payment, by the refund with that key."""

    receipt: str
    day: date
    amount: Money
    refund: str


@dataclass(frozen=True, slots=True)
class Move:
    """A payment was another payer's: since a day so much of it, all that was there, is off the account."""

    receipt: str
    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Collection:
    """A document in a file of direct debits, from the day the file was made until its money came, or it was ended."""

    key: str
    document: str
    amount: Money
    collect_on: date
    since: date
    until: date | None = None
