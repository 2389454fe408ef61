"""What the run could not book for want of a price is counted, and booked once there is one (rule 2)."""

from fractions import Fraction

import pytest

from autossa.operations import contracts, licenses
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from autossa.queries.runs.due import count_waiting_for_price
from tests.cast.shop import ALICE, d, on, open_shop

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_a_period_without_a_price_waits_and_is_told() -> None:
    shop = open_shop()
    price_list = catalogue.add_price_list(name="Without prices", currency="CHF", ctx=on("2026-01-01"))
    project = create_project(customer=shop.alice, name="Zürich", price_list=price_list, ctx=on("2026-01-15"))
    licenses.add(project=project, license_id="L1", license_type="PORT", quantity=1200, ctx=on("2026-01-15"))
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-15", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-15"))
    assert renewals.run(ctx=on("2026-01-15")).periods == 0
    assert count_waiting_for_price(d("2026-01-15")) == 1
    catalogue.set_price(price_list=price_list, price=Fraction(1), starts_on=d("2026-01-20"), ctx=on("2026-01-16"))
    assert renewals.run(ctx=on("2026-01-20")).periods == 1
    assert count_waiting_for_price(d("2026-01-20")) == 0
