"""Interest: base rate and points, days/360, on what was left each day (billing 16)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from autossa.domain.billing.books.items import Item, Payment
from autossa.domain.billing.dunning.fees import fee_claim
from autossa.domain.billing.dunning.interest import BaseRate, interest, interest_to_claim
from tests.domain.billing.payments.story import credit_note, d, invoice

ONE = Item(invoice("1", 36000, due="01-31"))
RATES = (BaseRate(d("01-01"), 100), BaseRate(d("02-11"), 200))


def paid(amount: int, day: str) -> Item:
    return replace(ONE, payments=(Payment(d(day), amount, "ada", "EUR", "1"),))


@pytest.mark.parametrize(
    ("item", "day", "wanted"),
    [
        pytest.param(ONE, "01-31", 0, id="not late"),
        pytest.param(ONE, "02-01", 10, id="a day: 360.00 × 10 % ÷ 360"),
        pytest.param(ONE, "02-10", 100, id="ten days"),
        pytest.param(ONE, "02-20", 210, id="ten more at 11 %"),
        pytest.param(paid(36000, "02-05"), "02-20", 50, id="paid: the day of payment counts"),
        pytest.param(paid(18000, "02-05"), "02-10", 75, id="half of it paid"),
        pytest.param(paid(36000, "01-31"), "02-20", 0, id="paid on the last day"),
        pytest.param(replace(ONE, notes=(credit_note(ONE.claim, "02-05")[1],)), "02-20", 50, id="credited"),
    ],
)
def test_what_it_comes_to(item: Item, day: str, wanted: int) -> None:
    assert interest(item, d(day), RATES, 900) == wanted


def test_a_base_rate_below_zero_counts_and_the_whole_is_never_below_it() -> None:
    assert interest(ONE, d("02-01"), (BaseRate(d("01-01"), -88),), 900) == Fraction(812, 100)
    assert interest(ONE, d("02-01"), (BaseRate(d("01-01"), -88),), 10) == 0


def test_before_the_table_there_is_no_rate() -> None:
    with pytest.raises(LookupError):
        interest(ONE, d("02-01"), (BaseRate(date(2026, 2, 2), 100),), 900)


def test_parts_add_up_to_the_whole() -> None:
    claimed = 0
    for day in ("02-03", "02-04", "02-17", "03-01"):
        claimed += interest_to_claim(ONE, d(day), RATES, 133, claimed)
    assert claimed == interest_to_claim(ONE, d("03-01"), RATES, 133, 0)


def test_a_fee_is_above_zero() -> None:
    assert fee_claim("f", "F-1", d("02-01"), "ada", "EUR", 500).gross == 500
    with pytest.raises(ValueError, match="above 0"):
        fee_claim("f", "F-1", d("02-01"), "ada", "EUR", 0)
