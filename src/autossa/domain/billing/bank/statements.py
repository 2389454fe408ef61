"""What an account statement says (billing 15), whatever version it came in.

Amounts are signed, seen from our account, in minor units of the statement's currency: above 0 came in, below 0 went
out. Texts are plain (NFC, single spaces) and "" where the bank said nothing.
"""

from dataclasses import dataclass
from datetime import date

from autossa.domain.amounts import Money

_CHARGES = frozenset({"CHRG", "COMM", "FEES"})


@dataclass(frozen=True, slots=True)
class Balance:
    """A booked balance at the beginning or the end of a day."""

    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """The head of a statement. `number` is the bank's id for it; `page` counts from 1 where it comes in pieces.

    The balances are those of the booked money, None where the bank gives none: at the ends of a page for instance.
    """

    account: str
    number: str
    currency: str
    sequence: str = ""
    page: int = 1
    opening: Balance | None = None
    closing: Balance | None = None

    def unexplained(self, moved: Money) -> Money | None:
        """What its balances say beyond what its entries moved together: 0 where nothing is missing; None if unknown."""
        if self.opening is None or self.closing is None:
            return None
        return self.closing.amount - self.opening.amount - moved


@dataclass(frozen=True, slots=True)
class ReturnReason:
    """Why money went back: an ISO code such as AC04, "" where the bank gave none, and what it added in words."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One payment of an entry.

    `amount` is what was paid or went back, without the bank's fees; `charges` (0 or below) are what the entry holds of
    them. `name` and `iban` are those of the other side. `reference` is the structured one, `text` what was written.
    """

    amount: Money
    charges: Money = 0
    end_to_end_id: str = ""
    mandate: str = ""
    message_id: str = ""
    payment_id: str = ""
    bank_reference: str = ""
    name: str = ""
    iban: str = ""
    reference: str = ""
    text: str = ""
    returned: ReturnReason | None = None

    @property
    def total(self) -> Money:
        """What it moved on the account."""
        return self.amount + self.charges


@dataclass(frozen=True, slots=True)
class Entry:
    """A booked line of the account; the `total`s of its transactions add up to its amount, always.

    `identity` is the same wherever and however often the line is read (`identity.Identities`). `code` is the bank's
    kind of booking, such as PMNT-IDDT-UPDD. `is_opened` says whether a batch could be split into what is in it.
    """

    identity: str
    day: date
    amount: Money
    transactions: tuple[Transaction, ...]
    value_day: date | None = None
    bank_reference: str = ""
    entry_reference: str = ""
    code: str = ""
    text: str = ""
    is_reversal: bool = False
    is_opened: bool = True

    @property
    def is_charge(self) -> bool:
        """A fee of the bank's, by its code."""
        return self.amount < 0 and self.code.rpartition("-")[2] in _CHARGES
