"""Recharges stop for nobody except by suspension; but too many unpaid periods make the next one wait (billing 18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from autossa.domain.billing.books.items import Item, is_collecting, rest_of
from autossa.domain.billing.dunning.levels import DunningPolicy

_MONTHLY = 1


@dataclass(frozen=True, slots=True)
class UnpaidBefore:
    """Why the next period of a contract waits: so many are unpaid, and so many may be; it is caught up when paid."""

    unpaid: int
    most: int


@dataclass(frozen=True, slots=True)
class Unpaid:
    """How many of a contract's periods are unpaid, and by which policy its next one waits for them."""

    periods: int
    policy: DunningPolicy

    def plus(self, periods: int) -> "Unpaid":
        """With so many more, fewer where below 0."""
        return Unpaid(max(self.periods + periods, 0), self.policy)


def most_open(billed_months: int, policy: DunningPolicy) -> int:
    """How many periods of a contract may be unpaid at once."""
    return policy.max_open_monthly if billed_months == _MONTHLY else policy.max_open


def waits(unpaid: int, billed_months: int, policy: DunningPolicy) -> UnpaidBefore | None:
    """Whether the next period waits while so many are unpaid (`unpaid_before`)."""
    most = most_open(billed_months, policy)
    return UnpaidBefore(unpaid, most) if unpaid >= most else None


def unpaid_periods(items: Iterable[Item], day: date) -> int:
    """How many of the documents of a contract's periods are unpaid; what is being collected counts as paid."""
    return sum(bool(rest_of(item, day)) and not is_collecting(item, day) for item in items)
