"""Amounts: SSC in hundredths, money in minor units, both integers; R, the one rounding (rule 2)."""

import re
from fractions import Fraction
from typing import TypeAlias

Ssc: TypeAlias = int
"""Software service credits, in units of 0.01 SSC."""

Money: TypeAlias = int
"""Money, in minor units of the project's currency (cents)."""

_DECIMAL = re.compile(r"[+-]?\d{1,12}(\.\d{1,12})?", re.ASCII)


def half_up(value: Fraction) -> int:
    """R (rule 2): the nearest integer, a half goes up. The value counts hundredths of an SSC or minor units."""
    return half_up_ratio(value.numerator, value.denominator)


def half_up_ratio(numerator: int, denominator: int) -> int:
    """R of numerator ÷ denominator (above 0), without making a fraction of them first."""
    return (2 * numerator + denominator) // (2 * denominator)


def parse_decimal(text: str) -> Fraction:
    """An exact number from text such as "1.05". Raises ValueError for anything else, exponents included."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f'"{text}" is not a decimal number such as "1.05"')
    return Fraction(text)


def parse_ssc(text: str) -> Ssc:
    """SSC from text; raises ValueError when it is finer than 0.01 SSC."""
    hundredths = parse_decimal(text) * 100
    if hundredths.denominator != 1:
        raise ValueError(f'"{text}" has more than two decimals')
    return hundredths.numerator


def show(amount: int) -> str:
    """Two decimals, as in facts: 4167 → "41.67"."""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 100)
    return f"{sign}{whole}.{rest:02d}"


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
