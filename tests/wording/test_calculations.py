"""How an amount is calculated, in one line: licenses × rate × months × price + VAT."""

from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation

from autossa.domain.charges import Charge, multiplied
from autossa.domain.derivations import why_invoice
from autossa.domain.invoices import InvoiceLine, Reason, make_invoice
from autossa.domain.lines import Line
from autossa.domain.prices import net_amount
from autossa.domain.settlements import Part
from autossa.queries.billing.settlements import Explained, explain
from autossa.wording.calculations import one_line

START, END = date(2026, 1, 31), date(2026, 2, 28)
PRICE, DISCOUNT = Fraction("1.25"), Fraction(98, 100)
# What is between a number and its unit does not break.
FIXED = "\N{NO-BREAK SPACE}"


def charge(code: str, quantity: int, ssc: int, *, end: date = END) -> Charge:
    line = Line(1, 1, code, "PORT", quantity, Fraction(1), START, START)
    return Charge(line, START, START, START, end, ssc)


def said(*parts: Part, factor: Fraction = Fraction(1), language: str = "en", invoiced: bool = True) -> str:
    lines = tuple(InvoiceLine("L", 1, p.invoiced, PRICE, factor, p.net) for p in parts if p.invoiced)
    invoice = make_invoice(Reason.EXTENSION, START, END, lines, Fraction(19, 100)) if invoiced else None
    with translation.override(language):
        text = one_line(explain(parts, factor, ahead=True), why_invoice(invoice) if invoice else None, "EUR")
    return text.replace(FIXED, " ")


def part(charged: Charge, *, balance: int = 0, factor: Fraction = Fraction(1)) -> Part:
    rest = charged.ssc - balance
    return Part(charged, balance, rest, PRICE, net_amount(rest, PRICE, factor))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "500 PORT × 1 SSC a year × 1 month ÷ 12 = 41.67 SSC; × 1.25 EUR = 52.09 EUR net; + 19 % VAT = 61.99 EUR",
        ),
        (
            "de",
            "500 PORT × 1 SSC im Jahr × 1 Monat ÷ 12 = 41,67 SSC; × 1,25 EUR = 52,09 EUR netto; + 19 % USt = 61,99 EUR",
        ),
    ],
)
def test_licenses_by_rate_by_months_by_price_and_vat(language: str, words: str) -> None:
    assert said(part(charge("L1", 500, 4167)), language=language) == words


def test_months_are_mixed_numbers() -> None:
    whole_year_less_two_days = charge("L1", 500, 49731, end=date(2027, 1, 29))
    assert said(part(whole_year_less_two_days)).startswith(
        "500 PORT × 1 SSC a year × 11 29/31 months ÷ 12 = 497.31 SSC;"
    )


def test_the_balance_and_the_adjustment_have_their_place() -> None:
    found = said(part(charge("L1", 500, 4167), balance=1000, factor=DISCOUNT), factor=DISCOUNT)
    assert found == (
        "500 PORT × 1 SSC a year × 1 month ÷ 12 = 41.67 SSC; − 10.00 SSC from the balance = 31.67 SSC; "
        "× 1.25 EUR (−2 %) = 38.80 EUR net; + 19 % VAT = 46.17 EUR"
    )


def test_a_gap_that_counts_twice_says_so() -> None:
    twice = multiplied(charge("L1", 500, 4167), Fraction(2))
    assert said(part(twice), invoiced=False) == "500 PORT × 1 SSC a year × 1 month ÷ 12 × 2 ≈ 83.34 SSC"


def test_what_rounding_line_by_line_changes_is_not_called_equal() -> None:
    """Two lines of 41.67 × 1.25 are 52.09 each, but 83.34 × 1.25 is 104.18 by chance; of 0.01 it is not."""
    found = said(part(charge("L1", 500, 4166)))
    assert "÷ 12 ≈ 41.66 SSC" in found
    small = [part(charge(f"L{n}", 1, 8)) for n in (1, 2)]
    small = [one._replace(net=11) for one in small]
    assert "≈ 0.22 EUR net" in said(*small)


def test_many_licenses_are_counted() -> None:
    found = said(*[part(charge(f"L{n}", 500, 4167)) for n in range(4)])
    assert found.startswith("4 licenses: 166.68 SSC; × 1.25 EUR ")


def test_licenses_at_different_prices_name_no_price() -> None:
    cheap = part(charge("L1", 500, 4167))._replace(price=Fraction(1), net=4167)
    assert "; 93.76 EUR net; + 19 % VAT" in said(part(charge("L2", 500, 4167)), cheap)


def test_nothing_is_said_of_nothing() -> None:
    empty: tuple[Explained, ...] = ()
    assert one_line(empty, None, "EUR") == ""
