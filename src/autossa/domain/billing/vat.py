"""How a payer is taxed: its treatment, the category that authorities know it by, the rate of a day (billing 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Treatment(StrEnum):
    """How a payer is taxed, as staff verified it."""

    DOMESTIC = "domestic"
    REVERSE_CHARGE = "reverse_charge"
    THIRD_COUNTRY = "third_country"


class SupplyDate(StrEnum):
    """The day whose rate counts: the first of the period that is paid for, or the one that it is booked on."""

    FIRST_DAY = "first_day"
    ISSUE_DAY = "issue_day"


class Category(StrEnum):
    """The codes of EN 16931 (UNCL 5305): standard rate, reverse charge, outside the scope of VAT."""

    STANDARD = "S"
    REVERSE_CHARGE = "AE"
    OUTSIDE = "O"


CATEGORIES = {
    Treatment.DOMESTIC: Category.STANDARD,
    Treatment.REVERSE_CHARGE: Category.REVERSE_CHARGE,
    Treatment.THIRD_COUNTRY: Category.OUTSIDE,
}


TREATMENTS = {category: treatment for treatment, category in CATEGORIES.items()}


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That a VAT id was confirmed: under which number, on which day, by whom (such as "BZSt")."""

    number: str
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A row of the vendor's table: from that day on domestic supplies are taxed at `rate`, a share: 19 % is 19/100."""

    starts_on: date
    rate: Fraction


def rate_on(rates: Iterable[Rate], treatment: Treatment, supplied_on: date) -> Fraction:
    """The rate of a supply on a day: the table's for domestic ones, else 0. Raises LookupError before its first row."""
    return dated_rate(rates, supplied_on) if treatment is Treatment.DOMESTIC else Fraction(0)


def dated_rate(rates: Iterable[Rate], day: date) -> Fraction:
    """The rate of the table on a day. Raises LookupError before its first row."""
    begun = [row for row in rates if row.starts_on <= day]
    if not begun:
        raise LookupError(f"no VAT rate is known for {day}")
    return max(begun, key=lambda row: row.starts_on).rate
