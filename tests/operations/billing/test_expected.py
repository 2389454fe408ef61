"""What is said of a collective invoice to come is what comes: in the dry run, at the next charge (billing 5)."""

from datetime import date

import pytest

from autossa.domain.billing.cycles import Cycle, Every
from autossa.operations import credits
from autossa.operations.billing import collective
from autossa.operations.runs import renewals
from autossa.queries.billing.issued.collected import collected_of
from autossa.queries.projects.page import project_page
from autossa.queries.runs.next_run import preview
from autossa.queries.runs.previews import preview_run
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.shop import VERA, Shop, d, on

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("all_is_right_afterwards")]
EACH, DAILY, FIRST = Cycle(), Cycle(Every.DAILY), Cycle(Every.MONTHLY, 1)


def collect(shop: Shop, cycle: Cycle, day: str) -> None:
    collective.set_cycle(payer=shop.alice, cycle=cycle, starts_on=d(day), ctx=on("2026-01-15", VERA))


@pytest.mark.parametrize(
    ("cycle", "expected"), [(EACH, None), (DAILY, "2026-02-02"), (FIRST, "2026-03-01")], ids=["each", "daily", "first"]
)
def test_the_dry_run_and_the_project_name_the_day_that_comes(shop: Shop, cycle: Cycle, expected: str | None) -> None:
    collect(shop, cycle, "2026-01-15")
    project = shop.booked()
    page = project_page(public_id("prj", project), d("2026-01-20"))
    assert page is not None
    assert page.charge is not None
    day, said = page.charge.day, page.charge.collective_on
    (planned,) = preview_run(day)
    ((period,),) = [row.periods for row in preview(day).rows]
    assert planned.collective_on == period.collective_on == said == (d(expected) if expected else None)
    renewals.run(ctx=on(day.isoformat()))
    (newest, *_) = [*collected_of(project, day), None]
    assert (newest.expected_on if newest else None) == said


def test_a_setting_of_a_day_to_come_holds_from_that_day(shop: Shop) -> None:
    collect(shop, DAILY, "2026-02-16")
    collect(shop, FIRST, "2026-03-20")
    shop.booked()
    assert [one.collective_on for one in preview_run(d("2026-02-15"))] == [None]
    assert {one.collective_on for one in preview_run(d("2026-03-15"))} == {d("2026-03-16")}
    assert {one.collective_on for one in preview_run(d("2026-04-15"))} == {d("2026-05-01")}


def test_what_the_balance_pays_stands_on_no_invoice(shop: Shop) -> None:
    collect(shop, FIRST, "2026-01-15")
    project = shop.booked()
    credits.top_up(project=project, ssc=1000_00, ctx=on("2026-01-20"))
    (planned,) = preview_run(d("2026-02-15"))
    assert (planned.gross, planned.collective_on) == (0, None)


def test_who_pays_decides(shop: Shop) -> None:
    """Charlie is invoiced daily: nothing of it holds for Alice."""
    ctx = on("2026-01-15", VERA)
    collective.set_cycle(payer=shop.charlie, cycle=DAILY, starts_on=d("2026-01-15"), ctx=ctx)
    project = shop.booked()
    assert [one.collective_on for one in preview_run(d("2026-02-15"))] == [None]
    models.Contract.objects.filter(project=project).update(payer=shop.charlie)
    assert [one.collective_on for one in preview_run(d("2026-02-15"))] == [date(2026, 2, 16)]
