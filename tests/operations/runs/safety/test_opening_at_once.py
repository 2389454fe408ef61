"""Two that begin a run of the same day at the same moment: it is halted once, and told once."""

import threading
from typing import Any

import pytest

from autossa.domain.runs.caps import Limits
from autossa.operations.runs import renewals
from autossa.operations.runs.safety import opening
from autossa.operations.runs.safety.errors import RunHalted
from autossa.store import models
from autossa.workbench import servers
from tests.cast.sessions import PATIENCE, starting
from tests.cast.shop import on, open_shop

pytestmark = pytest.mark.store


def begin_at_once(monkeypatch: pytest.MonkeyPatch, together: int = 2) -> int:
    """How many of them are told that it is halted; all have come as far as to look whether another one is there."""
    both, alone = threading.Barrier(together, timeout=PATIENCE), opening._alone

    def wait() -> None:
        both.wait()
        alone()

    monkeypatch.setattr(opening, "_alone", wait)
    with starting() as start:
        started = [start(lambda: renewals.run(ctx=on("2026-06-15"))) for _ in range(together)]
        return sum(isinstance(one.exception(PATIENCE), RunHalted) for one in started)


@pytest.fixture
def offices(database: servers.Addresses, settings: Any) -> None:
    settings.RUN_LIMITS = Limits(periods=100, tolerance=30, floor=3)
    shop = open_shop()
    for number in range(4):
        shop.under_contract(f"Office {number}", option="flex_monthly")


def test_a_run_is_halted_once(offices: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert begin_at_once(monkeypatch) == 2
    assert models.Run.objects.count() == 1
    assert models.OutboxMessage.objects.filter(topic="run.halted").count() == 1


def test_without_its_lock_one_of_them_is_refused_by_the_database(
    offices: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_ONE_AT_A_TIME", "SELECT 1")
    looked, find = threading.Barrier(2, timeout=PATIENCE), opening._of_day

    def both_look(ctx: Any) -> Any:
        found = find(ctx)
        looked.wait()
        return found

    monkeypatch.setattr(opening, "_of_day", both_look)
    assert begin_at_once(monkeypatch) == 1
    assert models.Run.objects.count() == 1
