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


@dataclass(frozen=True, slots=True)
class Rate:
    """A row of the vendor's table: from that day on domestic supplies are taxed at `rate`, a share: 19 % is 19/100."""

    starts_on: date
    rate: Fraction


def rate_on(rates: Iterable[Rate], treatment: Treatment, supplied_on: date) -> Fraction:
    """The rate of a supply on a day: the table's for domestic ones, else 0. Raises LookupError before its first row."""
    if treatment is not Treatment.DOMESTIC:
        return Fraction(0)
    begun = [row for row in rates if row.starts_on <= supplied_on]
    if not begun:
        raise LookupError(f"no VAT rate is known for {supplied_on}")
    return max(begun, key=lambda row: row.starts_on).rate
