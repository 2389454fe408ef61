"""What the bank is asked for: direct debits by mandates, and refunds (billing 12, 13). Amounts in euro cents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from autossa.domain.amounts import Money
from autossa.domain.billing.payments.mandates import MONTHS, Scheme, Sequence
from autossa.domain.dates import add_months

CURRENCY = "EUR"
_PLACES = {sequence: place for place, sequence in enumerate(Sequence)}


@dataclass(frozen=True, slots=True)
class Account:
    """Our side. `creditor_id` is needed to collect, the BIC by nobody in the EEA."""

    name: str
    iban: str
    bic: str = ""
    creditor_id: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a mandate said when it was last used, where that is other now; said once, with the next collection.

    With another account its IBAN may be left out: `is_other_account` says it alone.
    """

    reference: str = ""
    iban: str = ""
    is_other_account: bool = False
    creditor_id: str = ""
    creditor_name: str = ""


@dataclass(frozen=True, slots=True)
class Mandate:
    """The leave to collect, given on a day by the holder of an account; `is_recurring` is False for a single use.

    `town` and `country` are wanted for accounts outside the EEA.
    """

    reference: str
    scheme: Scheme
    signed_on: date
    holder: str
    iban: str
    bic: str = ""
    is_recurring: bool = True
    last_used_on: date | None = None
    amended: Amendment | None = None
    town: str = ""
    country: str = ""

    @property
    def valid_until(self) -> date:
        """The last day on which it can be used, unless it is used before."""
        return add_months(self.last_used_on or self.signed_on, MONTHS)


@dataclass(frozen=True, slots=True)
class Collection:
    """One debit. The creditor reference (RF) goes with it where there is one, otherwise the text."""

    end_to_end_id: str
    mandate: Mandate
    sequence: Sequence
    amount: Money
    day: date
    reference: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Refund:
    """One transfer to a payer, who confirmed the account. Reference or text as for a collection."""

    end_to_end_id: str
    name: str
    iban: str
    amount: Money
    bic: str = ""
    reference: str = ""
    text: str = ""
    town: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class DebitFile:
    """What goes into one file: the collections of a day and a scheme, in the order in which they are written."""

    day: date
    scheme: Scheme
    collections: tuple[Collection, ...]

    @property
    def total(self) -> Money:
        """Its control sum."""
        return sum(one.amount for one in self.collections)


def place_in_file(one: Collection) -> tuple[int, str]:
    """By what the collections of a file are ordered: first ones before later ones, then by their ids."""
    return _PLACES[one.sequence], one.end_to_end_id


def debit_files(collections: Iterable[Collection]) -> list[DebitFile]:
    """One file a day and scheme, the earliest first; the same for the same collections in any order."""
    files: dict[tuple[date, str], list[Collection]] = {}
    for one in sorted(collections, key=place_in_file):
        files.setdefault((one.day, one.mandate.scheme.value), []).append(one)
    return [DebitFile(day, Scheme(scheme), tuple(files[day, scheme])) for day, scheme in sorted(files)]
