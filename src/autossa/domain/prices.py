"""The price of an SSC: list versions, and the day that counts (rule 2)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from autossa.domain.amounts import PLACES, Money, Ssc, half_up_ratio

_MINOR = tuple(10**places for places in range(5))  # how many minor units a unit has, by its places


@dataclass(frozen=True, slots=True)
class Price:
    """A price list version: from that day on an SSC costs so many units of the currency."""

    starts_on: date
    price: Fraction


@dataclass(frozen=True, slots=True)
class CountingPrice:
    """The price that counts for a day, and whether it is in force by today; no amount: the list is empty."""

    amount: Fraction | None
    known: bool

    @property
    def in_force(self) -> Fraction | None:
        """What may be invoiced today; None while one waits for the price to come into force."""
        return self.amount if self.known else None


def price_that_counts(prices: tuple[Price, ...], day: date, today: date) -> CountingPrice:
    """The version in force on a day; where none was, the first later one, once it is in force today (rule 2)."""
    in_force = [version for version in prices if version.starts_on <= day]
    if in_force:
        return CountingPrice(max(in_force, key=_starts_on).price, known=True)
    later = min(prices, key=_starts_on, default=None)
    return CountingPrice(later.price, later.starts_on <= today) if later is not None else CountingPrice(None, False)


def list_price(prices: tuple[Price, ...], day: date, today: date) -> Fraction | None:
    """The list price that counts for a day (rule 2); None until one is in force."""
    return price_that_counts(prices, day, today).in_force


def net_amount(ssc: Ssc, price: Fraction, factor: Fraction, places: int = PLACES) -> Money:
    """Net of an invoice line (rule 2): R(SSC × price × (1 + adjustment)), in minor units.

    The price is in units of the currency, which has so many decimal `places`.
    """
    minor, hundredths = unit_price(price, factor, places)
    return half_up_ratio(ssc * minor, hundredths)


def unit_price(price: Fraction, factor: Fraction, places: int = PLACES) -> tuple[int, int]:
    """Price × (1 + adjustment) of 0.01 SSC in minor units, as numerator and denominator: lines are many, prices few."""
    (upper, lower), (times, over) = price.as_integer_ratio(), factor.as_integer_ratio()
    return upper * times * _MINOR[places], lower * over * _MINOR[PLACES]


def tax_amount(net_total: Money, rate: Fraction) -> Money:
    """VAT (rule 2): R(net total × rate), in minor units; a rate of 19 % is 19/100."""
    return half_up_ratio(net_total * rate.numerator, rate.denominator)


def _starts_on(version: Price) -> date:
    return version.starts_on
