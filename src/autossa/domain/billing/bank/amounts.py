"""Amounts as bank messages write them, with a point, and as we count them: integers of minor units."""

import re
from itertools import chain

from autossa.domain.amounts import Money
from autossa.domain.currencies import minor_places

_DECIMAL = re.compile(r"\+?(\d{0,18})(?:\.(\d{0,17}))?", re.ASCII)
_MOST_DIGITS = 15  # as many as a bigint has in any currency


class AmountUnclear(ValueError):
    """An amount that cannot be counted exactly in the minor units of its currency."""


def read_amount(text: str, currency: str) -> Money:
    """An xs:decimal of at least 0 in minor units; zeros beyond the currency's places are allowed.

    Raises AmountUnclear for anything else, and for what is no currency.
    """
    places, found = minor_places(currency), _DECIMAL.fullmatch(text)
    if places is None or found is None or not any(chain(found[1], found[2] or "")):
        raise AmountUnclear(f"no amount of {currency or 'a currency'}")
    whole, rest = found[1], found[2] or ""
    if rest[places:].strip("0"):
        raise AmountUnclear(f"more decimal places than {currency} has")
    digits = (whole + rest[:places].ljust(places, "0")).lstrip("0")
    if len(digits) > _MOST_DIGITS:
        raise AmountUnclear("too large an amount")
    return int(digits or "0")


def write_amount(amount: Money, currency: str) -> str:
    """An amount of at least 0 with all its decimal places. Raises AmountUnclear for a currency that is none."""
    places = minor_places(currency)
    if places is None or amount < 0:
        raise AmountUnclear(f"no amount of {currency}")
    digits = str(amount).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits
