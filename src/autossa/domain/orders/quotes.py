"""Quotes: a plan with its figures, which holds up to its last day (billing 8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from autossa.domain.amounts import PLACES, show, show_fraction
from autossa.domain.comparisons import Offer, figures
from autossa.domain.orders.orders import Priced
from autossa.domain.topups import Quote

Figures = dict[str, str]
"""What is agreed to, as text: when any of it differs later, it is another offer."""

_DATED = ("start", "charged_on", "earliest_end")


class About(StrEnum):
    """What is offered."""

    CREDITS = "credits"
    LICENSES = "licenses"
    CONTRACT = "contract"


class State(StrEnum):
    """How a quote stands; derived, never stored."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is another one now; "" for one that is not there."""

    figure: str
    was: str
    now: str


def valid_until(issued_on: date, days: int) -> date:
    """The last day of a quote (policy `quote_days`): issued today for 0 days, it holds today."""
    return issued_on + timedelta(days=days)


def state_of(last_day: date, today: date, *, accepted: bool, withdrawn: bool) -> State:
    """How a quote stands on a day: what was done to it counts before its last day."""
    if accepted:
        return State.ACCEPTED
    if withdrawn:
        return State.WITHDRAWN
    return State.EXPIRED if today > last_day else State.OPEN


def credits_figures(quote: Quote) -> Figures:
    """Of an order of SSC."""
    return {"ssc": show(quote.ssc), "price": show_fraction(quote.price), **_money(quote, quote.places)}


def license_figures(priced: Priced, places: int = PLACES) -> Figures:
    """Of an order of licenses: each line, and the totals."""
    lines = {
        f"line {number}": " ".join(
            (str(line.wanted.quantity), line.wanted.license_type, show_fraction(line.price), line.wanted.enlarges)
        ).rstrip()
        for number, line in enumerate(priced.lines, start=1)
    }
    return {**lines, **_money(priced, places)}


def contract_figures(offer: Offer, day: date) -> Figures:
    """Of a contract as of a day: as of any offer, but for its days where it begins when it is accepted."""
    found = figures(offer)
    moves = offer.start <= day
    return {name: text for name, text in found.items() if not (moves and name in _DATED)}


def differences(agreed: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    """What is not as it was agreed: nothing is done then, and the difference is shown."""
    for name in dict.fromkeys((*now, *agreed)):
        if agreed.get(name, "") != now.get(name, ""):
            yield Difference(name, agreed.get(name, ""), now.get(name, ""))


def _money(found: Quote | Priced, places: int) -> Figures:
    return {
        "net": show(found.net, places),
        "tax": show(found.tax, places),
        "tax_rate": show_fraction(found.tax_rate),
        "gross": show(found.gross, places),
    }
