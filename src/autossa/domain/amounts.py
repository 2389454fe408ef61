"""Amounts: SSC in hundredths, money in the minor units of its currency, both integers; R, the one rounding (rule 2)."""

import re
from fractions import Fraction
from typing import TypeAlias

Ssc: TypeAlias = int
"""Software service credits, in units of 0.01 SSC."""

Money: TypeAlias = int
"""Money, in the minor units of its currency (ISO 4217): cents, whole yen, fils; `places` says how many to a unit."""

PLACES = 2
"""The decimal places of SSC, and of most currencies."""

_NUMBER = re.compile(r"([+-]?\d{1,12})(?:([.,])(\d{1,12}))?", re.ASCII)
_GROUP = 3
MOST_PLACES = 12


class NotANumber(ValueError):
    """A text that is no number."""


class TooManyPlaces(ValueError):
    """A number with more decimals than there is room for, zeros included: what is meant by them is not guessed."""


class ThousandsNotClear(ValueError):
    """A separator that groups thousands in the writer's language, and could be taken for a decimal point."""


def half_up(value: Fraction) -> int:
    """R (rule 2): the nearest integer, a half goes up. The value counts hundredths of an SSC or minor units."""
    return half_up_ratio(value.numerator, value.denominator)


def half_up_ratio(numerator: int, denominator: int) -> int:
    """R of numerator ÷ denominator (above 0), without making a fraction of them first."""
    return (2 * numerator + denominator) // (2 * denominator)


def read_number(text: str, decimals: int, *, point: str = ".", points: str = ".") -> Fraction:
    """The one reader of numbers with decimals: an exact number of at most so many places, judged as it is written.

    `point` is the decimal point of the writer's language, `points` are the signs that are taken for one. Another sign
    than `point` with three digits after it is a thousand as likely as a fraction. Raises NotANumber (for exponents
    and separators between thousands too), ThousandsNotClear, TooManyPlaces.
    """
    found = _NUMBER.fullmatch(text)
    if found is None or (found[2] or point) not in points:
        raise NotANumber(f'"{text}" is not a decimal number such as "1.05"')
    if found[2] is None:
        return Fraction(text)
    if found[2] != point and len(found[3]) == _GROUP:
        raise ThousandsNotClear(f'"{text}" may mean thousands')
    if len(found[3]) > decimals:
        raise TooManyPlaces(f'"{text}" has more than {_COUNTS.get(decimals, decimals)} decimals')
    return Fraction(f"{found[1]}.{found[3]}")


_COUNTS = {0: "no", 2: "two"}


def parse_decimal(text: str) -> Fraction:
    """An exact number from text such as "1.05". Raises ValueError for anything else, exponents included."""
    return read_number(text, MOST_PLACES)


def parse_ssc(text: str) -> Ssc:
    """SSC from text; raises ValueError when more than two decimals are written, zeros included."""
    return (read_number(text, 2) * 100).numerator


def show(amount: int, places: int = PLACES) -> str:
    """With its decimals, two as in facts unless others are said: 4167 → "41.67", or "4167" with none."""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 10**places)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def show_fraction(value: Fraction) -> str:
    """An exact number for people: "0.5" when a short decimal says it exactly, else "29/31"."""
    scaled = value * 10**6
    if scaled.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    sign = "-" if scaled < 0 else ""
    whole, rest = divmod(abs(scaled.numerator), 10**6)
    decimals = f"{rest:06d}".rstrip("0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def mixed(value: Fraction) -> tuple[int, Fraction]:
    """An exact number that is not below 0 as whole and rest: 370/31 is 11 and 29/31."""
    whole, rest = divmod(value.numerator, value.denominator)
    return whole, Fraction(rest, value.denominator)


def show_mixed(value: Fraction) -> str:
    """As show_fraction, but without improper fractions: "11 29/31" where that says "370/31"."""
    text = show_fraction(value)
    if "/" not in text or abs(value) < 1:
        return text
    whole, rest = mixed(abs(value))
    return f"{'-' if value < 0 else ''}{whole} {show_fraction(rest)}"
