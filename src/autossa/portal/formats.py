"""Dates and amounts as people of the page's language write them (Babel)."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

from autossa.domain.amounts import show_fraction
from autossa.domain.derivations import Figure, Sum

_LOCALES = {"en": Locale("en", "GB"), "de": Locale("de", "DE")}
_POINTS = {"en": ".", "de": ","}
_DAY = timedelta(days=1)


def language() -> str:
    """The page's language: one of those that everything is written in."""
    found = (get_language() or "en")[:2]
    return found if found in _LOCALES else "en"


def day(value: date) -> str:
    """31 March 2027."""
    return _date(value, "long", language())


def month(value: date) -> str:
    """Mar, or 2027 for a January: for the axis of a picture."""
    return _date(value, "y" if value.month == 1 else "LLL", language())


def month_and_year(value: date) -> str:
    """Mar 2027."""
    return _date(value, "LLL y", language())


def long_month(value: date) -> str:
    """March 2027."""
    return _date(value, "LLLL y", language())


def weekdays() -> list[tuple[str, str]]:
    """Monday to Sunday: their shortest names, and the whole ones."""
    names = _LOCALES[language()].days["stand-alone"]
    return [(names["narrow"][index], names["wide"][index]) for index in range(7)]


def day_and_month(value: date) -> str:
    """5 Jan."""
    return _date(value, "d MMM" if language() == "en" else "d.M.", language())


def last_day(end: date) -> date:
    """The last day of something that ends before `end`: people are shown inclusive dates."""
    return end - _DAY


def moment(value: datetime) -> str:
    """5 January 2027 at 10:30, in the vendor's zone."""
    local = value.astimezone(get_current_timezone())
    return f"{day(local.date())}, {format_datetime(local, 'HH:mm', locale=_LOCALES[language()])}"


def amount(hundredths: int) -> str:
    """1,234.50"""
    return _number(hundredths, language())


def signed(hundredths: int) -> str:
    """+12.00 or −12.00, with a real minus sign."""
    sign = "+" if hundredths > 0 else "−" if hundredths < 0 else "±"
    return f"{sign}{amount(abs(hundredths))}"


def ssc(hundredths: int) -> str:
    """41.67 SSC; the space does not break."""
    return f"{amount(hundredths)}\N{NO-BREAK SPACE}SSC"


def money(minor: int, currency: str) -> str:
    """51.56 EUR; the space does not break."""
    return f"{amount(minor)}\N{NO-BREAK SPACE}{currency}"


def exact(value: Fraction) -> str:
    """An exact number: 0.5 or 1,234.5, or 29/31 when no short decimal says it."""
    text = show_fraction(abs(value))
    if "/" not in text:
        before, _point, decimals = text.partition(".")
        text = whole(int(before)) + (_POINTS[language()] + decimals if decimals else "")
    return f"−{text}" if value < 0 else text


def figure(value: Figure) -> str:
    """A figure of a derivation."""
    match value:
        case date():
            return day(value)
        case Fraction():
            return exact(value)
        case Sum():
            return " + ".join(amount(hundredths) for hundredths in value.amounts)
        case int():
            return whole(value)
    return value


def rate(value: Fraction) -> str:
    """As exact, but with two decimals at least, so that a column of rates or prices lines up: 0.50, 12.00, 1.155."""
    hundredths = value * 100
    return _number(hundredths.numerator, language()) if hundredths.denominator == 1 else exact(value)


def whole(value: int) -> str:
    """12,345"""
    return str(format_decimal(value, locale=_LOCALES[language()]))


def percent(value: Fraction) -> str:
    """19 %, from 19/100."""
    return f"{exact(value * 100)}\N{NO-BREAK SPACE}%"


def change(value: Fraction) -> str:
    """+4.8 % or −50 %, rounded half up to a tenth."""
    tenths = Fraction(floor(abs(value) * 1000 + Fraction(1, 2)), 10)
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{percent(tenths / 100)}"


@lru_cache(maxsize=4096)
def _date(value: date, pattern: str, locale: str) -> str:
    return str(format_date(value, pattern, locale=_LOCALES[locale]))


@lru_cache(maxsize=4096)
def _number(hundredths: int, locale: str) -> str:
    value = Decimal(abs(hundredths)).scaleb(-2)
    text = str(format_decimal(value, "#,##0.00", locale=_LOCALES[locale], decimal_quantization=False))
    return f"−{text}" if hundredths < 0 else text
