"""The price of an SSC: list versions, and the day that counts (rule 2)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from autossa.domain.amounts import PLACES, Money, Ssc, half_up, half_up_ratio

_MINOR = tuple(10**places for places in range(5))  # how many minor units a unit has, by its places


@dataclass(frozen=True, slots=True)
class Price:
    """A price list version: from that day on an SSC costs so many units of the currency."""

    starts_on: date
    price: Fraction


def list_price(prices: tuple[Price, ...], day: date, today: date) -> Fraction | None:
    """The list price that counts for a day (rule 2); None until one is in force.

    It is the version in force on that day; where none was, the first later one, once it is in force today.
    """
    in_force = [version for version in prices if version.starts_on <= day]
    if in_force:
        return max(in_force, key=_starts_on).price
    later = min(prices, key=_starts_on, default=None)
    return later.price if later is not None and later.starts_on <= today else None


def net_amount(ssc: Ssc, price: Fraction, factor: Fraction, places: int = PLACES) -> Money:
    """Net of an invoice line (rule 2): R(SSC × price × (1 + adjustment)), in minor units; in integers, as needs are.

    The price is in units of the currency, which has so many decimal `places`.
    """
    minor = ssc * price.numerator * factor.numerator * _MINOR[places]
    return half_up_ratio(minor, price.denominator * factor.denominator * _MINOR[PLACES])


def tax_amount(net_total: Money, rate: Fraction) -> Money:
    """VAT (rule 2): R(net total × rate), in minor units; a rate of 19 % is 19/100."""
    return half_up(net_total * rate)


def _starts_on(version: Price) -> date:
    return version.starts_on
