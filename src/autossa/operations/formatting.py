"""Dates and amounts as people of a language write them (Babel); for what is written outside a page, such as mails."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from autossa.domain.amounts import Money, Ssc, show_fraction
from autossa.domain.dates import DAY

_LOCALES = {"en": Locale("en", "GB"), "de": Locale("de", "DE")}
_FIXED = "\N{NO-BREAK SPACE}"


def day(value: date, language: str) -> str:
    """31 March 2027."""
    return str(format_date(value, "long", locale=_LOCALES[language]))


def last_day(end: date, language: str) -> str:
    """The last day of something that ends before `end`: people are shown inclusive dates."""
    return day(end - DAY, language)


def period(start: date, end: date, language: str) -> str:
    """31 January 2027 to 27 February 2027, for [start, end)."""
    word = {"en": "to", "de": "bis"}[language]
    return f"{day(start, language)} {word} {last_day(end, language)}"


def moment(value: datetime, zone: ZoneInfo, language: str) -> str:
    """5 January 2027, 10:30, in a time zone."""
    local = value.astimezone(zone)
    return f"{day(local.date(), language)}, {format_datetime(local, 'HH:mm', locale=_LOCALES[language])}"


def amount(hundredths: int, language: str) -> str:
    """1,234.50, with a real minus sign when it is below 0."""
    value = Decimal(abs(hundredths)).scaleb(-2)
    text = str(format_decimal(value, "#,##0.00", locale=_LOCALES[language], decimal_quantization=False))
    return f"−{text}" if hundredths < 0 else text


def ssc(hundredths: Ssc, language: str) -> str:
    """41.67 SSC; the space does not break."""
    return f"{amount(hundredths, language)}{_FIXED}SSC"


def money(minor: Money, currency: str, language: str) -> str:
    """51.56 EUR; the space does not break."""
    return f"{amount(minor, language)}{_FIXED}{currency}"


def exact(value: Fraction, language: str) -> str:
    """An exact number: 0.5, or 29/31 when no short decimal says it."""
    text = show_fraction(value)
    return text.replace(".", ",") if language == "de" else text


def percent(value: Fraction, language: str) -> str:
    """19 %, from 19/100."""
    return f"{exact(value * 100, language)}{_FIXED}%"


def whole(value: int, language: str) -> str:
    """12,345"""
    return str(format_decimal(value, locale=_LOCALES[language]))
