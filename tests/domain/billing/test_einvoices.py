"""The arithmetic of electronic invoices holds for every line, and what they lack is known."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.amounts import half_up
from autossa.domain.billing.einvoices import arithmetic, exact_decimal
from tests.documents.billing.examples import line_of, opposite

PRICES = st.one_of(
    st.fractions(min_value=0, max_value=10_000, max_denominator=10_000),
    st.decimals(min_value=0, max_value=10_000, places=6).map(Fraction),
)
FACTORS = st.fractions(min_value=Fraction(1, 100), max_value=3, max_denominator=100)


@given(
    needed=st.integers(0, 10**9), price=PRICES, factor=FACTORS, places=st.sampled_from((0, 2)), is_note=st.booleans()
)
def test_quantity_times_price_less_allowance_is_net(
    needed: int, price: Fraction, factor: Fraction, places: int, is_note: bool
) -> None:
    line = line_of(needed=needed, price=price, factor=factor, places=places)
    sums = arithmetic(opposite(line) if is_note else line, -1 if is_note else 1, places)
    gross = Fraction(sums.quantity) * Fraction(sums.price) / sums.base
    assert half_up(gross * 10**places) - sums.allowance + sums.charge == sums.net == line.net
    assert Fraction(sums.price) / sums.base == price  # the list price is not bent to fit
    assert min(sums.quantity, sums.price, sums.allowance, sums.charge, sums.net) >= 0
    assert not (sums.allowance and sums.charge)
    assert factor != 1 or sums.allowance == sums.charge == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(1, 8), "0.125"), (Fraction(0), "0"), (Fraction(1200), "1200"), (Fraction(-1, 5), "-0.2")],
)
def test_exact_decimals(value: Fraction, text: str) -> None:
    assert exact_decimal(value) == Decimal(text)
    assert f"{exact_decimal(value):f}" == text


def test_a_third_is_no_decimal() -> None:
    with pytest.raises(ValueError, match="no decimal"):
        exact_decimal(Fraction(1, 3))
