"""Amounts: R, the one rounding (rule 2), and numbers as text."""

from fractions import Fraction

import pytest

from autossa.domain.amounts import (
    NotANumber,
    ThousandsNotClear,
    TooManyPlaces,
    half_up,
    parse_decimal,
    parse_ssc,
    read_number,
    show,
    show_fraction,
)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0", 0),
        ("7", 7),
        ("1/3", 0),
        ("2/3", 1),
        ("1/2", 1),
        ("3/2", 2),
        ("5/2", 3),  # up, not to the even number
        ("4999999/10000000", 0),
        ("-1/3", 0),
        ("-1/2", 0),  # a half goes up, also below nothing
        ("-3/2", -1),
        ("-2/3", -1),
        ("100000000000000000001/2", 50000000000000000001),
    ],
)
def test_a_half_goes_up(value: str, rounded: int) -> None:
    assert half_up(Fraction(value)) == rounded


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", "1"), ("1.05", "21/20"), ("-2.50", "-5/2"), ("+3", "3"), ("0.333", "333/1000"), ("007", "7")],
)
def test_decimal_text_is_read_exactly(text: str, value: str) -> None:
    assert parse_decimal(text) == Fraction(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1,5",
        "1e3",
        "1/2",
        "0x10",
        "nan",
        "inf",
        ".5",
        "5.",
        "1 000",
        "--1",
        "9" * 13,
        "1." + "0" * 13,
        "\u0661",
    ],
)
def test_other_text_is_no_decimal(text: str) -> None:
    with pytest.raises(ValueError, match="is not a decimal number"):
        parse_decimal(text)


@pytest.mark.parametrize(("text", "hundredths"), [("1", 100), ("0.01", 1), ("41.67", 4167), ("41.6", 4160)])
def test_ssc_are_hundredths(text: str, hundredths: int) -> None:
    assert parse_ssc(text) == hundredths


def test_ssc_finer_than_a_hundredth_are_refused() -> None:
    with pytest.raises(ValueError, match="more than two decimals"):
        parse_ssc("0.001")


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0.00"), (5, "0.05"), (4167, "41.67"), (-5, "-0.05"), (-4167, "-41.67"), (100, "1.00")]
)
def test_amounts_are_shown_with_two_decimals(amount: int, text: str) -> None:
    assert show(amount) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2", "2"),
        ("1/2", "0.5"),
        ("-1/8", "-0.125"),
        ("29/31", "29/31"),
        ("1/1000000", "0.000001"),
        ("1/10000000", "1/10000000"),
        ("-1/3", "-1/3"),
    ],
)
def test_a_fraction_is_shown_as_a_decimal_only_where_that_is_exact(value: str, text: str) -> None:
    assert show_fraction(Fraction(value)) == text


@pytest.mark.parametrize("text", ["1.000", "1.500", "0.010", "-2.000", "1.0000", "12.340"])
def test_more_places_than_an_amount_has_are_refused_zeros_included(text: str) -> None:
    with pytest.raises(TooManyPlaces, match="more than two decimals"):
        parse_ssc(text)


@pytest.mark.parametrize(
    ("text", "point", "expected"),
    [
        ("1.155", ".", "1.155"), ("1,155", ",", "1.155"), ("1,25", ".", "1.25"), ("1.25", ",", "1.25"),
        ("1000", ",", "1000"), ("-0,5", ".", "-0.5"), ("1.2345", ",", "1.2345"),
        ("1,155", ".", ThousandsNotClear), ("1.155", ",", ThousandsNotClear), ("1.000", ",", ThousandsNotClear),
        ("0.500", ",", ThousandsNotClear), ("-1,000", ".", ThousandsNotClear),
        ("1.1234567", ".", TooManyPlaces), ("1.0000000", ",", TooManyPlaces),
        ("1,000.50", ".", NotANumber), ("1.000,50", ",", NotANumber), ("1.", ".", NotANumber), (",5", ",", NotANumber),
        ("1'000", ".", NotANumber), ("1 000", ",", NotANumber), ("1e3", ".", NotANumber),
        ("\u0661\u0662", ".", NotANumber),
    ],
)  # fmt: skip
def test_a_sign_that_may_group_thousands_is_not_taken_for_a_decimal_point(
    text: str, point: str, expected: str | type[ValueError]
) -> None:
    if isinstance(expected, str):
        assert read_number(text, 6, point=point, points=".,") == Fraction(expected)
        return
    with pytest.raises(expected):
        read_number(text, 6, point=point, points=".,")
