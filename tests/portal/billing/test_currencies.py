"""Money is written in the minor units of its currency: whole yen, dinars with three decimals, wherever it stands."""

import re
from fractions import Fraction
from uuid import UUID, uuid4

import pytest

from autossa.domain.currencies import places_of
from autossa.operations import contracts, credits, licenses
from autossa.operations.billing import corrections
from autossa.operations.credits import orders
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from autossa.queries.credits.orders import offer_top_up
from autossa.queries.projects.facts import facts_of_project
from autossa.queries.runs.verify import check_all
from tests.cast.pages import address, html, text_of
from tests.cast.people import People
from tests.cast.shop import ALICE, Shop, d, on
from tests.store.looking import broken_laws, rows, settlement_ids

pytestmark = [pytest.mark.store, pytest.mark.django_db]

PRICE = Fraction("149.5")
CURRENCIES = ["JPY", "KWD", "CHF"]


def sold(shop: Shop, currency: str) -> UUID:
    """A project with a period, an addition that was voided, and an order, all in the currency."""
    ctx = on("2026-01-15")
    listed = catalogue.add_price_list_from(
        name="Abroad", currency=currency, price=PRICE, starts_on=d("2026-01-01"), ctx=ctx
    )
    project = create_project(customer=shop.alice, name="Abroad", price_list=listed, ctx=ctx)
    licenses.add(project=project, license_id="L1", license_type="PORT", quantity=1000, ctx=ctx)
    contracts.conclude(project=project, option="flex_monthly", ctx=on("2026-01-15", ALICE))
    contracts.approve(project=project, ctx=ctx)
    licenses.add(project=project, license_id="L2", license_type="OPERATOR", quantity=1, ctx=on("2026-01-20"))
    (addition,) = settlement_ids(project, "addition")
    corrections.void(settlement=addition, reason="Typed twice", ctx=on("2026-01-20"))
    offer = offer_top_up(project, d("2026-01-20"), 12_34, shop.alice)
    gross = offer.quote.gross  # type: ignore[union-attr]
    orders.place(order=uuid4(), project=project, ssc=12_34, payer=shop.alice, gross=gross, ctx=on("2026-01-20", ALICE))
    return project


# 83.33 SSC × 149.5 × 1.03 and 0.84 SSC (26 of 31 days of 1.00) × the same, each with 19 % VAT; 12.34 SSC × 149.5.
INVOICED = {
    "JPY": [(12832, 2438, 15270), (129, 25, 154), (-129, -25, -154)],
    "CHF": [(12831_57, 2438_00, 15269_57), (129_35, 24_58, 153_93), (-129_35, -24_58, -153_93)],
    "KWD": [(12831_570, 2437_998, 15269_568), (129_347, 24_576, 153_923), (-129_347, -24_576, -153_923)],
}
ORDERED = {"JPY": (1845, 351, 2196), "CHF": (1844_83, 350_52, 2195_35), "KWD": (1844_830, 350_518, 2195_348)}


@pytest.mark.parametrize("currency", CURRENCIES)
def test_amounts_are_whole_minor_units(shop: Shop, currency: str) -> None:
    project = sold(shop, currency)
    assert rows("SELECT net, tax, gross FROM invoices ORDER BY id") == INVOICED[currency]
    assert rows("SELECT net, tax, gross FROM credit_orders") == [ORDERED[currency]]
    said = [fact for fact in facts_of_project(project) if fact["fact"] == "invoice"]
    decimals = {len(fact[name].partition(".")[2]) for fact in said for name in ("net", "tax", "gross")}
    assert decimals == {places_of(currency)}
    assert broken_laws() == {}
    assert list(check_all()) == []


@pytest.mark.parametrize(("language", "thousands", "point"), [("en", ",", "."), ("de", ".", ",")])
@pytest.mark.parametrize("currency", CURRENCIES)
def test_pages_write_them_so(
    shop: Shop, people: People, currency: str, language: str, thousands: str, point: str
) -> None:
    project, places = sold(shop, currency), places_of(currency)
    for who in ("owner", "finance"):
        people[who].post("/language/", {"language": language})
    pages = [
        people[who].get(path)
        for who, path in (
            ("owner", "/"),
            ("owner", address(project, "")),
            ("owner", address(project, "invoices/")),
            ("owner", address(project, "credits/")),
            ("finance", "/staff/orders/"),
        )
    ]
    text = " ".join(map(text_of, pages))
    amounts = re.findall(rf"([\d{thousands}{point}]+) {currency}", text)
    decimals = {len(amount.partition(point)[2]) for amount in amounts if not amount.startswith("149")}
    assert decimals == {places}
    assert len(amounts) > 8
    net, tax, gross = (abs(one) for one in INVOICED[currency][0])
    for minor in (net, tax, gross):
        whole, rest = divmod(minor, 10**places)
        written = f"{whole:,}".replace(",", thousands) + (f"{point}{rest:0{places}}" if places else "")
        assert re.search(rf"(?<![\d{point}]){re.escape(written)}(?![\d{point}])", html(pages[2])), written


def test_a_wizard_compares_and_an_approval_charges_in_whole_yen(shop: Shop, people: People) -> None:
    project = sold(shop, "JPY")
    contracts.cancel(project=project, ctx=on("2026-01-20", ALICE))
    renewals.run(ctx=on("2026-03-15"))
    credits.adjust(project=project, ssc=100, reason="Goodwill", ctx=on("2026-03-15"))
    page = people["owner"].get(address(project, "contracts/new/"), follow=True)
    amounts = re.findall(r"([\d,.]+) JPY", text_of(page))
    assert len(amounts) > 3
    assert not [amount for amount in amounts if "." in amount and amount != "149.5"]
