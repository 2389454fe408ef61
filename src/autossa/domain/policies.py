"""Policy values: every number of the rules that can be disputed, as data (rules 3, 4, 5, 10)."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from autossa.domain.billing.vat import SupplyDate
from autossa.domain.plans import STANDARD_OPTIONS, Option


class GiveUp(StrEnum):
    """When a license that is given up under a contract ends (rule 6): with the term, or with what is paid."""

    TERM = "term"
    PERIOD = "period"


class EntitlementDay(StrEnum):
    """The day that maintenance and security releases count from (rule 9): their own, or that of their branch."""

    RELEASE = "release"
    BRANCH = "branch"


# The shortest month has 28 days; a lead of 28 or more could book a period that a notice in time still prevents.
LONGEST_LEAD_PER_NOTICE_MONTH = 28
MOST_DAYS = 3650  # ten years: more is a slip, and no day of the calendar any more


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """How many days before something its reminder is sent. Raises ValueError for a negative number."""

    expiry_days: tuple[int, ...] = (90, 60, 30, 7)
    cancel_days: int = 21
    charge_days: int = 7
    gap_days: int = 10

    def __post_init__(self) -> None:
        if min((*self.expiry_days, self.cancel_days, self.charge_days, self.gap_days)) < 0:
            raise ValueError("reminder days must not be negative")


@dataclass(frozen=True, slots=True)
class Policy:
    """What the vendor decides. `late_multiplier` is at least 1 (rule 4). Raises ValueError when the values conflict."""

    grace_days: int = 30
    late_multiplier: Fraction = Fraction(2)
    renewal_lead_days: int = 14
    void_days: int = 30
    options: tuple[Option, ...] = STANDARD_OPTIONS
    reminders: ReminderPolicy = ReminderPolicy()
    reaction_days: int = 14
    give_up: GiveUp = GiveUp.TERM
    entitlement_day: EntitlementDay = EntitlementDay.RELEASE
    supply_date: SupplyDate = SupplyDate.FIRST_DAY
    payment_days: int = 14
    quote_days: int = 30

    def __post_init__(self) -> None:
        review_days, money_days = (self.void_days, self.reaction_days), (self.payment_days, self.quote_days)
        days = (self.grace_days, self.renewal_lead_days, *review_days, *money_days)
        if min(days) < 0:
            raise ValueError("policy values must not be negative")
        if self.late_multiplier < 1:
            raise ValueError("late_multiplier must be at least 1")
        if max(days) > MOST_DAYS:
            raise ValueError(f"policy values must be at most {MOST_DAYS} days")
        if self.renewal_lead_days > self.longest_lead:
            raise ValueError(f"renewal_lead_days must be at most {self.longest_lead}: shorter than the shortest notice")

    @property
    def longest_lead(self) -> int:
        """The largest renewal_lead_days allowed: one day less than the shortest notice can last (rule 5)."""
        return LONGEST_LEAD_PER_NOTICE_MONTH * min(option.notice_months for option in self.options) - 1

    def option(self, name: str) -> Option:
        """The option of that name; raises KeyError with the names there are."""
        for option in self.options:
            if option.name == name:
                return option
        raise KeyError(f"no option {name}; there are {', '.join(o.name for o in self.options)}")
