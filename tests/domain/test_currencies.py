"""Minor units by ISO 4217, and amounts of money in them."""

from fractions import Fraction

import pytest

from autossa.domain.amounts import half_up, show
from autossa.domain.currencies import minor_places, places_of, with_code
from autossa.domain.derivations import why_invoice, why_part
from autossa.domain.facts import facts_of
from autossa.domain.prices import net_amount, tax_amount
from autossa.domain.projects import Terms
from autossa.domain.topups import Quote, quote, why_quote
from tests.domain.story import Story, d, prices

PLACES = (
    *((code, 0) for code in ("JPY", "KRW", "ISK", "CLP", "VND", "XAF", "XOF", "XPF", "UGX", "PYG")),
    *((code, 2) for code in ("EUR", "USD", "CHF", "GBP", "SEK", "HUF", "CNY", "TWD", "IDR", "MGA", "XCG")),
    *((code, 3) for code in ("KWD", "BHD", "OMR", "TND", "JOD", "IQD", "LYD")),
    *((code, 4) for code in ("CLF", "UYW")),
    *((code, None) for code in ("XXA", "XAU", "XDR", "XTS", "XXX", "DEM", "HRK", "eur", "EU", "EURO", "", " EUR")),
)


@pytest.mark.parametrize(("code", "places"), PLACES, ids=[code or "none" for code, _ in PLACES])
def test_minor_units_are_those_of_iso_4217(code: str, places: int | None) -> None:
    assert minor_places(code) == places
    assert places_of(code) == (2 if places is None else places)


# 12.34 SSC at 149.5 a piece, 3 % more, are 1900.1749 units of the currency.
NETS = {0: 1900, 2: 1900_17, 3: 1900_175, 4: 1900_1749}


@pytest.mark.parametrize(
    ("amount", "code", "text"),
    [(1250, "EUR", "12.50 EUR"), (1250, "JPY", "1250 JPY"), (-1250, "KWD", "-1.250 KWD"), (5, "EUR", "0.05 EUR")],
)
def test_an_amount_is_written_with_its_code(amount: int, code: str, text: str) -> None:
    assert with_code(amount, code) == text


@pytest.mark.parametrize("places", NETS)
def test_net_and_vat_are_rounded_to_the_minor_unit_of_the_currency(places: int) -> None:
    assert net_amount(12_34, Fraction("149.5"), Fraction("1.03"), places) == NETS[places]
    assert tax_amount(NETS[places], Fraction(19, 100)) == half_up(Fraction(NETS[places] * 19, 100))


@pytest.mark.parametrize(
    ("places", "net", "tax", "gross"),
    [(0, "15450", "1545", "16995"), (2, "15450.00", "1545.00", "16995.00"), (3, "15450.000", "1545.000", "16995.000")],
)
def test_a_contract_is_invoiced_in_them(places: int, net: str, tax: str, gross: str) -> None:
    story = Story("2026-01-01", price=[("2020-01-01", "150")], vat="10", places=places).under_contract("flex_monthly")
    (invoice,) = story.invoices
    assert [show(amount, places) for amount in (invoice.net, invoice.tax, invoice.gross)] == [net, tax, gross]
    fact = next(facts_of(story.settlements[0]))
    assert fact["ssc"] == "100.00"
    (_, said, *_) = facts_of(story.settlements[0])
    assert (said["net"], said["tax"], said["gross"], said["lines"][0]["net"]) == (net, tax, gross, net)


def test_rounding_to_whole_yen_goes_license_by_license_and_once_for_the_vat() -> None:
    story = Story("2026-01-31", price=[("2020-01-01", "1.5")], vat="8", places=0)
    for license_id in ("L2", "L3"):
        story.add(license_id, 7)
    story.conclude("annual_monthly")
    story.approve()
    story.run()
    (invoice,) = story.invoices
    assert [(line.ssc, line.net) for line in invoice.lines] == [(58, 1), (58, 1)]  # 0.87 each
    assert (invoice.net, invoice.tax, invoice.gross) == (2, 0, 2)  # 0.16


def test_the_steps_of_an_amount_are_in_its_currency_too() -> None:
    story = Story("2026-01-01", price=[("2020-01-01", "1.2345")], vat="10", places=3).under_contract("flex_monthly")
    settlement = story.settlements[0]
    why = why_part(settlement.parts[0], settlement.factor, settlement.places)
    assert why.result == "127.154"
    assert why.steps[-1].values["exact"] == "127.1535"
    assert why.steps[-1].values["net"] == "127.154"
    assert settlement.invoice is not None
    assert [step.values for step in why_invoice(settlement.invoice).steps] == [
        {"lines": "127.154", "net": "127.154"},
        {"net": "127.154", "rate": "10", "exact": "12.7154", "tax": "12.715"},
        {"net": "127.154", "tax": "12.715", "gross": "139.869"},
    ]


def test_a_top_up_is_offered_in_whole_yen() -> None:
    terms = Terms(prices=prices(("2020-01-01", "149.5")), tax_rate=Fraction(10, 100), places=0)
    found = quote(terms, d("2026-01-01"), 12_34)
    assert isinstance(found, Quote)
    assert (found.net, found.tax, found.gross) == (1845, 185, 2030)  # 1844.83 and 184.5
    assert why_quote(found).result == "2030"
