"""An approval in one go: loaded once and written once, however much it confirms and books; what is due is booked."""

import importlib
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from autossa.operations import contracts, decide, licenses
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.store.engine.batch import Batch
from tests.cast.shop import ALICE, BOB, VERA, Shop, on
from tests.store.looking import activities, broken_laws, periods, rows

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def requested(shop: Shop, count: int) -> tuple[UUID, list[int]]:
    """A contract in review, and so many licenses that were requested since."""
    project = shop.in_review(f"Office with {count}")
    for place in range(count):
        licenses.request(
            project=project, license_id=f"N{place}", license_type="PORT", quantity=12, origin="customer",
            ctx=on("2026-01-16", ALICE),
        )  # fmt: skip
    return project, list(range(2, 2 + count))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often projects are loaded and written."""
    counts = {"loads": 0, "flushes": 0}
    load, flush = decide.load_projects, Batch.flush

    def loading(*given: Any, **named: Any) -> Any:
        counts["loads"] += 1
        return load(*given, **named)

    def flushing(batch: Batch) -> None:
        counts["flushes"] += 1
        flush(batch)

    monkeypatch.setattr(decide, "load_projects", loading)
    monkeypatch.setattr(Batch, "flush", flushing)
    return counts


@pytest.mark.parametrize("count", [0, 5])
def test_an_approval_loads_once_and_writes_once(shop: Shop, counted: dict[str, int], count: int) -> None:
    project, lines = requested(shop, count)
    counted.update(loads=0, flushes=0)
    outcome = contracts.approve(project=project, lines=lines, ctx=on("2026-01-20"))
    assert counted == {"loads": 1, "flushes": 1}
    assert len(outcome.project.lines) == 1 + count
    assert all(line.confirmed for line in outcome.project.lines)
    assert periods(project) == ["2026-01-15 2026-02-15 2026-01-20"]
    logged = [what for _, what, _ in activities(project)][-1 - count :]
    assert logged == ["approve_contract"] + ["confirm_license"] * count
    assert broken_laws() == {}
    assert list(check_all()) == []


def test_what_is_due_can_wait_for_the_run_of_the_day(shop: Shop) -> None:
    project = shop.in_review()
    contracts.approve(project=project, ctx=on("2026-01-20"), book_at_once=False)
    assert periods(project) == []
    assert models.Project.objects.get(pk=project).next_run_on is not None


def test_a_resumption_loads_once_and_writes_once(shop: Shop, counted: dict[str, int]) -> None:
    project = shop.booked()
    contracts.suspend(project=project, ctx=on("2026-01-16"))
    counted.update(loads=0, flushes=0)
    contracts.resume(project=project, ctx=on("2026-03-16"))
    assert counted == {"loads": 1, "flushes": 1}
    assert [period.split()[-1] for period in periods(project)] == ["2026-01-15", "2026-03-16", "2026-03-16"]


@pytest.mark.parametrize("where", ["rule", "writing"])
def test_an_approval_stands_when_its_booking_fails(shop: Shop, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Whether what is due cannot be planned or cannot be written: confirmed, logged, said, parked with the cause."""
    project, lines = requested(shop, 1)
    if where == "rule":

        def fails(*_given: object) -> None:
            raise ValueError("no more paper")

        monkeypatch.setattr("autossa.domain.at_once.run_day", fails)
    else:
        flush, failures = Batch.flush, [ValueError("no more paper")]

        def failing(batch: Batch) -> None:
            flush(batch)
            if failures:
                raise failures.pop()

        monkeypatch.setattr(Batch, "flush", failing)
    contracts.approve(project=project, lines=lines, ctx=on("2026-01-20"))
    assert rows("SELECT status FROM contracts") == [("active",)]
    assert rows("SELECT parked_cause FROM projects") == [("ValueError: no more paper",)]
    assert (periods(project), models.Invoice.objects.count()) == ([], 0)
    assert models.LicenseLine.objects.filter(confirmed=True).count() == 2
    assert [what for _, what, _ in activities(project)][-2:] == ["approve_contract", "confirm_license"]
    assert rows("SELECT kind FROM contract_messages ORDER BY id") == [("conclude_contract",), ("approve_contract",)]
    assert broken_laws() == {}
    assert list(check_all()) == []


def test_an_approval_lets_a_parked_project_go(shop: Shop) -> None:
    project = shop.in_review()
    decide.park(project, ValueError("once"), on("2026-01-16"))
    contracts.approve(project=project, ctx=on("2026-01-20"))
    assert models.Project.objects.get(pk=project).parked_at is None


def reviewed_twice(shop: Shop) -> UUID:
    """Two contracts of one project, all at one moment."""
    project = shop.in_review()
    contracts.ask(project=project, question="Which site?", ctx=on("2026-01-16", VERA))
    contracts.answer(project=project, text="The harbour", ctx=on("2026-01-16", ALICE))
    contracts.reject(project=project, reason="Unknown site", ctx=on("2026-01-17", VERA))
    contracts.conclude(project=project, option="flex_monthly", ctx=on("2026-01-17", BOB))
    contracts.withdraw(project=project, ctx=on("2026-01-18", BOB))
    return project


def test_who_said_what_is_kept_with_its_contract(shop: Shop) -> None:
    reviewed_twice(shop)
    found = rows(
        "SELECT c.number, m.kind, m.text, m.actor_name, m.acting_for, m.day::text FROM contract_messages m"
        " JOIN contracts c ON c.id = m.contract_id ORDER BY m.id"
    )
    alice, bob = ALICE.acting_for, BOB.acting_for
    assert found == [
        (1, "conclude_contract", "", "Alice", alice, "2026-01-15"),
        (1, "ask_question", "Which site?", "Vera", None, "2026-01-16"),
        (1, "answer_question", "The harbour", "Alice", alice, "2026-01-16"),
        (1, "reject_contract", "Unknown site", "Vera", None, "2026-01-17"),
        (2, "conclude_contract", "", "Bob", bob, "2026-01-17"),
        (2, "withdraw_contract", "", "Bob", bob, "2026-01-18"),
    ]


def test_what_was_said_before_it_was_kept_comes_from_the_log(shop: Shop) -> None:
    """The migration finds in the activity log what is written since."""
    reviewed_twice(shop)
    columns = "contract_id, kind, text, actor, actor_name, acting_for, at, day"
    written = rows(f"SELECT {columns} FROM contract_messages ORDER BY id")
    migration = importlib.import_module("autossa.store.migrations.0010_contract_messages")
    with connection.cursor() as cursor:
        cursor.execute(migration.FILL)
    filled = f"SELECT {columns} FROM contract_messages WHERE id IN (SELECT id FROM activity) ORDER BY id"
    assert rows(filled) == written
