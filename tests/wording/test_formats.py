"""Numbers, money, dates and periods as people of a language write them."""

from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from autossa.wording import formats


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "31 March 2027",
                "1,234.50\xa0SSC",
                "−0.05\xa0EUR",
                "+12.00",
                "0.5",
                "0.50",
                "29/31",
                "11\xa029/31",
                "−1\xa01/3",
                "19\xa0%",
                "−1\xa0%",
            ],
        ),
        (
            "de",
            [
                "31. März 2027",
                "1.234,50\xa0SSC",
                "−0,05\xa0EUR",
                "+12,00",
                "0,5",
                "0,50",
                "29/31",
                "11\xa029/31",
                "−1\xa01/3",
                "19\xa0%",
                "−1\xa0%",
            ],
        ),
    ],
)
def test_dates_and_amounts(language: str, said: list[str]) -> None:
    with translation.override(language):
        assert [
            formats.day(date(2027, 3, 31)),
            formats.ssc(123450),
            formats.money(-5, "EUR"),
            formats.signed(1200),
            formats.exact(Fraction(1, 2)),
            formats.rate(Fraction(1, 2)),
            formats.exact(Fraction(29, 31)),
            formats.exact(Fraction(370, 31)),
            formats.exact(Fraction(-4, 3)),
            formats.percent(Fraction(19, 100)),
            formats.percent(Fraction(-1, 100)),
        ] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["31 January 2027 to 27 February 2027", "5 January 2027, 10:30", "1,234.5", "1234.50", "+4.8\xa0%"]),
        ("de", ["31. Januar 2027 bis 27. Februar 2027", "5. Januar 2027, 10:30", "1.234,5", "1234,50", "+4,8\xa0%"]),
    ],
)
def test_a_language_that_is_named_is_not_that_of_the_page(language: str, said: list[str]) -> None:
    with translation.override("en" if language == "de" else "de"):
        assert [
            formats.period(date(2027, 1, 31), date(2027, 2, 28), language),
            formats.moment(datetime(2027, 1, 5, 9, 30, tzinfo=UTC), ZoneInfo("Europe/Berlin"), language),
            formats.exact(Fraction(2469, 2), language),
            formats.typed(123450, language),
            formats.change(Fraction(48, 1000), language),
        ] == said


def test_a_column_of_a_terminal_is_as_wide_for_every_day() -> None:
    assert formats.column_day(date(2027, 1, 5)) == " 5 Jan 2027"
    assert formats.column_period(date(2027, 1, 31), date(2027, 2, 28)) == "31 Jan 2027 – 27 Feb 2027"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "51.56\xa0EUR",
                "5,156\xa0JPY",
                "5.156\xa0KWD",
                "−0.005\xa0KWD",
                "0.5156",
                "1.20",
                "162",
                "149.5",
                "0.250",
            ],
        ),
        (
            "de",
            [
                "51,56\xa0EUR",
                "5.156\xa0JPY",
                "5,156\xa0KWD",
                "−0,005\xa0KWD",
                "0,5156",
                "1,20",
                "162",
                "149,5",
                "0,250",
            ],
        ),
    ],
)
def test_money_has_the_decimals_of_its_currency(language: str, said: list[str]) -> None:
    with translation.override(language):
        assert [
            *(formats.money(5156, currency) for currency in ("EUR", "JPY", "KWD")),
            formats.money(-5, "KWD"),
            formats.bare_money(5156, "CLF"),
            formats.price(Fraction(6, 5), "EUR"),
            formats.price(Fraction(162), "JPY"),
            formats.price(Fraction(299, 2), "JPY"),
            formats.price(Fraction(1, 4), "KWD"),
        ] == said


def test_a_count_below_0_has_a_real_minus_sign() -> None:
    assert [formats.whole(value, "de") for value in (-1, 0, -12_345, 12_345)] == ["−1", "0", "−12.345", "12.345"]
