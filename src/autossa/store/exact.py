"""Exact numbers between PostgreSQL's numeric and the domain's fractions; cached, since few different ones occur."""

from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import lru_cache

PLACES, WHOLE_DIGITS = 12, 12  # what the columns of `models.base.exact` have room for
_EXACT = Context(prec=40, traps=[Inexact])


class NoRoom(ValueError):
    """A number that would have to be rounded, or is too large."""


@lru_cache(maxsize=4096)
def fraction(value: Decimal | str) -> Fraction:
    """The fraction of a numeric, or of its text."""
    return Fraction(value)


def numeric(value: Fraction) -> Decimal:
    """The numeric of a fraction. Raises NoRoom for one that its column would round or refuse."""
    if (value * 10**PLACES).denominator != 1 or abs(value) >= 10**WHOLE_DIGITS:
        raise NoRoom(f"a number has at most {WHOLE_DIGITS} digits and {PLACES} decimals")
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def numeric_text(value: Fraction) -> str:
    """The numeric of a fraction as text for COPY. Raises NoRoom as `numeric` does."""
    kept = _texts.get(id(value))  # a batch names the same fractions again and again; hashing one takes ten times longer
    if kept is None:
        if len(_texts) >= _MOST:
            _texts.clear()
        kept = _texts[id(value)] = value, _numeric_text(*value.as_integer_ratio())
    return kept[1]


@lru_cache(maxsize=4096)
def _numeric_text(numerator: int, denominator: int) -> str:
    return str(numeric(Fraction(numerator, denominator)))


_MOST = 4096
_texts: dict[int, tuple[Fraction, str]] = {}
"""Texts by the identity of their fractions, which are kept beside them, so that no other one can take their place."""
