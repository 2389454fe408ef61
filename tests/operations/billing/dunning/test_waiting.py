"""Too many unpaid periods make the next one wait, and it is caught up once they are paid (billing 18)."""

from uuid import UUID

import pytest

from autossa.domain.billing.cycles import Cycle, Every
from autossa.operations.billing.collective import set_cycle
from autossa.operations.runs import renewals
from autossa.queries.projects.page import project_page
from autossa.queries.runs.next_run import preview
from autossa.store import models
from autossa.store.engine.load import load_projects
from autossa.store.ids import public_id
from tests.cast.shop import Shop, d, on
from tests.operations.billing.dunning.story import days, dunned, pay

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("all_is_right_afterwards")]


def _run_all(first: str, last: str) -> None:
    for day in days(first, last):
        renewals.run(ctx=on(day.isoformat()))


def _periods(project: UUID) -> int:
    return models.Settlement.objects.filter(project=project, reason="extension").count()


def _unpaid(project: UUID, day: str) -> int | None:
    found = load_projects([project], d(day), lock=False)[project].project.unpaid
    return found.periods if found else None


@pytest.mark.parametrize(("option", "most"), [("flex_monthly", 2), ("annual_quarterly", 1)])
def test_the_next_period_waits_and_is_caught_up_when_paid(shop: Shop, option: str, most: int) -> None:
    dunned()
    project = shop.under_contract("Office", option=option)
    _run_all("2026-01-15", "2026-06-20")
    assert _periods(project) == _unpaid(project, "2026-06-20") == most
    (row,) = preview(d("2026-06-21")).rows
    assert row.unpaid is not None
    page = project_page(public_id("prj", project), d("2026-06-20"))
    assert page is not None
    assert "unpaid" in {alert.kind.value for alert in page.alerts}
    pay(shop, "2026-06-20")
    _run_all("2026-06-21", "2026-06-21")
    assert _periods(project) > most
    assert _unpaid(project, "2026-06-21") == most


def test_nobody_waits_where_dunning_is_off(shop: Shop) -> None:
    dunned(is_on=False)
    project = shop.under_contract("Office", option="flex_monthly")
    _run_all("2026-01-15", "2026-06-20")
    assert _periods(project) == 6
    assert _unpaid(project, "2026-06-20") is None


def test_periods_on_a_collective_invoice_count_as_well(shop: Shop) -> None:
    dunned()
    set_cycle(payer=shop.alice, cycle=Cycle(Every.DAILY, None), starts_on=d("2026-01-15"), ctx=on("2026-01-15"))
    projects = [shop.under_contract(name, option="flex_monthly") for name in ("Office", "Branch")]
    _run_all("2026-01-15", "2026-06-20")
    assert models.InvoiceSection.objects.count() > 2
    for project in projects:
        assert _unpaid(project, "2026-06-20") == 2
        assert _periods(project) == 2


def test_what_is_paid_in_time_costs_the_same(shop: Shop) -> None:
    """SSC facts of a project are the same however late its invoices are paid (law of billing)."""
    dunned()
    slow = shop.under_contract("Office", option="flex_monthly")
    _run_all("2026-01-15", "2026-07-01")
    for day in days("2026-07-02", "2026-07-05"):
        if models.Claim.objects.filter(rest__gt=0).exists():
            pay(shop, day.isoformat())
        renewals.run(ctx=on(day.isoformat()))
    found = models.Settlement.objects.filter(project=slow).order_by("start").values_list("start", "end", "ssc")
    assert [ssc for _, _, ssc in found] == [100_00] * len(found)
    assert len(found) >= 6
    assert all(before[1] == after[0] for before, after in zip(found, list(found)[1:], strict=False))
