"""What the vendor sets, and organisations and projects: versions with a date, never edited; names once."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.policies import Policy
from autossa.operations.errors import Invalid
from autossa.operations.organisations import create
from autossa.operations.projects.edit import create_project
from autossa.operations.vendor import catalogue
from tests.cast.shop import Shop, d, on
from tests.store.looking import activities, contents, rows, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]

BY = on("2026-01-15")
LATER = d("2026-06-01")


def license_type(code: str = "FAX", rate: str = "1.5") -> UUID:
    return catalogue.add_license_type(
        code=code, name="A type", ssc_per_year=Fraction(rate), starts_on=d("2026-01-01"), ctx=BY, note="A demo value"
    )


def rate(code: str = "PORT", ssc: str = "2", starts_on: date = LATER) -> None:
    catalogue.set_rate(code=code, ssc_per_year=Fraction(ssc), starts_on=starts_on, ctx=BY)


def price(price_list: UUID, value: str = "1.10", starts_on: date = LATER) -> None:
    catalogue.set_price(price_list=price_list, price=Fraction(value), starts_on=starts_on, ctx=BY)


def organisation(kind: str = "partner", number: str = "P1", **more: Any) -> UUID:
    return create.create(kind=kind, name="Paul's Phones", number=number, ctx=BY, **more)


def project(shop: Shop, name: str = "Office", customer: UUID | None = None) -> UUID:
    return create_project(customer=customer or shop.alice, name=name, price_list=shop.price_list, ctx=BY)


DONE: list[tuple[Callable[[Shop], object], str]] = [
    (lambda shop: license_type(), "add_license_type"),
    (lambda shop: rate(), "set_rate"),
    (lambda shop: catalogue.add_price_list(name="Franc", currency="CHF", ctx=BY), "add_price_list"),
    (lambda shop: price(shop.price_list), "set_price"),
    (lambda shop: catalogue.set_policy(policy=Policy(), starts_on=d("2026-06-01"), ctx=BY), "set_policy"),
    (lambda shop: organisation(), "create_organisation"),
]


@pytest.mark.parametrize(("act", "action"), DONE, ids=[action for _, action in DONE])
def test_what_is_set_is_on_record(shop: Shop, act: Callable[[Shop], object], action: str) -> None:
    before = activities()
    act(shop)
    assert [(who, what) for who, what, _ in activities()[len(before) :]] == [("Vera", action)]


def test_a_project_is_on_record_as_its_own_first_activity(shop: Shop) -> None:
    made = project(shop)
    assert activities(made) == [("Vera", "create_project", {"name": "Office"})]
    assert rows("SELECT free, held, touched_on, next_run_on FROM projects") == [(0, 0, d("2026-01-15"), None)]


REFUSED: list[tuple[Callable[[Shop], object], str]] = [
    (lambda shop: license_type("PORT"), "PORT exists already"),
    (lambda shop: license_type(rate="-1"), "negative"),
    (lambda shop: rate("FAX"), "no license type FAX"),
    (lambda shop: rate(starts_on=d("2000-01-01")), "never edited"),
    (lambda shop: catalogue.add_price_list(name="Euro", currency="EUR", ctx=BY), "Euro exists already"),
    (lambda shop: catalogue.add_price_list(name="Franc", currency="Fr.", ctx=BY), "Fr. is not the code"),
    (lambda shop: price(shop.price_list, starts_on=d("2000-01-01")), "never edited"),
    (lambda shop: catalogue.set_policy(policy=Policy(), starts_on=d("2000-01-01"), ctx=BY), "never edited"),
    (lambda shop: organisation("friend"), "vendor, a partner or a customer"),
    (lambda shop: organisation("customer", "C1"), "organisation with the number C1"),
    (lambda shop: organisation("vendor", "V2"), "only one vendor"),
    (lambda shop: project(shop, " "), "name is missing"),
    (lambda shop: [project(shop), project(shop, " Office ")], "project Office already"),
]


@pytest.mark.parametrize(("act", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_cannot_be_set_is_said_and_writes_nothing(shop: Shop, act: Callable[[Shop], object], said: str) -> None:
    if "Office already" in said:
        project(shop)
    before = contents()
    with pytest.raises(Invalid) as caught:
        act(shop)
    assert said in str(caught.value)
    assert contents() == before


def test_two_customers_may_have_a_project_of_the_same_name(shop: Shop) -> None:
    project(shop)
    project(shop, customer=shop.charlie)
    assert value("SELECT count(*) FROM projects") == 2


def test_policies_keep_their_plans_in_order(shop: Shop) -> None:
    policy = catalogue.set_policy(policy=Policy(grace_days=7), starts_on=d("2026-06-01"), ctx=BY)
    found = rows("SELECT place, name, adjustment FROM plan_versions WHERE policy_id = %s ORDER BY place", policy)
    assert [(place, name) for place, name, _ in found] == list(enumerate(o.name for o in Policy().options))
    assert [Fraction(adjustment) for *_, adjustment in found] == [o.adjustment for o in Policy().options]


def test_exact_numbers_stay_exact(shop: Shop) -> None:
    license_type(rate="0.123456789012")
    assert Fraction(value("SELECT ssc_per_year FROM license_rates ORDER BY id DESC LIMIT 1")) == Fraction(
        "0.123456789012"
    )


@pytest.mark.parametrize("number", [Fraction(1, 3), Fraction("0.1234567890123"), Fraction(10**13)])
def test_a_number_that_has_no_room_is_refused_and_never_rounded(shop: Shop, number: Fraction) -> None:
    before = contents()
    with pytest.raises(Invalid, match="12 decimals"):
        catalogue.set_price(price_list=shop.price_list, price=number, starts_on=d("2026-06-01"), ctx=BY)
    with pytest.raises(Invalid, match="12 decimals"):
        catalogue.set_rate(code="PORT", ssc_per_year=number, starts_on=d("2026-06-01"), ctx=BY)
    assert contents() == before


CURRENCIES = (
    ("XXA", "currency_unknown", "XXA is not the code of a currency"),
    ("XAU", "currency_unknown", "XAU is not the code of a currency"),
    ("DEM", "currency_unknown", "DEM is not the code of a currency"),
    ("eur", "currency_unknown", "eur is not the code of a currency"),
    ("", "currency_unknown", "is not the code of a currency"),
)


@pytest.mark.parametrize(("currency", "code", "said"), CURRENCIES, ids=[row[0] or "none" for row in CURRENCIES])
def test_what_is_no_currency_gets_no_price_list(shop: Shop, currency: str, code: str, said: str) -> None:
    before = contents()
    with pytest.raises(Invalid, match=said) as caught:
        catalogue.add_price_list_from(
            name="New", currency=currency, price=Fraction(1), starts_on=d("2026-06-01"), ctx=BY
        )
    assert (caught.value.code, caught.value.field) == (code, "currency")
    assert contents() == before


@pytest.mark.parametrize("currency", ["EUR", "USD", "CHF", "GBP", "SEK", "HUF", "JPY", "KWD", "CLF"])
def test_a_currency_gets_a_price_list(shop: Shop, currency: str) -> None:
    made = catalogue.add_price_list(name="New", currency=currency, ctx=BY)
    assert value("SELECT currency FROM price_lists WHERE id = %s", made) == currency
