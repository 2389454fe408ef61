"""What a book is held against: what the vendor sells, and what is there already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from autossa.domain.lines import Ssa
from autossa.domain.policies import Policy
from autossa.domain.prices import Price


@dataclass(frozen=True, slots=True)
class TypeTerms:
    """A license type: how it stands to SSA, and its rates by their first days, oldest first."""

    ssa: Ssa
    rates: tuple[tuple[date, Fraction], ...] = ()

    def rate_on(self, day: date) -> Fraction:
        """The rate in force on a day, or the first one ever; nothing where there is none."""
        found = [rate for starts_on, rate in self.rates if starts_on <= day] or [rate for _, rate in self.rates[:1]]
        return found[-1] if found else Fraction(0)


@dataclass(frozen=True, slots=True)
class ListTerms:
    """A price list: its prices of an SSC, and the decimal places of its currency."""

    currency: str
    prices: tuple[Price, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that a book may refer to, or meet.

    `organisations` are kinds by number, `imported` digests by kind and reference, `mandates` references, `mandated`
    numbers of those with a mandate in force, `projects` names by the number of their customer.
    """

    policies: tuple[tuple[date, Policy], ...]
    types: Mapping[str, TypeTerms]
    price_lists: Mapping[str, ListTerms]
    vat_rates: frozenset[str]
    vendor_country: str
    organisations: Mapping[str, str] = field(default_factory=dict)
    imported: Mapping[tuple[str, str], str] = field(default_factory=dict)
    mandates: frozenset[str] = frozenset()
    mandated: frozenset[str] = frozenset()
    projects: frozenset[tuple[str, str]] = frozenset()

    def policy_on(self, day: date) -> Policy:
        """The policy in force on a day, or the first one ever."""
        found = [policy for starts_on, policy in self.policies if starts_on <= day]
        return found[-1] if found else self.policies[0][1]
