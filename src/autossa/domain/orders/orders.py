"""Orders of licenses: what each line costs by the list, and the invoice of an order (billing 4, 8).

A license is sold once, for money; its service is charged besides, in SSC, by the very rule that adds licenses (rule 6).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from autossa.domain.amounts import PLACES, Money
from autossa.domain.charges import ONCE
from autossa.domain.dates import DAY
from autossa.domain.invoices import Invoice, InvoiceLine, Reason, make_invoice
from autossa.domain.prices import Price, list_price, net_amount, tax_amount
from autossa.domain.refusals import Code, Refusal

UNITS = 100
"""Pieces are counted in hundredths where SSC are, so that one function prices both (rule 2)."""


class Booking(StrEnum):
    """When an order is booked: once its payment has come, or on the day that it is placed."""

    ON_PAYMENT = "on_payment"
    ON_ISSUE = "on_issue"


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many of a license type; `enlarges` is the id of the license that they come beside, "" for none."""

    license_type: str
    quantity: int
    enlarges: str = ""


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line of an order: `price` of one in units of the currency, `net` in minor units."""

    wanted: Wanted
    price: Fraction
    net: Money


@dataclass(frozen=True, slots=True)
class Priced:
    """What an order of licenses comes to; money in minor units, `tax_rate` 19/100 is 19 %."""

    lines: tuple[PricedLine, ...]
    net: Money
    tax: Money
    gross: Money
    tax_rate: Fraction


def price_licenses(
    wanted: Iterable[Wanted],
    prices: Mapping[str, tuple[Price, ...]],
    day: date,
    tax_rate: Fraction,
    places: int = PLACES,
) -> Priced | Refusal:
    """What licenses cost by the list prices of a day (license type → versions), VAT on the net total (billing 4).

    Refused: `no_license_price` for a type that has none in force.
    """
    lines = []
    for one in wanted:
        price = list_price(prices.get(one.license_type, ()), day, day)
        if price is None:
            return Refusal(Code.NO_LICENSE_PRICE)
        lines.append(PricedLine(one, price, net_amount(one.quantity * UNITS, price, ONCE, places)))
    net = sum(line.net for line in lines)
    tax = tax_amount(net, tax_rate)
    return Priced(tuple(lines), net, tax, net + tax, tax_rate)


def order_invoice(
    lines: Iterable[tuple[int, Fraction, Money]], day: date, tax_rate: Fraction, places: int = PLACES
) -> Invoice | None:
    """The invoice of an order that is booked on a day: for each line its units (hundredths), price and net.

    None for one of 0.00.
    """
    found = tuple(InvoiceLine("", place, units, price, ONCE, net) for place, (units, price, net) in enumerate(lines, 1))
    return make_invoice(Reason.ORDER, day, day + DAY, found, tax_rate, places)


def free_id(enlarges: str, taken: Iterable[str]) -> str:
    """The id of a license that an order brings: beside the one that it enlarges (L1-2), else the next (L7)."""
    had = set(taken)
    number = 2 if enlarges else len(had) + 1
    while (code := f"{enlarges}-{number}" if enlarges else f"L{number}") in had:
        number += 1
    return code


class NotBooked(StrEnum):
    """Why an order was not booked with the money that came for it: the money is on account."""

    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    BOOKED_BEFORE = "booked_before"
    TOO_LITTLE = "too_little"
    REFUSED = "refused"


def why_not_booked(state: str, received: Money, gross: Money) -> NotBooked:
    """Of an order in a state, for which so much came (minor units) and which it did not book."""
    if state in ("declined", "withdrawn"):
        return NotBooked(state)
    if state == "booked":
        return NotBooked.BOOKED_BEFORE
    return NotBooked.TOO_LITTLE if received < gross else NotBooked.REFUSED
