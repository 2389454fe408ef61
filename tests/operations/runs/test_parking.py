"""A project that cannot be booked is parked with its cause; the others of its chunk are booked (rule 5)."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection

from autossa.domain.projects import Outcome
from autossa.operations import contracts, credits, decide, licenses
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.store.engine import load
from autossa.store.engine.batch import Batch
from autossa.store.engine.journal import Journal
from autossa.store.engine.load import Loaded
from tests.cast.shop import ALICE, VERA, Shop, d, noon, on
from tests.store.looking import activities, broken_laws, contents, periods, rows, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]

Poison = Callable[[pytest.MonkeyPatch, UUID], Callable[[], None]]


def poisoned_in_the_rules(patch: pytest.MonkeyPatch, project: UUID) -> Callable[[], None]:
    plan = renewals.plan_run

    def failing(loaded: Loaded, day: date) -> Outcome:
        if loaded.id == project:
            raise ValueError("a month with 32 days")
        return plan(loaded, day)

    patch.setattr(renewals, "plan_run", failing)
    return patch.undo


def poisoned_while_written(patch: pytest.MonkeyPatch, project: UUID) -> Callable[[], None]:
    """Half of its rows are in the batch already."""
    tell = Journal._tell

    def failing(journal: Journal, *given: Any) -> None:
        if journal.loaded.id == project:
            raise ValueError("a month with 32 days")
        tell(journal, *given)

    patch.setattr(Journal, "_tell", failing)
    return patch.undo


def poisoned_while_read(patch: pytest.MonkeyPatch, project: UUID) -> Callable[[], None]:
    read = load._contract

    def failing(row: tuple[Any, ...], *given: Any) -> Any:
        if str(row[0]) == str(project):
            raise ValueError("a month with 32 days")
        return read(row, *given)

    patch.setattr(load, "_contract", failing)
    return patch.undo


def poisoned_in_the_database(_: pytest.MonkeyPatch, project: UUID) -> Callable[[], None]:
    """The days that will be booked are covered already, by a row that nothing granted."""
    grant = uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO coverage ("grant", project_id, days, source, anchor)'
            " VALUES (%s, %s, '[2026-01-20,2026-01-25)', 'manual', '2026-01-20')",
            [grant, project],
        )

    def cure() -> None:
        models.Coverage.objects.filter(pk=grant).delete()

    return cure


POISONS = [poisoned_in_the_rules, poisoned_while_written, poisoned_while_read, poisoned_in_the_database]


def parked() -> dict[UUID, str]:
    return dict(rows("SELECT id, parked_cause FROM projects WHERE parked_at IS NOT NULL"))


@pytest.fixture
def offices(shop: Shop) -> list[UUID]:
    """Seven projects with a period due, in the order in which the run claims them."""
    return sorted(shop.under_contract(f"Office {n}") for n in range(7))


@pytest.mark.parametrize("chunk", [1, 3, 100])
@pytest.mark.parametrize("poison", POISONS)
def test_a_poisoned_project_is_parked_and_the_others_are_booked(
    offices: list[UUID], monkeypatch: pytest.MonkeyPatch, poison: Poison, chunk: int
) -> None:
    cure = poison(monkeypatch, offices[4])
    report = renewals.run(ctx=on("2026-01-15"), chunk=chunk)
    assert (report.projects, report.periods, report.parked) == (7, 6, 1)
    assert [len(periods(office)) for office in offices] == [1, 1, 1, 1, 0, 1, 1]
    (cause,) = parked().values()
    assert parked().keys() == {offices[4]}
    expected = "IntegrityError: conflicting key value" if poison is poisoned_in_the_database else "ValueError: a month"
    assert cause.startswith(expected)
    assert rows("SELECT projects, periods, parked FROM runs") == [(7, 6, 1)]

    assert renewals.run(ctx=on("2026-01-16"), chunk=chunk).projects == 0  # what is parked is not claimed

    cure()
    renewals.retry(project=offices[4], ctx=on("2026-01-17", VERA))
    assert parked() == {}
    assert periods(offices[4]) == ["2026-01-15 2026-02-15 2026-01-15"]  # as of the day it was due
    assert activities(offices[4])[-1][:2] == ("Vera", "retry_project")
    assert renewals.run(ctx=on("2026-02-01"), chunk=chunk).periods == 7
    assert broken_laws() == {}
    assert list(check_all()) == []


def test_several_poisons_in_one_chunk_park_each_its_own(offices: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    poisoned_in_the_database(monkeypatch, offices[0])
    poisoned_in_the_rules(monkeypatch, offices[3])
    poisoned_in_the_database(monkeypatch, offices[6])
    assert renewals.run(ctx=on("2026-01-15")).parked == 3
    causes = parked()
    assert causes.keys() == {offices[0], offices[3], offices[6]}
    assert [causes[offices[n]].split(":")[0] for n in (0, 3, 6)] == ["IntegrityError", "ValueError", "IntegrityError"]
    assert "coverage_never_overlaps" in causes[offices[0]]


@pytest.mark.parametrize("poison", POISONS)
def test_a_retry_that_fails_again_says_why_and_leaves_it_parked(
    offices: list[UUID], monkeypatch: pytest.MonkeyPatch, poison: Poison
) -> None:
    poison(monkeypatch, offices[4])
    renewals.run(ctx=on("2026-01-15"))
    before = contents()
    with pytest.raises((ValueError, IntegrityError), match=r"32 days|conflicting key"):
        renewals.retry(project=offices[4], ctx=on("2026-01-16"))
    assert contents() == before


def test_a_use_case_books_what_the_parked_project_was_due_and_leaves_the_mark(offices: list[UUID]) -> None:
    """People go on working with it; whether its cause is gone, staff say by a retry."""
    decide.park(offices[0], ValueError("once"), on("2026-01-15"))
    credits.top_up(project=offices[0], ssc=1_00, ctx=on("2026-01-20"))
    assert periods(offices[0]) == ["2026-01-15 2026-02-15 2026-01-15"]
    assert parked() == {offices[0]: "ValueError: once"}


def test_a_cause_of_any_length_is_kept_as_far_as_there_is_room(offices: list[UUID]) -> None:
    decide.park(offices[0], ValueError("long " * 1000), on("2026-01-15"))
    assert len(parked()[offices[0]]) == 500
    assert value("SELECT parked_at FROM projects WHERE id = %s", offices[0]) == noon("2026-01-15")


@pytest.mark.parametrize("chunk", [1, 100])
def test_a_full_disk_is_no_project_s_fault(offices: list[UUID], monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    def full(_: Batch) -> None:
        raise OperationalError("could not extend file: No space left on device")

    monkeypatch.setattr(Batch, "flush", full)
    with pytest.raises(OperationalError, match="No space left"):
        renewals.run(ctx=on("2026-01-15"), chunk=chunk)
    assert parked() == {}
    monkeypatch.undo()
    assert renewals.run(ctx=on("2026-01-15"), chunk=chunk).periods == 7


def test_a_project_without_a_price_waits_and_is_not_parked(shop: Shop) -> None:
    ctx = on("2026-01-15")
    price_list = catalogue.add_price_list(name="Franc", currency="CHF", ctx=ctx)
    late = create_project(customer=shop.alice, name="Late", price_list=price_list, ctx=ctx)
    licenses.add(project=late, license_id="L1", license_type="PORT", quantity=1200, ctx=ctx)
    contracts.conclude(project=late, option="annual_monthly", ctx=on("2026-01-15", ALICE))
    contracts.approve(project=late, ctx=ctx, book_at_once=False)
    for day in ("2026-01-15", "2026-01-16"):
        report = renewals.run(ctx=on(day))
        assert (report.projects, report.periods, report.parked) == (1, 0, 0)
    catalogue.set_price(price_list=price_list, price=Fraction(1), starts_on=d("2026-01-17"), ctx=ctx)
    renewals.run(ctx=on("2026-01-17"))
    assert periods(late) == ["2026-01-15 2026-02-15 2026-01-17"]
