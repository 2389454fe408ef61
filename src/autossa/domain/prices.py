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
