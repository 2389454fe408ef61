"""A run of a wrong day is taken back whole: two people, the newest period first, however often it is stopped."""

from uuid import UUID

import pytest

from autossa.domain.runs.caps import Limits
from autossa.operations import credits
from autossa.operations.billing.payments.errors import SamePerson
from autossa.operations.billing.payments.write_offs import PersonNeeded
from autossa.operations.context import SYSTEM
from autossa.operations.days import DayBeforeLast
from autossa.operations.runs import renewals
from autossa.operations.runs.safety import voiding
from autossa.operations.runs.safety.errors import NoSuchRun
from autossa.queries.runs.safety.voidable import read_voidable, voidings_of
from autossa.queries.runs.verify import check_all
from autossa.store import models
from tests.cast.shop import ALICE, BOB, VERA, Shop, d, on
from tests.store.looking import broken_laws, periods

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def offices(shop: Shop, settings: object) -> list[UUID]:
    """Three projects whose first period is booked as it was due."""
    settings.RUN_LIMITS = Limits(periods=1000)  # type: ignore[attr-defined]
    found = sorted(shop.under_contract(f"Office {n}") for n in range(3))
    assert renewals.run(ctx=on("2026-01-15")).periods == 3
    return found


def wrong_run() -> UUID:
    report = renewals.run(ctx=on("2028-01-20"))
    assert report.periods == 3 * 24
    return report.run


def asked(run: UUID) -> UUID:
    key = voiding.propose(run=run, reason="The clock was wrong", ctx=on("2026-01-16", VERA))
    voiding.approve(voiding=key, ctx=on("2026-01-16", BOB))
    return key


def test_a_run_of_a_wrong_day_is_taken_back_and_the_days_go_on(offices: list[UUID]) -> None:
    run = wrong_run()
    with pytest.raises(DayBeforeLast):
        credits.top_up(project=offices[0], ssc=1_00, ctx=on("2026-01-16"))
    before = read_voidable(run, d("2026-01-16"))
    assert (before.periods, before.projects, before.kept) == (72, 3, 0)
    assert before.credited == (("EUR", 72 * 119_00),)
    done = voiding.carry_out(voiding=asked(run), ctx=on("2026-01-16"))
    assert (done.voided, done.kept) == (72, 0)
    assert [periods(office) for office in offices] == [["2026-01-15 2026-02-15 2026-01-15"]] * 3
    assert models.Invoice.objects.filter(series="CN").count() == 72
    assert models.Run.objects.get(pk=run).state == "voided"
    assert list(check_all()) == []
    assert broken_laws() == {}

    credits.top_up(project=offices[0], ssc=1_00, ctx=on("2026-01-16"))
    assert renewals.run(ctx=on("2026-01-17")).periods == 0
    assert renewals.run(ctx=on("2026-02-15")).periods == 3
    assert list(check_all()) == []


def test_what_was_due_is_booked_again_as_of_its_day(offices: list[UUID]) -> None:
    run = renewals.run(ctx=on("2026-02-15")).run
    key = voiding.propose(run=run, reason="Wrong price", ctx=on("2026-02-16", VERA))
    voiding.approve(voiding=key, ctx=on("2026-02-16", BOB))
    assert voiding.carry_out_approved(ctx=on("2026-02-16")) == 3
    assert voiding.carry_out_approved(ctx=on("2026-02-16")) == 0
    assert renewals.run(ctx=on("2026-02-17")).periods == 3
    assert periods(offices[0]) == ["2026-01-15 2026-02-15 2026-01-15", "2026-02-15 2026-03-15 2026-02-01"]
    assert list(check_all()) == []


def test_one_person_alone_voids_no_run(offices: list[UUID]) -> None:
    run = wrong_run()
    key = voiding.propose(run=run, reason="The clock was wrong", ctx=on("2026-01-16", VERA))
    with pytest.raises(SamePerson):
        voiding.approve(voiding=key, ctx=on("2026-01-16", VERA))
    with pytest.raises(PersonNeeded):
        voiding.approve(voiding=key, ctx=on("2026-01-16", SYSTEM))
    with pytest.raises(voiding.NoSuchVoiding):
        voiding.carry_out(voiding=key, ctx=on("2026-01-16"))
    with pytest.raises(voiding.VoidingAlreadyProposed):
        voiding.propose(run=run, reason="Again", ctx=on("2026-01-16", BOB))
    voiding.decline(voiding=key, ctx=on("2026-01-16", BOB))
    assert voiding.carry_out_approved(ctx=on("2026-01-16")) == 0
    assert models.VoidEntry.objects.count() == 0
    assert [row.state for row in voidings_of(run, None)] == ["declined"]


def test_a_run_that_goes_on_cannot_be_voided(offices: list[UUID]) -> None:
    run = wrong_run()
    models.Run.objects.filter(pk=run).update(state="running")
    with pytest.raises(NoSuchRun):
        voiding.propose(run=run, reason="The clock was wrong", ctx=on("2026-01-16", VERA))


def test_stopped_in_the_middle_it_goes_on_where_it_was(offices: list[UUID]) -> None:
    key, left = asked(wrong_run()), iter([True, False])
    done = voiding.carry_out(voiding=key, ctx=on("2026-01-16"), should_continue=lambda: next(left))
    assert done.voided == 24
    assert models.VoidEntry.objects.count() == 24
    assert voiding.carry_out(voiding=key, ctx=on("2026-01-16")).voided == 48
    assert models.RunVoiding.objects.get(pk=key).voided == 72
    assert list(check_all()) == []


def test_what_cannot_be_voided_stands_is_said_before_and_counted(offices: list[UUID]) -> None:
    run = renewals.run(ctx=on("2026-02-01")).run
    renewals.run_project(project=offices[1], ctx=on("2026-03-01"))  # booked since, on top
    before = read_voidable(run, d("2026-03-01"))
    assert (before.periods, before.kept) == (2, 1)
    assert [(row.name, row.why) for row in before.kept_rows] == [
        (models.Project.objects.get(pk=offices[1]).name, "booked_since")
    ]
    assert read_voidable(run, d("2026-03-04")).kept_rows[0].why == "too_late"
    key = voiding.propose(run=run, reason="Wrong price", ctx=on("2026-03-01", VERA))
    voiding.approve(voiding=key, ctx=on("2026-03-01", ALICE))
    done = voiding.carry_out(voiding=key, ctx=on("2026-03-01"))
    assert (done.voided, done.kept) == (2, 1)
    row = models.RunVoiding.objects.get(pk=key)
    assert (row.voided, row.kept) == (2, 1)
    assert list(check_all()) == []
