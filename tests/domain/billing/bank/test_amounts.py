"""Amounts of bank messages, in minor units and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.billing.bank.amounts import AmountUnclear, read_amount, write_amount


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("123.45", "EUR", 12_345),
        ("123.4", "EUR", 12_340),
        ("123", "EUR", 12_300),
        ("+0.05", "EUR", 5),
        (".5", "EUR", 50),
        ("7.", "EUR", 700),
        ("0", "EUR", 0),
        ("000012.30000", "EUR", 1_230),
        ("1500", "JPY", 1_500),
        ("1500.00", "JPY", 1_500),
        ("1.234", "KWD", 1_234),
        ("9999999999999.99", "EUR", 999_999_999_999_999),
    ],
)
def test_amounts_are_read_to_the_cent(text: str, currency: str, amount: int) -> None:
    assert read_amount(text, currency) == amount


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("1.234", "EUR"),
        ("1500.5", "JPY"),
        ("-1.00", "EUR"),
        ("1e3", "EUR"),
        ("1,00", "EUR"),
        ("1 000", "EUR"),
        ("", "EUR"),
        (".", "EUR"),
        ("+", "EUR"),
        ("NaN", "EUR"),
        ("\u0661\u0662", "EUR"),  # digits, in Arabic
        ("1.00\n", "EUR"),
        ("1.00", "XXX"),
        ("1.00", ""),
        ("10000000000000.00", "EUR"),
        ("9" * 400, "EUR"),
    ],
)
def test_an_amount_that_cannot_be_counted_is_none(text: str, currency: str) -> None:
    with pytest.raises(AmountUnclear):
        read_amount(text, currency)


@given(st.integers(0, 10**15 - 1), st.sampled_from(["EUR", "JPY", "KWD", "CLF"]))
def test_what_is_written_is_read(amount: int, currency: str) -> None:
    assert read_amount(write_amount(amount, currency), currency) == amount


def test_nothing_below_zero_is_written() -> None:
    with pytest.raises(AmountUnclear):
        write_amount(-1, "EUR")
