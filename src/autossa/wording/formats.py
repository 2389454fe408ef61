"""Numbers, money, dates and periods as people of a language write them (Babel).

Each function takes the language last; without one it is that of the page.
"""

from datetime import date, datetime, tzinfo
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils.timezone import get_current_timezone

from autossa.domain.amounts import PLACES, Money, Ssc, mixed, show, show_fraction
from autossa.domain.billing.references import grouped, order_reference
from autossa.domain.currencies import places_of
from autossa.domain.dates import DAY
from autossa.domain.derivations import Figure, Sum
from autossa.wording.languages import current, translate

_LOCALES = {"en": Locale("en", "GB"), "de": Locale("de", "DE")}
_POINTS = {"en": ".", "de": ","}
_FIXED = "\N{NO-BREAK SPACE}"


# ---------------------------------------------------------------- dates


def day(value: date, language: str = "") -> str:
    """31 March 2027."""
    return _date(value, "long", language or current())


def last_day(end: date) -> date:
    """The last day of something that ends before `end`: people are shown inclusive dates."""
    return end - DAY


def until(end: date, language: str = "") -> str:
    """The last day of something that ends before `end`, written: 31 March 2027."""
    return day(last_day(end), language)


def period(start: date, end: date, language: str = "") -> str:
    """31 January 2027 to 27 February 2027, for [start, end)."""
    given = {"start": day(start, language), "end": until(end, language)}
    return translate("%(start)s to %(end)s", language) % given


def short_period(start: date, end: date, language: str = "") -> str:
    """31 Jan 2027 – 27 Feb 2027, or 31.01.2027 – 27.02.2027 in German, for [start, end)."""
    spoken = language or current()
    return f"{_date(start, 'medium', spoken)} – {_date(last_day(end), 'medium', spoken)}"


def short_day(value: date, language: str = "") -> str:
    """31 Jan 2027, or 31.01.2027 in German: for columns."""
    return _date(value, "medium", language or current())


def moment(value: datetime, zone: tzinfo | None = None, language: str = "") -> str:
    """5 January 2027, 10:30, in a time zone; without one, in the vendor's, which is that of every page."""
    local = value.astimezone(zone or get_current_timezone())
    written = format_datetime(local, "HH:mm", locale=_LOCALES[language or current()])
    return f"{day(local.date(), language)}, {written}"


def month(value: date, language: str = "") -> str:
    """Mar, or 2027 for a January: for the axis of a picture."""
    return _date(value, "y" if value.month == 1 else "LLL", language or current())


def month_and_year(value: date, language: str = "") -> str:
    """Mar 2027."""
    return _date(value, "LLL y", language or current())


def long_month(value: date, language: str = "") -> str:
    """March 2027."""
    return _date(value, "LLLL y", language or current())


def day_and_month(value: date, language: str = "") -> str:
    """5 Jan, or 5.1. in German."""
    spoken = language or current()
    return _date(value, "d MMM" if spoken == "en" else "d.M.", spoken)


def weekdays(language: str = "") -> list[tuple[str, str]]:
    """Monday to Sunday: their shortest names, and the whole ones."""
    names = _LOCALES[language or current()].days["stand-alone"]
    return [(names["narrow"][index], names["wide"][index]) for index in range(7)]


def column_day(value: date) -> str:
    """A day of 11 letters, for a column in a terminal, in English: " 5 Jan 2027"."""
    return f"{value.day:2d} {value:%b %Y}"


def column_period(start: date, end: date) -> str:
    """A period [start, end) for a terminal, last day included, in English."""
    return f"{column_day(start)} – {column_day(last_day(end))}"


# ---------------------------------------------------------------- amounts


def amount(hundredths: int, language: str = "") -> str:
    """1,234.50, with a real minus sign when it is below 0."""
    return _number(hundredths, PLACES, language or current())


def signed(hundredths: int, language: str = "") -> str:
    """+12.00 or −12.00, with a real minus sign."""
    sign = "+" if hundredths > 0 else "−" if hundredths < 0 else "±"
    return f"{sign}{amount(abs(hundredths), language)}"


def ssc(hundredths: Ssc, language: str = "") -> str:
    """41.67 SSC; the space does not break."""
    return f"{amount(hundredths, language)}{_FIXED}SSC"


def money(minor: Money, currency: str, language: str = "") -> str:
    """51.56 EUR, or 5,156 JPY: as many decimals as the currency has; the space does not break."""
    return f"{bare_money(minor, currency, language)}{_FIXED}{currency}"


def bare_money(minor: Money, currency: str, language: str = "") -> str:
    """51.56: money where its currency stands beside it."""
    return _number(minor, places_of(currency), language or current())


def point(language: str = "") -> str:
    """The decimal point: "." or ","."""
    return _POINTS[language or current()]


def typed(hundredths: int, language: str = "") -> str:
    """An amount as it is typed into a form, without separators between thousands: 1234.50."""
    return show(hundredths).replace(".", _POINTS[language or current()])


# ---------------------------------------------------------------- numbers


def whole(value: int, language: str = "") -> str:
    """12,345, with a real minus sign when it is below 0."""
    return _number(value, 0, language or current())


def at_most(value: int, most: int = 999) -> str:
    """A count up to a ceiling: 12, and 999+ for whatever is above it."""
    return whole(value) if value <= most else f"{whole(most)}+"


def exact(value: Fraction, language: str = "") -> str:
    """An exact number: 0.5 or 1,234.5, or 11 29/31 when no short decimal says it; the space does not break."""
    return _exact(value, language or current())


@lru_cache(maxsize=4096)
def _exact(value: Fraction, language: str) -> str:
    text = show_fraction(abs(value))
    if "/" in text:
        full, rest = mixed(abs(value))
        text = f"{whole(full, language)}{_FIXED}{show_fraction(rest)}" if full else text
    else:
        before, _point, decimals = text.partition(".")
        text = whole(int(before), language) + (_POINTS[language] + decimals if decimals else "")
    return f"−{text}" if value < 0 else text


def rate(value: Fraction, language: str = "") -> str:
    """As exact, but with two decimals at least, so that a column of rates or prices lines up: 0.50, 12.00, 1.155."""
    hundredths = value * 100
    if hundredths.denominator == 1:
        return amount(hundredths.numerator, language)
    return exact(value, language)


def price(value: Fraction, currency: str, language: str = "") -> str:
    """The price of an SSC, as exact, but with the decimals of its currency at least: 1.20 in EUR, 162 in JPY."""
    places = places_of(currency)
    minor = value * 10**places
    if minor.denominator == 1:
        return _number(minor.numerator, places, language or current())
    return exact(value, language)


def percent(value: Fraction, language: str = "") -> str:
    """19 %, from 19/100."""
    return f"{exact(value * 100, language)}{_FIXED}%"


def change(value: Fraction, language: str = "") -> str:
    """+4.8 % or −50 %, rounded half up to a tenth."""
    tenths = Fraction(floor(abs(value) * 1000 + Fraction(1, 2)), 10)
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{percent(tenths / 100, language)}"


def figure(value: Figure, language: str = "") -> str:
    """A figure of a derivation."""
    match value:
        case date():
            return day(value, language)
        case Fraction():
            return exact(value, language)
        case Sum():
            return " + ".join(_number(one, value.places, language or current()) for one in value.amounts)
        case int():
            return whole(value, language)
    return value


@lru_cache(maxsize=4096)
def payment_reference(order: str) -> str:
    """What a transfer for an order, named by its public id, should say: RF43 ORD7 …"""
    return grouped(order_reference(order))


@lru_cache(maxsize=4096)
def _date(value: date, pattern: str, language: str) -> str:
    return str(format_date(value, pattern, locale=_LOCALES[language]))


@lru_cache(maxsize=4096)
def _number(minor: int, places: int, language: str) -> str:
    value, pattern = Decimal(abs(minor)).scaleb(-places), f"#,##0.{'0' * places}".rstrip(".")
    text = str(format_decimal(value, pattern, locale=_LOCALES[language], decimal_quantization=False))
    return f"−{text}" if minor < 0 else text
