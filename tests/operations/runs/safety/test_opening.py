"""A run is looked at before it books: halted where it is not as foreseen, let go on or stopped by somebody."""

from datetime import timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection

from autossa.domain.runs.caps import Limits
from autossa.operations.errors import Invalid
from autossa.operations.runs import renewals
from autossa.operations.runs.safety import opening, voiding
from autossa.operations.runs.safety.errors import DayLongPast, NoSuchRun, RunHalted, RunStopped
from autossa.operations.vendor import catalogue
from autossa.queries.runs.safety import outlook
from autossa.store import models
from tests.cast.shop import BOB, VERA, Shop, d, on
from tests.store.looking import periods

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _small(settings: Any) -> None:
    """Limits for a shop of ten contracts."""
    settings.RUN_LIMITS = Limits(periods=6, tolerance=30, floor=3)


@pytest.fixture
def offices(shop: Shop) -> list[UUID]:
    """Ten contracts, their first period booked by a run."""
    found = [shop.under_contract(f"Office {n}") for n in range(10)]
    assert renewals.run(ctx=on("2026-01-15")).periods == 10
    return found


def booked() -> int:
    return models.Settlement.objects.count()


def halted(day: str = "2026-02-01") -> models.Run:
    with pytest.raises(RunHalted):
        renewals.run(ctx=on(day))
    return models.Run.objects.get(state="halted", day=d(day))


def test_a_night_as_any_other_runs_without_a_question(offices: list[UUID]) -> None:
    report = renewals.run(ctx=on("2026-02-01"))
    row = models.Run.objects.get(pk=report.run)
    assert (row.state, row.projects, row.periods, row.cause) == ("finished", 10, 10, "")
    assert row.figures["forecast"] == row.figures["due"] == 10
    assert row.figures["worths"] == [{"currency": "EUR", "percent": 100}]


def test_many_more_due_than_foreseen_halts_before_anything_is_written(offices: list[UUID], shop: Shop) -> None:
    for n in range(10, 15):
        shop.under_contract(f"Office {n}", day="2026-01-31")
    row = halted()
    assert (row.figures["due"], row.figures["forecast"], row.figures["doubts"]) == (15, 10, ["more"])
    assert (row.projects, row.periods, row.finished_at) == (0, 0, None)
    assert booked() == 10
    assert models.OutboxMessage.objects.filter(topic="run.halted").count() == 1


def test_many_fewer_halts_too(offices: list[UUID]) -> None:
    models.Project.objects.filter(pk__in=offices[:4]).update(next_run_on=None)
    assert halted().figures["doubts"] == ["fewer"]


def test_a_mistyped_price_halts(shop: Shop) -> None:
    for n in range(10):
        shop.under_contract(f"Office {n}", option="flex_monthly")
    assert renewals.run(ctx=on("2026-01-15")).periods == 10
    before = booked()
    catalogue.set_price(
        price_list=shop.price_list, price=Fraction(100), starts_on=d("2026-02-10"), ctx=on("2026-01-16")
    )
    row = halted()
    assert row.figures["doubts"] == ["costlier"]
    assert row.figures["worths"] == [{"currency": "EUR", "percent": 10000}]
    assert booked() == before


def test_a_clock_that_is_wrong_by_months_halts(offices: list[UUID]) -> None:
    assert "periods" in halted("2026-06-15").figures["doubts"]
    assert booked() == 10


def test_asked_again_it_stays_halted_and_nobody_is_told_twice(offices: list[UUID]) -> None:
    halted("2026-06-15")
    halted("2026-06-15")
    assert models.Run.objects.filter(state="halted").count() == 1
    assert models.OutboxMessage.objects.filter(topic="run.halted").count() == 1


def test_let_go_on_with_a_reason_the_same_run_books(offices: list[UUID]) -> None:
    row = halted("2026-06-15")
    opening.allow(run=row.pk, reason="The host slept", ctx=on("2026-06-15"))
    report = renewals.run(ctx=on("2026-06-15"))
    assert (report.run, report.periods) == (row.pk, 50)
    row.refresh_from_db()
    assert (row.state, row.reason, row.cause) == ("finished", "The host slept", "")
    assert models.Activity.objects.filter(action="allow_run").count() == 1
    assert renewals.run(ctx=on("2026-06-15")).periods == 0  # nor is another one of that day asked again
    with pytest.raises(NoSuchRun):
        opening.allow(run=row.pk, reason="Again", ctx=on("2026-06-15"))


def test_a_reason_at_the_start_lets_it_go_on_at_once(offices: list[UUID]) -> None:
    assert renewals.run(ctx=on("2026-06-15"), reason="The host slept").periods == 50
    assert models.OutboxMessage.objects.filter(topic="run.halted").count() == 0
    assert models.Run.objects.latest("id").reason == "The host slept"


def test_stopped_it_books_nothing_that_day_until_somebody_says_so(offices: list[UUID]) -> None:
    row = halted("2026-06-15")
    with pytest.raises(Invalid):
        opening.stop(run=row.pk, reason=" ", ctx=on("2026-06-15"))
    opening.stop(run=row.pk, reason="We look first", ctx=on("2026-06-15"))
    with pytest.raises(RunStopped, match="We look first"):
        renewals.run(ctx=on("2026-06-15"))
    assert booked() == 10
    opening.allow(run=row.pk, reason="It is right", ctx=on("2026-06-15"))
    assert renewals.run(ctx=on("2026-06-15")).periods == 50


def test_a_small_installation_is_not_halted_by_noise(offices: list[UUID], settings: Any) -> None:
    settings.RUN_LIMITS = Limits(periods=6, tolerance=30, floor=50)
    assert renewals.run(ctx=on("2026-06-15")).periods == 50


def test_the_first_run_and_one_after_an_upgrade_foresee_nothing(offices: list[UUID]) -> None:
    models.Run.objects.update(ahead=None)
    report = renewals.run(ctx=on("2026-02-01"))
    assert models.Run.objects.get(pk=report.run).figures["forecast"] is None


def test_a_day_long_past_is_asked_for(offices: list[UUID]) -> None:
    ctx = on("2026-06-15")
    past = type(ctx)(ctx.actor, d("2026-05-14"), ctx.now)
    with pytest.raises(DayLongPast):
        renewals.run(ctx=past)
    assert renewals.run(ctx=past, reason="It is meant").projects == 10


def test_the_demo_may_show_any_day(offices: list[UUID], settings: Any) -> None:
    settings.TODAY, settings.RUN_LIMITS = "2026-05-14", Limits(floor=100)
    ctx = on("2026-06-15")
    assert renewals.run(ctx=type(ctx)(ctx.actor, d("2026-05-14"), ctx.now)).projects == 10


def test_what_cannot_be_read_does_not_keep_the_night_up(offices: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise ValueError("a month with 32 days")

    monkeypatch.setattr(outlook, "last_periods", failing)
    assert renewals.run(ctx=on("2026-02-01")).periods == 10


def test_a_run_that_breaks_says_what_it_booked_and_why(offices: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    chunks, book = iter(range(9)), renewals.book_chunk

    def full(**given: Any) -> Any:
        if next(chunks) == 1:
            raise OperationalError("could not extend file: No space left on device")
        return book(**given)

    monkeypatch.setattr(renewals, "book_chunk", full)
    with pytest.raises(OperationalError):
        renewals.run(ctx=on("2026-02-01"), chunk=4)
    row = models.Run.objects.latest("id")
    assert (row.state, row.projects, row.periods) == ("broken", 4, 4)
    assert "No space left on device. 4 periods are booked; the next run books the others." in row.cause
    monkeypatch.undo()
    assert renewals.run(ctx=on("2026-02-01")).periods == 6
    assert [len(periods(office)) for office in offices] == [2] * 10


def test_a_killed_run_keeps_its_figures_and_the_next_one_closes_it(offices: list[UUID]) -> None:
    key = opening.open_run(ctx=on("2026-02-01"))
    renewals.book_chunk(run=key, ctx=on("2026-02-01"), chunk=4)
    row = models.Run.objects.get(pk=key)
    assert (row.state, row.projects, row.periods) == ("running", 4, 4)
    assert renewals.run(ctx=on("2026-02-01")).periods == 6
    assert models.Run.objects.get(pk=key).state == "running"  # it may be at work on another machine
    with connection.cursor() as cursor:
        cursor.execute("UPDATE runs SET alive_at = alive_at - %s WHERE id = %s", [timedelta(minutes=16), key])
    renewals.run(ctx=on("2026-02-02"))
    row.refresh_from_db()
    assert row.state == "broken"
    assert "no sign of it since" in row.cause
    assert "4 periods are booked" in row.cause


def test_what_was_voided_is_foreseen_again(offices: list[UUID]) -> None:
    run = renewals.run(ctx=on("2026-02-01")).run
    key = voiding.propose(run=run, reason="Wrong", ctx=on("2026-02-01", VERA))
    voiding.approve(voiding=key, ctx=on("2026-02-01", BOB))
    assert voiding.carry_out(voiding=key, ctx=on("2026-02-01")).voided == 10
    report = renewals.run(ctx=on("2026-02-02"))
    assert report.periods == 10
    assert models.Run.objects.get(pk=report.run).figures["forecast"] == 10
