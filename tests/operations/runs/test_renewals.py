"""The daily run as a whole: what it reports, in which portions, and what each row says of it (rule 5)."""

from datetime import timedelta
from uuid import UUID

import pytest

from autossa.operations import contracts, credits
from autossa.operations.days import DayBeforeLast
from autossa.operations.errors import NotFound
from autossa.operations.runs import renewals
from autossa.queries.runs.previews import preview_run
from autossa.store.ids import public_id
from tests.cast.shop import ALICE, Shop, d, noon, on
from tests.store.looking import column, contents, covered, periods, rows, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_a_run_reports_what_it_did_and_the_row_says_the_same(shop: Shop) -> None:
    for number in range(5):
        shop.under_contract(f"Office {number}")
    seen: list[int] = []
    report = renewals.run(ctx=on("2026-02-01"), chunk=2, progress=seen.append)
    assert (report.projects, report.periods, report.parked) == (5, 10, 0)
    assert sum(seen) == 5
    assert rows("SELECT id, day, started_at, projects, periods, parked FROM runs") == [
        (report.run, d("2026-02-01"), (begun := noon("2026-02-01")), 5, 10, 0)
    ]
    assert begun < column("SELECT finished_at FROM runs")[0] < begun + timedelta(minutes=1)  # how long it took


def test_every_settlement_names_the_run_that_booked_it(shop: Shop) -> None:
    project = shop.under_contract()
    first, second = renewals.run(ctx=on("2026-01-15")), renewals.run(ctx=on("2026-02-01"))
    assert column("SELECT run FROM settlements ORDER BY id") == [first.run, second.run]
    credits.top_up(project=project, ssc=1_00, ctx=on("2026-03-02", ALICE))  # what a use case catches up, no run booked
    assert column("SELECT run FROM settlements ORDER BY id")[2:] == [None]


@pytest.mark.parametrize("chunk", [1, 2, 3, 100])
def test_the_size_of_a_portion_changes_nothing(shop: Shop, chunk: int) -> None:
    projects = [shop.under_contract(f"Office {number}", quantity=100 * (number + 1)) for number in range(4)]
    renewals.run(ctx=on("2026-03-01"), chunk=chunk)
    assert [periods(project) for project in projects] == [periods(projects[0])] * 4
    assert column("SELECT number FROM invoices ORDER BY number") == list(range(1, 13))


def test_a_run_with_nothing_to_do_leaves_only_its_own_row(shop: Shop) -> None:
    shop.booked()
    before = contents()
    assert renewals.run(ctx=on("2026-01-16")).projects == 0
    after = contents()
    assert {table for table in before if before[table] != after[table]} == {"runs"}


def test_a_run_for_a_day_gone_by_books_nothing(shop: Shop) -> None:
    project = shop.booked()
    credits.top_up(project=project, ssc=1_00, ctx=on("2026-03-20", ALICE))
    assert renewals.run(ctx=on("2026-02-10")).projects == 0
    with pytest.raises(DayBeforeLast, match="2026-02-10 is before 2026-03-20"):
        renewals.run_project(project=project, ctx=on("2026-02-10"))


def test_a_project_that_is_not_there_cannot_be_run(shop: Shop) -> None:
    with pytest.raises(NotFound):
        renewals.run_project(project=UUID(int=99), ctx=on("2026-01-15"))


def test_a_contract_that_ends_is_visited_once_more_and_then_never(shop: Shop) -> None:
    project = shop.booked(option="flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-16", ALICE))
    visits = [value("SELECT next_run_on FROM projects")]
    for day in ("2026-02-01", "2026-03-15"):
        renewals.run(ctx=on(day))
        visits.append(value("SELECT next_run_on FROM projects"))
    assert visits == [d("2026-02-01"), d("2026-03-15"), None]
    assert value("SELECT status FROM contracts") == "ended"
    assert covered(project)[-1] == "2026-02-15 2026-03-15 auto"


def test_a_suspended_contract_is_not_booked_and_catches_up_when_it_is_resumed(shop: Shop) -> None:
    project = shop.booked()
    contracts.suspend(project=project, ctx=on("2026-01-20"))
    assert renewals.run(ctx=on("2026-03-10")).periods == 0
    contracts.resume(project=project, ctx=on("2026-03-10"), book_at_once=False)
    assert renewals.run(ctx=on("2026-03-10")).periods == 2
    assert [period.split()[-1] for period in periods(project)] == ["2026-01-15", "2026-03-10", "2026-03-10"]


def test_what_a_dry_run_shows_is_what_the_run_books_and_it_writes_nothing(shop: Shop) -> None:
    for number, option in enumerate(("annual_monthly", "annual_yearly", "flex_monthly")):
        project = shop.under_contract(f"Office {number}", option=option)
        credits.top_up(project=project, ssc=number * 30_00 + 1, ctx=on("2026-01-15"))
    before = contents()
    planned = sorted(
        (p.project, p.start, p.end, p.ssc, p.ssc - p.from_balance, p.net, p.gross, p.currency)
        for p in preview_run(d("2026-03-01"))
    )
    assert contents() == before
    renewals.run(ctx=on("2026-03-01"))
    booked = rows(
        'SELECT s.project_id, s.start, s."end", s.ssc, s.recharged, coalesce(i.net, 0), coalesce(i.gross, 0),'
        " c.currency FROM settlements s JOIN contracts c ON c.id = s.contract"
        " LEFT JOIN invoices i ON i.settlement = s.id"
    )
    assert planned == sorted((public_id("prj", project), *rest) for project, *rest in booked)
    assert len(planned) == 7
