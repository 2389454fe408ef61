"""The levels of dunning, as the vendor sets them (billing 16)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from autossa.domain.amounts import Money


class What(StrEnum):
    """What a level does beside its letter."""

    LETTER = "letter"
    SUSPEND = "suspend"


@dataclass(frozen=True, slots=True)
class Level:
    """Reached so many days after the due day; `fees` by currency, in minor units: without one it costs nothing.

    `name` is the key of its text.
    """

    name: str
    days: int
    fees: Mapping[str, Money] = field(default_factory=dict)
    what: What = What.LETTER


STANDARD_LEVELS = (
    Level("reminder", 7),
    Level("first", 21),
    Level("final", 35),
    Level("suspension", 49, what=What.SUSPEND),
)
WARN_DAYS = 7
INTEREST_YEAR = 360


@dataclass(frozen=True, slots=True)
class DunningPolicy:
    """The levels in order, and how many days before a suspension it is said. `interest_points`, in hundredths of a
    percentage point above the base rate: None, no interest is claimed. `max_open_monthly` and `max_open` are how many
    periods of a contract may be unpaid at once, where it is billed monthly and otherwise.

    Raises ValueError for levels that are not in order, have one name or a fee below 0, or where the last alone
    does not suspend; for days or points below 0; for no period at all.
    """

    levels: tuple[Level, ...] = STANDARD_LEVELS
    warn_days: int = WARN_DAYS
    interest_points: int | None = None
    max_open_monthly: int = 2
    max_open: int = 1

    def __post_init__(self) -> None:
        days = [level.days for level in self.levels]
        if any(later <= earlier for earlier, later in pairwise(days)) or min(days, default=1) < 1:
            raise ValueError("each level must be reached later than the one before")
        if len({level.name for level in self.levels}) < len(self.levels):
            raise ValueError("each level has a name of its own")
        if any(fee < 0 for level in self.levels for fee in level.fees.values()):
            raise ValueError("a fee must not be negative")
        if any(level.what is What.SUSPEND for level in self.levels[:-1]):
            raise ValueError("only the last level can suspend")
        if self.warn_days < 0 or (self.interest_points or 0) < 0:
            raise ValueError("dunning policy values must not be negative")
        if min(self.max_open, self.max_open_monthly) < 1:
            raise ValueError("one period at least may be unpaid")

    def reached(self, days_overdue: int) -> int:
        """How many levels are reached so many days after the due day: 0, none."""
        return sum(level.days <= days_overdue for level in self.levels)

    def letter_levels(self) -> int:
        """How many levels there are before the one that suspends."""
        return sum(level.what is What.LETTER for level in self.levels)

    @property
    def suspension(self) -> Level | None:
        """The level that suspends, if there is one."""
        return next((level for level in self.levels if level.what is What.SUSPEND), None)
