"""Policy values: their defaults, and what conflicts (rules 3, 4, 5, 10)."""

from fractions import Fraction
from typing import Any

import pytest

from autossa.domain.plans import STANDARD_OPTIONS, Option
from autossa.domain.policies import Policy, ReminderPolicy


def test_the_defaults_of_the_rules() -> None:
    policy = Policy()
    assert (policy.grace_days, policy.late_multiplier, policy.renewal_lead_days) == (30, 2, 14)
    assert policy.options == STANDARD_OPTIONS


@pytest.mark.parametrize("lead_days", [0, 1, 14, 27])
def test_lead_days_shorter_than_the_shortest_notice(lead_days: int) -> None:
    assert Policy(renewal_lead_days=lead_days).renewal_lead_days == lead_days


@pytest.mark.parametrize("lead_days", [28, 29, 90])
def test_longer_lead_days_are_refused(lead_days: int) -> None:
    with pytest.raises(ValueError, match="at most 27: shorter than the shortest notice"):
        Policy(renewal_lead_days=lead_days)


def test_a_longer_shortest_notice_allows_a_longer_lead() -> None:
    annual = (Option("annual", 12, 3, 1, Fraction(0)),)
    assert Policy(renewal_lead_days=83, options=annual).longest_lead == 83
    with pytest.raises(ValueError, match="at most 83"):
        Policy(renewal_lead_days=84, options=annual)


@pytest.mark.parametrize(
    "values",
    [{"grace_days": -1}, {"renewal_lead_days": -1}, {"void_days": -1}, {"reaction_days": -1}],
    ids=lambda values: next(iter(values)),
)
def test_negative_values_are_refused(values: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        Policy(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("multiplier", [Fraction(0), Fraction(-1, 2), Fraction(99, 100)])
def test_a_late_gap_counts_once_at_least(multiplier: Fraction) -> None:
    assert Policy(late_multiplier=Fraction(1)).late_multiplier == 1
    with pytest.raises(ValueError, match="late_multiplier must be at least 1"):
        Policy(late_multiplier=multiplier)


@pytest.mark.parametrize(
    "values",
    [{"expiry_days": (90, -1)}, {"cancel_days": -1}, {"charge_days": -1}, {"gap_days": -1}],
    ids=lambda values: next(iter(values)),
)
def test_negative_reminder_days_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        ReminderPolicy(**values)


def test_an_option_is_found_by_its_name() -> None:
    assert Policy().option("flex_monthly").term_months == 1
    with pytest.raises(KeyError, match="no option weekly; there are annual_yearly, annual_quarterly"):
        Policy().option("weekly")
