"""Each period that a run would book beside the last one of its contract: by how much it differs, and why."""

from fractions import Fraction
from uuid import UUID

import pytest

from autossa.domain.billing.cycles import Cycle, Every
from autossa.domain.runs.differences import Why
from autossa.operations import credits, licenses
from autossa.operations.billing import collective
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.vat_rates import set_vat_rate
from autossa.queries.runs.next_run import preview
from autossa.queries.runs.previews import PlannedPeriod, preview_run
from autossa.store import models
from tests.cast.shop import ALICE, Shop, d, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DUE = "2026-02-01"
MONTHLY = Cycle(Every.MONTHLY, 1)


@pytest.fixture
def office(shop: Shop) -> UUID:
    """A contract of a month whose first period is booked: 100.00 SSC, 100.00 EUR net."""
    project = shop.under_contract(option="flex_monthly")
    renewals.run(ctx=on("2026-01-15"))
    return project


def planned(day: str = DUE) -> list[PlannedPeriod]:
    (row,) = preview(d(day)).rows
    assert list(row.periods) == list(preview_run(d(day)))
    return list(row.periods)


def differs(day: str = DUE) -> tuple[int, int, tuple[Why, ...], tuple[str, ...]]:
    found = planned(day)[0].difference
    assert found is not None
    return found.net_before, found.net, found.why, found.licenses


def test_the_same_again_differs_in_nothing(office: UUID) -> None:
    before, more, why, names = differs()
    assert (more, why, names) == (0, (), ())
    assert before > 0
    found = planned()[0].difference
    assert found is not None
    assert not found.is_any


def test_a_period_that_waits_for_its_collective_invoice_cost_what_it_will_say(shop: Shop) -> None:
    collective.set_cycle(payer=shop.alice, cycle=MONTHLY, starts_on=d("2026-01-15"), ctx=on("2026-01-15"))
    shop.under_contract(option="flex_monthly")
    renewals.run(ctx=on("2026-01-15"))
    before, more, why, names = differs()
    assert models.Collected.objects.get().net == before > 0
    assert (more, why, names) == (0, (), ())


def test_the_first_period_of_a_contract_has_none_before_it(shop: Shop) -> None:
    shop.under_contract()
    assert [period.difference for period in planned("2026-01-15")] == [None]


def test_a_license_that_was_added(office: UUID) -> None:
    before = differs()[0]
    licenses.add(project=office, license_id="L2", license_type="PORT", quantity=120, ctx=on("2026-01-20"))
    assert differs() == (before, before // 10, (Why.ADDED,), ("L2",))


def test_a_license_that_was_given_up(office: UUID) -> None:
    licenses.add(project=office, license_id="L2", license_type="PORT", quantity=120, ctx=on("2026-01-20"))
    renewals.run(ctx=on(DUE))
    licenses.return_license(project=office, license_id="L2", quantity=120, ctx=on("2026-02-02", ALICE))
    _, more, why, names = differs("2026-04-01")
    assert (Why.REMOVED in why, "L2" in names, more < 0) == (True, True, True)


def test_another_price(office: UUID, shop: Shop) -> None:
    before = differs()[0]
    catalogue.set_price(price_list=shop.price_list, price=Fraction(2), starts_on=d("2026-02-10"), ctx=on("2026-01-16"))
    assert differs() == (before, before, (Why.PRICE,), ())


def test_what_the_balance_pays_this_time(office: UUID) -> None:
    credits.top_up(project=office, ssc=40_00, ctx=on("2026-01-20"))
    _, more, why, _ = differs()
    assert (why, more < 0) == ((Why.BALANCE,), True)


def test_another_vat(office: UUID) -> None:
    set_vat_rate(rate=Fraction(16, 100), starts_on=d("2026-02-10"), ctx=on("2026-01-16"))
    found = planned()[0].difference
    assert found is not None
    assert (found.why, found.net) == ((Why.VAT,), 0)
    assert found.gross < 0


def test_each_of_several_periods_is_beside_the_one_before_it(office: UUID, shop: Shop) -> None:
    catalogue.set_price(price_list=shop.price_list, price=Fraction(2), starts_on=d("2026-03-10"), ctx=on("2026-01-16"))
    whys = [period.difference.why if period.difference else None for period in planned("2026-04-01")]
    assert whys == [(), (Why.PRICE,), ()]
