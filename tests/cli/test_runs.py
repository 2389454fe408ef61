"""`autossa run` and `autossa runs`: what is left makes it fail, a halted run says why, two people void one."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import OperationalError

from autossa.cli import run as run_command
from autossa.cli.main import app
from autossa.cli.runs import runs as runs_command
from autossa.domain.runs.caps import Limits
from autossa.operations.decide import park
from autossa.operations.runs import renewals
from autossa.queries.runs.safety import skipped
from autossa.store import models
from tests.cast.commands import as_rows, runner
from tests.cast.members import member
from tests.cast.shop import Shop, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
run = runner(app)


@pytest.fixture(autouse=True)
def here(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In the shop, on 20 January, with two people of finance."""
    for command in (run_command, runs_command):
        monkeypatch.setattr(command, "boot_ready", lambda: None)
    member(shop.vendor, "vera@example.com", "finance")
    member(shop.vendor, "fred@example.com", "admin")
    with time_machine.travel(datetime(2026, 1, 20, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def offices(shop: Shop) -> list[UUID]:
    return sorted(shop.under_contract(f"Office {n}") for n in range(3))


def result(*arguments: str) -> tuple[int, str, str]:
    done = run(*arguments)
    return done.exit_code, str(done.stdout), str(done.stderr)


def test_a_run_that_leaves_nothing_succeeds(offices: list[UUID]) -> None:
    assert result("run") == (0, "3 projects processed, 3 periods booked, 0 parked.\n", "")
    code, said, _ = result("run", "--json")
    assert (code, json.loads(said)["held"]) == (0, 0)


def test_what_was_parked_before_is_said_and_fails(offices: list[UUID]) -> None:
    park(offices[0], ValueError("once"), on("2026-01-15"))
    code, said, error = result("run")
    assert (code, said) == (1, "2 projects processed, 2 periods booked, 0 parked.\n")
    assert "Due and parked: 1; see" in error


def test_what_others_hold_is_said_and_fails(offices: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skipped, "count_due", lambda _: 1)
    code, _, error = result("run")
    assert code == 1
    assert "Due and held by another process: 1; run again once it is done" in error


def test_a_halted_run_says_why_and_a_reason_continues_it(offices: list[UUID], settings: Any) -> None:
    settings.RUN_LIMITS = Limits(periods=1000, floor=3)
    with time_machine.travel(datetime(2026, 7, 20, 12, tzinfo=UTC)):
        code, said, error = result("run")
        assert (code, said) == (1, "")
        assert "is halted, and nothing of it is booked: 3 projects are due" in error
        assert models.Settlement.objects.count() == 0
        (row,) = as_rows(result("runs", "list", "--json")[1])
        assert row["state"] == "halted"
        assert result("runs", "stop", row["run"], "--reason", "We check") == (0, f"{row['run']}: stopped\n", "")
        assert "was stopped: We check" in result("run")[2]
        assert result("runs", "allow", row["run"], "--reason", "It is meant") == (0, f"{row['run']}: continues\n", "")
        assert result("run")[:2] == (0, "3 projects processed, 21 periods booked, 0 parked.\n")
    with time_machine.travel(datetime(2026, 12, 20, 12, tzinfo=UTC)):
        assert result("run")[0] == 1
        assert result("run", "--allow", "The host slept")[1].startswith("3 projects processed, 15 periods")


def test_a_day_long_past_needs_a_reason(offices: list[UUID]) -> None:
    code, _, error = result("run", "--today", "2025-12-01")
    assert code == 2
    assert "2025-12-01 is more than 31 days ago. Give a reason if this day is meant." in error
    assert result("run", "--today", "2025-12-01", "--allow", "It is meant")[0] == 0
    assert "is after today" in result("run", "--today", "2026-01-21")[2]


def test_a_database_that_fails_in_the_middle_is_said_truly(
    offices: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, book = iter(range(9)), renewals.book_chunk

    def failing(**given: Any) -> Any:
        if next(calls):
            raise OperationalError("server closed the connection")
        return book(run=given["run"], ctx=given["ctx"], chunk=2)

    monkeypatch.setattr(renewals, "book_chunk", failing)
    code, _, error = result("run")
    assert code == 1
    assert "nothing was written" not in error
    assert "what was booked until then stays booked, and the next run books the rest" in error
    assert models.Settlement.objects.count() == 2
    assert models.Run.objects.get().periods == 2


def test_two_people_void_a_run(offices: list[UUID]) -> None:
    result("run")
    (row,) = as_rows(result("runs", "list", "--json")[1])
    assert "3 periods of 3 projects can be voided, 0 periods cannot." in result("runs", "voidable", row["run"])[1]
    by = ("--as", "vera@example.com")
    code, said, _ = result("runs", "void", row["run"], "--reason", "A wrong day", *by, "--json")
    assert code == 0
    key = json.loads(said)["id"]
    assert as_rows(result("runs", "voidings", "--json")[1])[0]["state"] == "proposed"
    assert "You proposed this yourself" in result("runs", "approve", key, *by)[2]
    code, said, _ = result("runs", "approve", key, "--as", "fred@example.com")
    assert (code, said) == (0, f"{key}: 3 periods voided, 0 cannot be\n")
    assert "0 periods voided" in result("runs", "continue")[1]
    assert models.Run.objects.get().state == "voided"


def test_a_voiding_is_declined_and_mails_are_refused(offices: list[UUID]) -> None:
    result("run")
    (row,) = as_rows(result("runs", "list", "--json")[1])
    by = ("--as", "vera@example.com")
    key = json.loads(result("runs", "void", row["run"], "--reason", "A wrong day", *by, "--json")[1])["id"]
    assert result("runs", "decline", key, *by) == (0, f"{key}: declined\n", "")
    assert result("runs", "mails", *by, "--off")[0] == 0
    assert not models.Membership.objects.get(role="finance").told_of_runs
