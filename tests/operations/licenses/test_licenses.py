"""Licenses: requested by customers and partners, confirmed by the vendor, bound to devices, returned (rule 6)."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from autossa.operations import contracts, credits, licenses
from autossa.operations.errors import Invalid, Refused
from autossa.operations.licenses.in_use import CannotBeGivenUp
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue, license_types
from autossa.queries.licenses.previews import RequestedLicense
from autossa.queries.runs.verify import check_all
from tests.cast.shop import ALICE, BOB, Shop, d, on
from tests.store.looking import activities, periods, rows, stored_balance, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]

LINES = (
    "SELECT l.number, i.code, l.quantity, l.acquired_on, l.added_on, l.ended_on, l.confirmed FROM license_lines l"
    " JOIN licenses i ON i.id = l.license_id ORDER BY l.number"
)


def refused(act: Callable[[], object]) -> str:
    """The code that something is refused with."""
    with pytest.raises(Refused) as info:
        act()
    return info.value.refusal.code.value


def request(project: UUID, license_id: str = "L2", day: str = "2026-01-16", origin: str = "customer") -> None:
    licenses.request(
        project=project,
        license_id=license_id,
        license_type="OPERATOR",
        quantity=10,
        origin=origin,
        ctx=on(day, BOB),
    )


@pytest.mark.parametrize("origin", ["customer", "partner"])
def test_a_requested_license_says_who_entered_it(shop: Shop, origin: str) -> None:
    request(shop.project(), origin=origin)
    assert rows("SELECT code, origin FROM licenses ORDER BY code") == [("L1", "staff"), ("L2", origin)]


def ask(project: UUID, *ids: str, origin: str = "customer", quantity: int = 10) -> None:
    asked = [RequestedLicense(one, "OPERATOR", quantity) for one in ids]
    licenses.request_all(project=project, asked=asked, origin=origin, ctx=on("2026-01-16", BOB))


def test_several_are_requested_at_once_and_confirmed_at_once(shop: Shop) -> None:
    project = shop.booked()
    ask(project, "L2", "L3", "L4")
    assert rows("SELECT code, origin FROM licenses WHERE code <> 'L1' ORDER BY code") == [
        (code, "customer") for code in ("L2", "L3", "L4")
    ]
    requested = [{"license": code, "type": "OPERATOR", "quantity": 10} for code in ("L2", "L3", "L4")]
    assert log(project, "request_license") == requested
    assert value("SELECT payload->'lines' FROM outbox WHERE topic = 'mail.licenses_requested'") == "[2, 3, 4]"
    licenses.confirm_all(project=project, lines=[4, 2], ctx=on("2026-01-20"))
    assert [(row[1], row[6]) for row in rows(LINES)] == [("L1", True), ("L2", True), ("L3", False), ("L4", True)]
    assert [said["license"] for said in log(project, "confirm_license")] == ["L2", "L4"]
    assert value("SELECT count(*) FROM outbox WHERE topic = 'mail.licenses_confirmed'") == 1
    assert value("SELECT count(*) FROM invoices WHERE reason = 'addition'") == 2
    assert list(check_all()) == []


@pytest.mark.parametrize(
    ("ids", "error"),
    [
        ((), licenses.NumberOfLicenses),
        (tuple(f"N{place}" for place in range(21)), licenses.NumberOfLicenses),
        (("L2", "L3", "L2"), licenses.LicenseIdTwice),
        (("L2", "L1"), licenses.LicenseIdTaken),
    ],
)
def test_of_several_all_are_requested_or_none(shop: Shop, ids: tuple[str, ...], error: type[Invalid]) -> None:
    project = shop.project()
    with pytest.raises(error):
        ask(project, *ids)
    assert value("SELECT count(*) FROM licenses") == 1
    assert value("SELECT count(*) FROM outbox WHERE topic = 'mail.licenses_requested'") == 0


def test_of_several_all_are_confirmed_or_none(shop: Shop) -> None:
    project = shop.covered()
    credits.top_up(project=project, ssc=20_00, ctx=on("2026-01-16"))
    ask(project, "L2", "L3")  # 9.68 each from 16 January on
    ask(project, "L4", quantity=100)
    with pytest.raises(Refused, match="insufficient_credits"):
        licenses.confirm_all(project=project, lines=[2, 3, 4], ctx=on("2026-01-16"))
    assert [row[6] for row in rows(LINES)] == [True, False, False, False]
    licenses.confirm_all(project=project, lines=[2, 3], ctx=on("2026-01-16"))
    with pytest.raises(licenses.NothingToConfirm):
        licenses.confirm_all(project=project, lines=[], ctx=on("2026-01-16"))


def test_each_license_of_a_request_counts_against_the_limit(shop: Shop) -> None:
    project = shop.project(day="2026-01-16")
    counted = "SELECT coalesce(max(array_length(moments, 1)), 0) FROM limit_counts"
    before = value(counted)
    ask(project, "L2", "L3", "L4")
    assert value(counted) == before + 3


def test_an_order_reference_stays_with_the_license(shop: Shop) -> None:
    project = shop.project()
    licenses.add(
        project=project,
        license_id="L2",
        license_type="PORT",
        quantity=1,
        order_reference="PO 4711",
        ctx=on("2026-01-16"),
    )
    assert value("SELECT order_reference FROM licenses WHERE code = 'L2'") == "PO 4711"


def test_what_is_requested_costs_nothing_until_it_is_confirmed(shop: Shop) -> None:
    project = shop.booked()
    request(project)
    renewals.run(ctx=on("2026-02-01"))
    assert value("SELECT ssc FROM settlements WHERE start = '2026-02-15'") == 100_00
    licenses.confirm(project=project, line=2, ctx=on("2026-02-10"))
    # 10.00 a month: 5 of the 31 days to 15 February, and the month to 15 March
    assert value("SELECT ssc FROM settlements WHERE reason = 'addition'") == 11_61
    assert periods(project, "addition") == ["2026-02-10 2026-03-15 2026-02-10"]
    assert rows(LINES)[1] == (2, "L2", 10, d("2026-01-16"), d("2026-02-10"), None, True)


def test_a_confirmed_line_is_not_confirmed_twice(shop: Shop) -> None:
    project = shop.booked()
    request(project)
    licenses.confirm(project=project, line=2, ctx=on("2026-01-20"))
    with pytest.raises(Refused, match="not_requested"):
        licenses.confirm(project=project, line=2, ctx=on("2026-01-21"))


@pytest.mark.parametrize("end", ["withdraw_request", "refuse_request"])
def test_a_request_that_ended_is_kept_and_counts_nowhere(shop: Shop, end: str) -> None:
    project = shop.booked()
    request(project)
    end_request(end, project, "2026-01-20")
    assert rows(LINES)[1] == (2, "L2", 10, d("2026-01-16"), d("2026-01-16"), d("2026-01-16"), False)
    renewals.run(ctx=on("2026-02-01"))
    assert value("SELECT ssc FROM settlements WHERE start = '2026-02-15'") == 100_00
    for again in ("withdraw_request", "refuse_request"):
        with pytest.raises(Refused, match="not_requested"):
            end_request(again, project, "2026-02-02")
    with pytest.raises(Refused, match="not_requested"):
        licenses.confirm(project=project, line=2, ctx=on("2026-02-02"))
    assert list(check_all()) == []


def test_what_the_open_contract_was_concluded_with_is_not_ended_before_it(shop: Shop) -> None:
    project = shop.project()
    request(project)
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-20", ALICE))
    with pytest.raises(Refused, match="in_contract"):
        end_request("withdraw_request", project, "2026-01-20")
    contracts.withdraw(project=project, ctx=on("2026-01-20", ALICE))
    end_request("withdraw_request", project, "2026-01-20")
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-21", ALICE))
    assert value("SELECT requested FROM contracts WHERE number = 2") == []
    contracts.approve(project=project, ctx=on("2026-01-22"))
    renewals.run(ctx=on("2026-01-22"))
    assert rows("SELECT license FROM charges") == [("L1",)]
    assert list(check_all()) == []


def test_a_refusal_needs_a_reason_and_is_told_by_mail(shop: Shop) -> None:
    project = shop.project()
    request(project)
    with pytest.raises(Invalid):
        licenses.refuse_request(project=project, line=2, reason=" ", ctx=on("2026-01-20"))
    end_request("refuse_request", project, "2026-01-20")
    assert value("SELECT count(*) FROM outbox WHERE topic = 'mail.license_refused'") == 1


def end_request(end: str, project: UUID, day: str) -> None:
    if end == "withdraw_request":
        licenses.withdraw_request(project=project, line=2, ctx=on(day, ALICE))
    else:
        licenses.refuse_request(project=project, line=2, reason="Not sold any more", ctx=on(day))


def log(project: UUID, action: str) -> list[dict[str, Any]]:
    return [details for _, what, details in activities(project) if what == action]


def test_the_log_says_which_license_was_confirmed_withdrawn_or_refused(shop: Shop) -> None:
    project = shop.project()
    for license_id in ("L2", "L3", "L4"):
        request(project, license_id)
    licenses.confirm(project=project, line=2, ctx=on("2026-01-20"))
    licenses.withdraw_request(project=project, line=3, ctx=on("2026-01-20", ALICE))
    licenses.refuse_request(project=project, line=4, reason="Not sold any more", ctx=on("2026-01-20"))
    about = {"type": "OPERATOR", "quantity": 10}
    assert log(project, "confirm_license") == [{"license": "L2", "line": 2, **about}]
    assert log(project, "withdraw_request") == [{"license": "L3", "line": 3, **about}]
    assert log(project, "refuse_request") == [{"license": "L4", "line": 4, **about, "reason": "Not sold any more"}]


@pytest.mark.parametrize("also", [False, True], ids=["the contract alone", "with a later one"])
def test_the_log_says_what_an_approval_confirmed(shop: Shop, also: bool) -> None:
    project = shop.project()
    request(project, "L2")
    request(project, "L3")
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-20", ALICE))
    request(project, "L4", "2026-01-21")
    contract = value("SELECT id FROM contracts")
    contracts.approve(project=project, contract=contract, ctx=on("2026-01-22"), lines=[4] if also else [])
    confirmed = [(said["license"], said["type"], said["quantity"]) for said in log(project, "confirm_license")]
    assert confirmed == [(code, "OPERATOR", 10) for code in (["L2", "L3", "L4"] if also else ["L2", "L3"])]


def test_approval_confirms_what_the_contract_was_concluded_with_and_nothing_later(shop: Shop) -> None:
    project = shop.project()
    request(project, "L2")
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-20", ALICE))
    request(project, "L3", "2026-01-21")
    assert value("SELECT requested FROM contracts") == [2]
    contracts.approve(project=project, ctx=on("2026-01-22"))
    assert [(row[1], row[6]) for row in rows(LINES)] == [("L1", True), ("L2", True), ("L3", False)]
    renewals.run(ctx=on("2026-01-22"))
    # L2 counts from the day it was entered: the contract was concluded with it
    assert rows("SELECT license, start, ssc FROM charges ORDER BY position") == [
        ("L1", d("2026-01-20"), 100_00),
        ("L2", d("2026-01-20"), 10_00),
    ]
    assert list(check_all()) == []


def test_a_line_confirmed_during_the_review_is_no_matter_of_its_approval(shop: Shop) -> None:
    project = shop.in_review()
    request(project, "L2", "2026-01-16")
    licenses.confirm(project=project, line=2, ctx=on("2026-01-17"))
    contracts.approve(project=project, ctx=on("2026-01-18"))
    assert rows(LINES)[1][4:] == (d("2026-01-17"), None, True)


def test_a_part_that_is_given_up_leaves_a_remainder_from_the_end_of_the_term(shop: Shop) -> None:
    project = shop.booked(option="flex_monthly")
    licenses.return_license(project=project, license_id="L1", quantity=600, ctx=on("2026-01-20", ALICE))
    assert rows(LINES) == [
        (1, "L1", 1200, d("2026-01-15"), d("2026-01-15"), d("2026-02-15"), True),
        (2, "L1", 600, d("2026-01-15"), d("2026-02-15"), None, True),
    ]
    renewals.run(ctx=on("2026-02-01"))
    assert value("SELECT ssc FROM settlements WHERE start = '2026-02-15'") == 50_00


def test_what_was_given_up_goes_on_when_that_is_undone(shop: Shop) -> None:
    """Its rows stay: what was to remain of it lives on no day."""
    project = shop.booked()
    before = rows(LINES)
    for quantity in (600, 100):
        licenses.return_license(project=project, license_id="L1", quantity=quantity, ctx=on("2026-01-20", ALICE))
    assert (
        refused(
            lambda: licenses.undo_return(
                project=project, license_id="L1", ends_on=d("2026-02-15"), ctx=on("2026-01-21", ALICE)
            )
        )
        == "nothing_to_undo"
    )  # another day was shown
    licenses.undo_return(project=project, license_id="L1", ends_on=d("2027-01-15"), ctx=on("2026-01-21", ALICE))
    found = rows(LINES)
    assert found[:1] == before
    assert {(row[4], row[5]) for row in found[1:]} == {(d("2027-01-15"), d("2027-01-15"))}
    assert list(check_all()) == []
    assert refused(lambda: licenses.undo_return(project=project, license_id="L1", ctx=on("2026-01-21"))) == (
        "nothing_to_undo"
    )
    renewals.run(ctx=on("2026-02-01"))
    assert value("SELECT ssc FROM settlements WHERE start = '2026-02-15'") == 100_00


def test_the_first_activation_stays(shop: Shop) -> None:
    project = shop.project()
    licenses.add(project=project, license_id="L2", license_type="PORT", quantity=1, ctx=on("2026-01-16"))
    for license_id, day in (("L2", "2026-01-17"), ("L1", "2026-01-18"), ("L2", "2026-01-19")):
        licenses.activate(project=project, license_id=license_id, ctx=on(day, ALICE))
    assert value("SELECT first_activation FROM projects") == d("2026-01-17")
    assert rows("SELECT code, activated_on FROM licenses ORDER BY code") == [
        ("L1", d("2026-01-18")),
        ("L2", d("2026-01-17")),
    ]


def test_an_addition_keeps_the_rate_of_its_day(shop: Shop) -> None:
    project = shop.booked()
    catalogue.set_rate(code="PORT", ssc_per_year=Fraction(2), starts_on=d("2026-01-20"), ctx=on("2026-01-02"))
    for license_id, day in (("L2", "2026-01-19"), ("L3", "2026-01-20")):
        licenses.add(project=project, license_id=license_id, license_type="PORT", quantity=12, ctx=on(day))
    renewals.run(ctx=on("2026-02-01"))
    found = rows("SELECT license, ssc FROM charges WHERE start >= '2026-02-15' ORDER BY position")
    assert found == [("L1", 100_00), ("L2", 1_00), ("L3", 2_00)]
    assert stored_balance(project) == (0, 0)


def test_a_type_says_whether_its_licenses_can_be_given_up(shop: Shop) -> None:
    """Another act than releasing one from a device, and said for itself (rule 6)."""
    project = shop.project()
    bound = license_types.Acts(can_be_given_up=False)
    license_types.set_acts(code="PORT", acts=bound, ctx=on("2026-01-16"))
    with pytest.raises(CannotBeGivenUp, match="PORT cannot be given up"):
        licenses.return_license(project=project, license_id="L1", quantity=1, ctx=on("2026-01-16", BOB))
    assert rows("SELECT ended_on FROM license_lines") == [(None,)]
    license_types.set_acts(code="PORT", acts=license_types.Acts(can_be_released=False), ctx=on("2026-01-16"))
    licenses.return_license(project=project, license_id="L1", quantity=1, ctx=on("2026-01-16", BOB))
    assert rows("SELECT count(*) FROM license_lines WHERE ended_on IS NOT NULL") == [(1,)]
