"""Licenses: requested by customers and partners, confirmed by the vendor, bound to devices, returned (rule 6)."""

from fractions import Fraction
from uuid import UUID

import pytest

from autossa.operations import catalogue, contracts, licenses, renewals
from autossa.operations.errors import Refused
from autossa.queries.verify import check_all
from tests.operations.cast import ALICE, BOB, Shop, d, on, open_shop
from tests.store.looking import periods, rows, stored_balance, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]

LINES = (
    "SELECT l.number, i.code, l.quantity, l.acquired_on, l.added_on, l.ended_on, l.confirmed FROM license_lines l"
    " JOIN licenses i ON i.id = l.license_id ORDER BY l.number"
)


@pytest.fixture
def shop() -> Shop:
    return open_shop()


def request(project: UUID, license_id: str = "L2", day: str = "2026-01-16", origin: str = "customer") -> None:
    licenses.request(
        project=project,
        license_id=license_id,
        license_type="OPERATOR",
        quantity=10,
        origin=origin,
        by=on(day, BOB),
    )


@pytest.mark.parametrize("origin", ["customer", "partner"])
def test_a_requested_license_says_who_entered_it(shop: Shop, origin: str) -> None:
    request(shop.project(), origin=origin)
    assert rows("SELECT code, origin FROM licenses ORDER BY code") == [("L1", "staff"), ("L2", origin)]


def test_an_order_reference_stays_with_the_license(shop: Shop) -> None:
    project = shop.project()
    licenses.add(
        project=project,
        license_id="L2",
        license_type="PORT",
        quantity=1,
        order_reference="PO 4711",
        by=on("2026-01-16"),
    )
    assert value("SELECT order_reference FROM licenses WHERE code = 'L2'") == "PO 4711"


def test_what_is_requested_costs_nothing_until_it_is_confirmed(shop: Shop) -> None:
    project = shop.booked()
    request(project)
    renewals.run(by=on("2026-02-01"))
    assert value("SELECT ssc FROM settlements WHERE start = '2026-02-15'") == 100_00
    licenses.confirm(project=project, line=2, by=on("2026-02-10"))
    # 10.00 a month: 5 of the 31 days to 15 February, and the month to 15 March
    assert value("SELECT ssc FROM settlements WHERE reason = 'addition'") == 11_61
    assert periods(project, "addition") == ["2026-02-10 2026-03-15 2026-02-10"]
    assert rows(LINES)[1] == (2, "L2", 10, d("2026-01-16"), d("2026-02-10"), None, True)


def test_a_confirmed_line_is_not_confirmed_twice(shop: Shop) -> None:
    project = shop.booked()
    request(project)
    licenses.confirm(project=project, line=2, by=on("2026-01-20"))
    with pytest.raises(Refused, match="not_requested"):
        licenses.confirm(project=project, line=2, by=on("2026-01-21"))


def test_approval_confirms_what_the_contract_was_concluded_with_and_nothing_later(shop: Shop) -> None:
    project = shop.project()
    request(project, "L2")
    contracts.conclude(project=project, option="annual_monthly", by=on("2026-01-20", ALICE))
    request(project, "L3", "2026-01-21")
    assert value("SELECT requested FROM contracts") == [2]
    contracts.approve(project=project, by=on("2026-01-22"))
    assert [(row[1], row[6]) for row in rows(LINES)] == [("L1", True), ("L2", True), ("L3", False)]
    renewals.run(by=on("2026-01-22"))
    # L2 counts from the day it was entered: the contract was concluded with it
    assert rows("SELECT license, start, ssc FROM charges ORDER BY position") == [
        ("L1", d("2026-01-20"), 100_00),
        ("L2", d("2026-01-20"), 10_00),
    ]
    assert list(check_all()) == []


def test_a_line_confirmed_during_the_review_is_no_matter_of_its_approval(shop: Shop) -> None:
    project = shop.in_review()
    request(project, "L2", "2026-01-16")
    licenses.confirm(project=project, line=2, by=on("2026-01-17"))
    contracts.approve(project=project, by=on("2026-01-18"))
    assert rows(LINES)[1][4:] == (d("2026-01-17"), None, True)


def test_a_part_that_is_returned_leaves_a_remainder_from_the_end_of_coverage(shop: Shop) -> None:
    project = shop.booked()
    licenses.return_license(project=project, license_id="L1", quantity=600, by=on("2026-01-20", ALICE))
    assert rows(LINES) == [
        (1, "L1", 1200, d("2026-01-15"), d("2026-01-15"), d("2026-02-15"), True),
        (2, "L1", 600, d("2026-01-15"), d("2026-02-15"), None, True),
    ]
    renewals.run(by=on("2026-02-01"))
    assert value("SELECT ssc FROM settlements WHERE start = '2026-02-15'") == 50_00


def test_the_first_activation_stays(shop: Shop) -> None:
    project = shop.project()
    licenses.add(project=project, license_id="L2", license_type="PORT", quantity=1, by=on("2026-01-16"))
    for license_id, day in (("L2", "2026-01-17"), ("L1", "2026-01-18"), ("L2", "2026-01-19")):
        licenses.activate(project=project, license_id=license_id, by=on(day, ALICE))
    assert value("SELECT first_activation FROM projects") == d("2026-01-17")
    assert rows("SELECT code, activated_on FROM licenses ORDER BY code") == [
        ("L1", d("2026-01-18")),
        ("L2", d("2026-01-17")),
    ]


def test_an_addition_keeps_the_rate_of_its_day(shop: Shop) -> None:
    project = shop.booked()
    catalogue.set_rate(code="PORT", ssc_per_year=Fraction(2), starts_on=d("2026-01-20"), by=on("2026-01-18"))
    for license_id, day in (("L2", "2026-01-19"), ("L3", "2026-01-20")):
        licenses.add(project=project, license_id=license_id, license_type="PORT", quantity=12, by=on(day))
    renewals.run(by=on("2026-02-01"))
    found = rows("SELECT license, ssc FROM charges WHERE start >= '2026-02-15' ORDER BY position")
    assert found == [("L1", 100_00), ("L2", 1_00), ("L3", 2_00)]
    assert stored_balance(project) == (0, 0)
