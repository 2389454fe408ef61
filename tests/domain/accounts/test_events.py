"""What events are called, and when calls are tried again."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from autossa.domain.accounts.attempts import ATTEMPTS, next_attempt
from autossa.domain.accounts.event_types import ACTIVITY, BOOKING, TEST, TYPES
from autossa.domain.invoices import SETTLED
from autossa.wording.glossary import ACTION

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_every_activity_is_an_event_of_one_type() -> None:
    assert set(ACTIVITY) == set(ACTION)
    assert len(set(ACTIVITY.values())) == len(ACTIVITY)
    assert set(BOOKING) == set(SETTLED)
    assert TEST not in TYPES


@pytest.mark.parametrize("name", TYPES)
def test_a_type_is_a_thing_and_what_happened_to_it(name: str) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", name)
    assert len(name) <= 60


@pytest.mark.parametrize(("share", "most"), [(0, 75), (1000, 83)])
def test_ten_attempts_take_some_75_hours(share: int, most: int) -> None:
    at, pauses = NOW, []
    for made in range(1, ATTEMPTS):
        due = next_attempt(made, at, share)
        assert due is not None
        pauses.append(due - at)
        at = due
    assert next_attempt(ATTEMPTS, at, share) is None
    assert ATTEMPTS == 10
    assert timedelta(hours=74) < at - NOW < timedelta(hours=most)
    assert pauses == sorted(pauses)
