"""Exact numbers between PostgreSQL's numeric and the domain's fractions; cached, since few different ones occur."""

from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import lru_cache

_EXACT = Context(prec=40, traps=[Inexact])


@lru_cache(maxsize=4096)
def fraction(value: Decimal) -> Fraction:
    """The fraction of a numeric."""
    return Fraction(value)


def numeric(value: Fraction) -> Decimal:
    """The numeric of a fraction. Raises decimal.Inexact when no decimal of 40 digits says it exactly."""
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def numeric_text(value: Fraction) -> str:
    """The numeric of a fraction as text for COPY. Raises decimal.Inexact as `numeric` does."""
    return _numeric_text(value.numerator, value.denominator)  # hashing these is ten times cheaper than the fraction


@lru_cache(maxsize=4096)
def _numeric_text(numerator: int, denominator: int) -> str:
    return str(numeric(Fraction(numerator, denominator)))
