"""Licenses are ordered at the price seen, decided once, booked and invoiced when paid; trusted payers at once."""

from typing import Any

import pytest

from autossa.domain.orders.orders import Booking, Wanted
from autossa.operations import credits
from autossa.operations.billing.orders import terms
from autossa.operations.billing.orders.deciding import OrderDecided, PaymentDayWrong, PriceChanged
from autossa.operations.credits import orders as credit_orders
from autossa.operations.errors import Invalid, NotFound, Refused
from autossa.operations.orders import licenses as orders
from autossa.operations.vendor.license_prices import withdraw_license_price
from autossa.operations.vendor.versions import VersionBegun, VersionExists, VersionTooEarly
from autossa.queries.orders.offers import LicenseOffer, offer_licenses
from autossa.queries.orders.orders import find_license_order, license_orders, license_orders_of
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.members import ctx, partner
from tests.cast.shop import ALICE, VERA, Shop, d, on
from tests.cast.sold import dearer, order
from tests.store.looking import activities, rows, stored_balance, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]

PAID = "2026-01-25"


def licenses() -> list[tuple[Any, ...]]:
    return rows(
        "SELECT i.code, t.code, n.quantity, i.origin, n.acquired_on::text FROM licenses i"
        " JOIN license_types t ON t.id = i.license_type_id JOIN license_lines n ON n.license_id = i.id ORDER BY 1"
    )


def test_an_order_waits_and_brings_its_licenses_when_it_is_paid(shop: Shop) -> None:
    project = shop.project()
    key = order(shop, project, Wanted("PORT", 10), Wanted("OPERATOR", 1), gross=952_00, order_number="PO 7")
    assert [row[0] for row in licenses()] == ["L1"]
    assert value("SELECT count(*) FROM invoices") == 0
    orders.book(order=key, ctx=on(PAID))
    (row,) = license_orders_of(project)
    assert licenses()[1:] == [("L2", "PORT", 10, "order", PAID), ("L3", "OPERATOR", 1, "order", PAID)]
    assert (row.state, row.paid_on, row.invoice, row.order_number) == ("booked", d(PAID), "INV-2026-000001", "PO 7")
    assert [(line.license_id, line.net) for line in row.lines] == [("L2", 500_00), ("L3", 300_00)]
    assert rows("SELECT reason, net, tax, gross, settlement FROM invoices") == [("order", 800_00, 152_00, 952_00, None)]


def test_their_service_is_charged_where_a_contract_runs_as_the_preview_said(shop: Shop) -> None:
    project = shop.booked(option="annual_yearly")
    wanted = (Wanted("PORT", 12),)
    offer = offer_licenses(project, d(PAID), wanted, shop.alice)
    assert isinstance(offer, LicenseOffer)
    assert offer.additions is not None
    foreseen = offer.additions.now
    assert foreseen is not None
    key = order(shop, project, *wanted, gross=714_00, ctx=on(PAID, ALICE))
    outcome = orders.book(order=key, ctx=on(PAID))
    (booked,) = outcome.settlements
    assert booked.ssc == foreseen.ssc > 0
    assert booked.invoice is not None
    assert booked.invoice.gross == foreseen.gross
    assert value("SELECT count(*) FROM invoices WHERE reason = 'addition'") == 1
    assert value("SELECT max(number) FROM invoices") == value("SELECT count(*) FROM invoices")


def test_an_order_whose_service_cannot_be_paid_is_refused_and_goes_on_waiting(shop: Shop) -> None:
    """Covered by hand to the last credit: what is added needs credits."""
    project = shop.covered(months=6)
    with pytest.raises(Refused, match="insufficient_credits"):
        order(shop, project)
    credits.top_up(project=project, ssc=100_00, ctx=on("2026-01-20"))
    key = order(shop, project)
    credits.adjust(project=project, ssc=-100_00, reason="Typed twice", ctx=on("2026-01-21"))
    with pytest.raises(Refused, match="insufficient_credits"):
        orders.book(order=key, ctx=on(PAID))
    assert value("SELECT state FROM license_orders") == "open"
    assert [row[0] for row in licenses()] == ["L1"]
    credits.top_up(project=project, ssc=100_00, ctx=on(PAID))
    orders.book(order=key, ctx=on(PAID))
    assert [row[0] for row in licenses()] == ["L1", "L2"]


def test_a_license_is_enlarged_by_one_beside_it(shop: Shop) -> None:
    project = shop.project()
    key = order(shop, project, Wanted("PORT", 10, "L1"))
    orders.book(order=key, ctx=on(PAID))
    assert [row[:3] for row in licenses()] == [("L1", "PORT", 1200), ("L1-2", "PORT", 10)]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ((), "nothing_ordered"),
        ((Wanted("PORT", 1),) * 21, "nothing_ordered"),
        ((Wanted("PORT", 0),), "quantity_too_small"),
        ((Wanted("PORT", 1_000_001),), "quantity_too_large"),
        ((Wanted("NOTHING", 1),), "ordered_type_unknown"),
        ((Wanted("PORT", 1, "L9"),), "license_not_enlarged"),
        ((Wanted("OPERATOR", 1, "L1"),), "license_not_enlarged"),
    ],
)
def test_what_cannot_be_ordered(shop: Shop, wanted: tuple[Wanted, ...], code: str) -> None:
    project = shop.project()
    with pytest.raises(Invalid) as raised:
        orders.place(
            order=new_id(), project=project, wanted=wanted, payer=shop.alice, gross=1, ctx=on("2026-01-20", ALICE)
        )
    assert raised.value.code == code
    assert not models.LicenseOrder.objects.exists()


def test_an_order_is_at_the_price_seen_and_keeps_it(shop: Shop) -> None:
    project = shop.project()
    with pytest.raises(PriceChanged):
        order(shop, project, gross=594_99)
    key = order(shop, project)
    dearer(shop, "2026-01-21")
    orders.book(order=key, ctx=on(PAID))
    assert value("SELECT gross FROM invoices") == 595_00
    with pytest.raises(PriceChanged):
        order(shop, project, ctx=on(PAID, ALICE))


def test_who_orders_again_under_the_same_id_orders_once(shop: Shop) -> None:
    project, other = shop.project("One"), shop.project("Two")
    key = order(shop, project)
    given: dict[str, Any] = {
        "order": key, "wanted": (Wanted("PORT", 10),), "payer": shop.alice, "gross": 595_00,
        "ctx": on("2026-01-20", ALICE),
    }  # fmt: skip
    assert not orders.place(project=project, **given)
    with pytest.raises(NotFound):
        orders.place(project=other, **given)
    assert len(license_orders()) == 1


@pytest.mark.parametrize("first", ["book", "decline", "withdraw"])
@pytest.mark.parametrize("then", ["book", "decline", "withdraw"])
def test_an_order_is_decided_once(shop: Shop, first: str, then: str) -> None:
    project = shop.project()
    key = order(shop, project)
    deeds: dict[str, Any] = {
        "book": lambda: orders.book(order=key, ctx=on(PAID)),
        "decline": lambda: orders.decline(order=key, reason="Not paid", ctx=on(PAID)),
        "withdraw": lambda: orders.withdraw(order=key, project=project, ctx=on(PAID, ALICE)),
    }
    deeds[first]()
    with pytest.raises(OrderDecided):
        deeds[then]()
    assert len(licenses()) == (2 if first == "book" else 1)
    assert value("SELECT count(*) FROM invoices") == (1 if first == "book" else 0)


@pytest.mark.parametrize("day", ["2026-01-19", "2026-01-26"])
def test_a_payment_comes_after_the_order_and_not_tomorrow(shop: Shop, day: str) -> None:
    key = order(shop, shop.project())
    with pytest.raises(PaymentDayWrong):
        orders.book(order=key, paid_on=d(day), ctx=on(PAID))
    orders.book(order=key, paid_on=d("2026-01-20"), ctx=on(PAID))
    assert value("SELECT paid_on::text FROM license_orders") == "2026-01-20"


def test_orders_of_a_trusted_payer_are_booked_at_once(shop: Shop) -> None:
    project = shop.project()
    waits = order(shop, project)
    terms.set_booking(organisation=shop.alice, booking=Booking.ON_ISSUE, reason="Pays well", ctx=on("2026-01-20"))
    booked = order(shop, project, Wanted("PORT", 20), gross=1190_00)
    states = dict(models.LicenseOrder.objects.values_list("id", "state"))
    assert states == {waits: "open", booked: "booked"}
    assert models.LicenseOrder.objects.get(pk=booked).paid_on is None
    credit_orders.place(
        order=new_id(), project=project, ssc=10_00, payer=shop.alice, gross=11_90, ctx=on("2026-01-20", ALICE)
    )
    assert stored_balance(project) == (10_00, 0)
    assert rows("SELECT number, gross FROM invoices ORDER BY 1") == [(1, 1190_00), (2, 11_90)]
    with pytest.raises(Invalid, match="already"):
        terms.set_booking(organisation=shop.alice, booking=Booking.ON_ISSUE, reason="Again", ctx=on("2026-01-20"))
    terms.set_booking(organisation=shop.alice, booking=Booking.ON_PAYMENT, reason="Paid late", ctx=on("2026-01-21"))
    order(shop, project, ctx=on("2026-01-21", ALICE))
    assert models.LicenseOrder.objects.filter(state="open").count() == 2


@pytest.mark.parametrize("reason", ["", " ", "x" * 501])
def test_trust_has_a_reason(shop: Shop, reason: str) -> None:
    with pytest.raises(Invalid, match="reason"):
        terms.set_booking(organisation=shop.alice, booking=Booking.ON_ISSUE, reason=reason, ctx=on("2026-01-20"))


def test_orders_of_credits_are_invoiced_too(shop: Shop) -> None:
    project, key = shop.project(), new_id()
    credit_orders.place(
        order=key, project=project, ssc=100_00, payer=shop.alice, gross=119_00, ctx=on("2026-01-20", ALICE)
    )
    credit_orders.book(order=key, paid_on=d("2026-01-22"), ctx=on(PAID))
    assert rows("SELECT reason, net, tax, gross, credit_order_id FROM invoices") == [
        ("order", 100_00, 19_00, 119_00, key)
    ]


def test_nobody_pays_on_anothers_word(shop: Shop) -> None:
    project = shop.project()
    with pytest.raises(Invalid) as raised:
        order(shop, project, payer=partner())
    assert raised.value.code == "payer_not_allowed"
    models.Organisation.objects.filter(pk=shop.alice).update(verified_on=None)
    with pytest.raises(Invalid) as raised:
        order(shop, project)
    assert raised.value.code == "order_not_verified"


def test_what_has_no_price_cannot_be_ordered(shop: Shop) -> None:
    project = shop.project()
    other = models.PriceList.objects.create(name="Other", currency="EUR")
    models.Project.objects.filter(pk=project).update(price_list=other)
    with pytest.raises(Refused, match="no_license_price"):
        order(shop, project)


def test_who_ordered_and_who_decided_is_on_record(shop: Shop) -> None:
    project = shop.project()
    key = order(shop, project)
    orders.book(order=key, ctx=on(PAID, VERA))
    assert [row[:2] for row in activities(project)[-3:]] == [
        ("Alice", "order_licenses"),
        ("Vera", "add_license"),
        ("Vera", "book_order"),
    ]
    found = find_license_order(models.LicenseOrder.objects.get().public_id)
    assert found is not None
    assert (found.ordered_by, found.decided_by) == ("Alice", "Vera")
    assert find_license_order("lor_nonsense") is None


def test_license_prices_begin_as_all_versions_do(shop: Shop) -> None:
    with pytest.raises(VersionTooEarly):
        dearer(shop, "2026-01-10")
    dearer(shop, "2026-02-01")
    with pytest.raises(VersionExists):
        dearer(shop, "2026-02-01")
    given: dict[str, Any] = {"price_list": shop.price_list, "code": "PORT", "reason": "A slip"}
    with pytest.raises(VersionBegun):
        withdraw_license_price(**given, starts_on=d("2026-02-01"), ctx=on("2026-02-01"))
    withdraw_license_price(**given, starts_on=d("2026-02-01"), ctx=on("2026-01-31"))
    project = shop.project()
    order(shop, project, ctx=ctx(models.User.objects.create_user("a@example.com", name="Alice"), "2026-02-02"))
