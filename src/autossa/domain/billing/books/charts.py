"""The vendor's accounts in the two German charts of accounts, and which of them a posting goes to (billing 20)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from autossa.domain.billing.vat import Treatment


class Chart(StrEnum):
    """A chart of accounts that DATEV ships."""

    SKR03 = "SKR03"
    SKR04 = "SKR04"


class Named(StrEnum):
    """An account of the chart that the books need, by what it is for."""

    BANK = "bank"
    CLEARING = "clearing"
    DEFERRED = "deferred"
    REVENUE_19 = "revenue_19"
    REVENUE_7 = "revenue_7"
    REVENUE_OTHER = "revenue_other"
    REVENUE_REVERSE_CHARGE = "revenue_reverse_charge"
    REVENUE_THIRD_COUNTRY = "revenue_third_country"
    VAT_OTHER = "vat_other"
    FEES = "fees"
    WRITE_OFFS = "write_offs"
    DEBTORS = "debtors"


DEFAULTS: dict[Chart, dict[Named, int]] = {
    Chart.SKR03: {
        Named.BANK: 1200,
        Named.CLEARING: 1590,
        Named.DEFERRED: 990,
        Named.REVENUE_19: 8400,
        Named.REVENUE_7: 8300,
        Named.REVENUE_OTHER: 8200,
        Named.REVENUE_REVERSE_CHARGE: 8336,
        Named.REVENUE_THIRD_COUNTRY: 8338,
        Named.VAT_OTHER: 1770,
        Named.FEES: 2700,
        Named.WRITE_OFFS: 2400,
        Named.DEBTORS: 10000,
    },
    Chart.SKR04: {
        Named.BANK: 1800,
        Named.CLEARING: 1370,
        Named.DEFERRED: 3900,
        Named.REVENUE_19: 4400,
        Named.REVENUE_7: 4300,
        Named.REVENUE_OTHER: 4200,
        Named.REVENUE_REVERSE_CHARGE: 4336,
        Named.REVENUE_THIRD_COUNTRY: 4338,
        Named.VAT_OTHER: 3800,
        Named.FEES: 4830,
        Named.WRITE_OFFS: 6930,
        Named.DEBTORS: 10000,
    },
}

# Accounts that split VAT off what is posted to them, at their rate, by themselves.
AUTOMATIC: dict[Named, Fraction] = {
    Named.REVENUE_19: Fraction(19, 100),
    Named.REVENUE_7: Fraction(7, 100),
    Named.REVENUE_REVERSE_CHARGE: Fraction(0),
    Named.REVENUE_THIRD_COUNTRY: Fraction(0),
}
_BY_RATE = {AUTOMATIC[named]: named for named in (Named.REVENUE_19, Named.REVENUE_7)}
_BY_TREATMENT = {
    Treatment.REVERSE_CHARGE: Named.REVENUE_REVERSE_CHARGE,
    Treatment.THIRD_COUNTRY: Named.REVENUE_THIRD_COUNTRY,
}

LENGTH = 4
"""Digits of an account of the chart; one of a debtor has one more."""
_LAST_ACCOUNT = 9999
FIRST_DEBTOR, LAST_DEBTOR = 10_000, 69_999
LEAST_CONSULTANT, MOST_CONSULTANT = 1001, 9_999_999
MOST_CLIENT = 99_999


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """How the vendor's books are kept: the numbers its tax adviser knows it by, and its own accounts.

    The financial year begins with the month `year_begins`. `accounts` are those that are not the chart's own.
    """

    chart: Chart = Chart.SKR03
    consultant: int = LEAST_CONSULTANT
    client: int = 1
    year_begins: int = 1
    accounts: Mapping[Named, int] = field(default_factory=dict)

    def account(self, named: Named) -> int:
        """The number of an account."""
        return self.accounts.get(named) or DEFAULTS[self.chart][named]


def revenue_of(treatment: Treatment | None, rate: Fraction | None) -> Named:
    """The account of revenue that is taxed so; `revenue_other` splits no VAT off."""
    if treatment in _BY_TREATMENT:
        return _BY_TREATMENT[treatment]
    return _BY_RATE.get(rate or Fraction(0), Named.REVENUE_OTHER)


def is_possible(named: Named, number: int) -> bool:
    """Whether an account can have that number: as many digits as it has, debtors in their own range."""
    if named is Named.DEBTORS:
        return FIRST_DEBTOR <= number <= LAST_DEBTOR
    return 0 < number <= _LAST_ACCOUNT


def debtor_numbers(numbers: Mapping[str, str]) -> dict[str, int]:
    """The accounts of payers by key: the digits of the number that the vendor gave them, where they are in the range.

    Who has no such number, or shares it with another, is left out: the account for all other debtors is theirs.
    """
    found = {key: int(digits) for key, number in numbers.items() if (digits := _digits(number))}
    possible = {key: number for key, number in found.items() if is_possible(Named.DEBTORS, number)}
    counts: dict[int, int] = {}
    for number in possible.values():
        counts[number] = counts.get(number, 0) + 1
    return {key: number for key, number in possible.items() if counts[number] == 1}


def _digits(number: str) -> str:
    found = "".join(sign for sign in number if sign in "0123456789")
    return found if len(found) == LENGTH + 1 else ""
