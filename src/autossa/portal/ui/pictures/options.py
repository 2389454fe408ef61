"""What each option would charge in its first months: a row of bars for each, on one scale and one axis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from autossa.domain.amounts import Money, Ssc
from autossa.domain.comparisons import Offer
from autossa.domain.dates import add_months
from autossa.domain.plans import Option
from autossa.domain.settlements import Settlement
from autossa.portal.ui.pictures.scales import percent
from autossa.wording import formats

MONTHS = 12
_HEIGHT, _TOP = 46, 20  # pixels: the highest bar, and the room above it for its figure
_LABELS = 3  # every so many months have their label on a phone too
_AXIS = 22  # pixels below the bars, for the months
_MARGIN = 0.18  # of a column, on either side of its bar
_MANY = 15  # more columns than this have no figures above them


@dataclass(frozen=True, slots=True)
class Stack:
    """What one month's charges come to: parts from the bottom up, each a kind, its top and its height in pixels."""

    x: str
    width: str
    at: str
    anchor: str
    parts: tuple[tuple[str, int, int], ...]
    top: int
    label: str


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """One charge for the table; money in minor units."""

    day: date
    start: date
    end: date
    ssc: Ssc
    from_balance: Ssc
    net: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option: its bars and its charges, and what they come to; `gap` is what the balance pays for one, gross."""

    option: Option
    stacks: tuple[Stack, ...]
    charges: tuple[ChargeRow, ...]
    ssc: Ssc
    from_balance: Ssc
    net: Money
    gross: Money
    gap: Money
    unused: int

    @property
    def height(self) -> int:
        """Of the picture, in pixels; what is `unused` above its highest bar is left out."""
        return _TOP + _HEIGHT + _AXIS - self.unused


@dataclass(frozen=True, slots=True)
class Label:
    """A month below the bars."""

    at: str
    anchor: str
    text: str
    minor: bool


@dataclass(frozen=True, slots=True)
class OptionMonths:
    """The picture of all options; `kinds` is what the legend names."""

    rows: tuple[OptionRow, ...]
    labels: tuple[Label, ...]
    kinds: frozenset[str]
    currency: str
    months: int


def option_months(offers: Iterable[tuple[Option, Offer]], currency: str, months: int = MONTHS) -> OptionMonths | None:
    """The charges of each option that count for the months from the contract's start, in the month each is booked.

    None without an offer.
    """
    found_offers = dict(offers)
    charges = {option: _charges(offer.booked_within(months)) for option, offer in found_offers.items()}
    gaps = {option: offer.gap_worth.gross for option, offer in found_offers.items() if offer.gap_worth}
    days = [charge.day for found in charges.values() for charge in found]
    if not days:
        return None
    columns = _columns(min(days), max(days))
    sums = {option: {first: _in_month(found, first) for first in columns} for option, found in charges.items()}
    most = max(sum(pair) for found in sums.values() for pair in found.values()) or 1
    rows = tuple(
        _row(option, charges[option], list(sums[option].values()), most, gaps.get(option, 0)) for option in charges
    )
    return OptionMonths(
        rows=rows,
        labels=tuple(_labels(columns)),
        kinds=frozenset(kind for row in rows for stack in row.stacks for kind, _, _ in stack.parts),
        currency=currency,
        months=months,
    )


def _charges(settled: Sequence[Settlement]) -> tuple[ChargeRow, ...]:
    return tuple(_charge(one) for one in settled if one.ssc)


def _charge(one: Settlement) -> ChargeRow:
    net, gross = (one.invoice.net, one.invoice.gross) if one.invoice else (0, 0)
    return ChargeRow(one.day, one.start, one.end, one.ssc, one.from_balance, net, gross)


def _columns(first: date, last: date) -> list[date]:
    begin = first.replace(day=1)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(begin, index) for index in range(count)]


def _in_month(charges: Sequence[ChargeRow], first: date) -> tuple[Ssc, Ssc]:
    """What the balance pays in a month, and what is invoiced."""
    found = [charge for charge in charges if charge.day.replace(day=1) == first]
    balance = sum(charge.from_balance for charge in found)
    return balance, sum(charge.ssc for charge in found) - balance


def _row(
    option: Option, charges: tuple[ChargeRow, ...], sums: Sequence[tuple[Ssc, Ssc]], most: Ssc, gap: Money
) -> OptionRow:
    stacks = tuple(_stack(pair, index, most, len(sums)) for index, pair in enumerate(sums) if any(pair))
    return OptionRow(
        option=option,
        stacks=stacks,
        charges=charges,
        ssc=sum(charge.ssc for charge in charges),
        from_balance=sum(charge.from_balance for charge in charges),
        net=sum(charge.net for charge in charges),
        gross=sum(charge.gross for charge in charges),
        gap=gap,
        unused=min(stack.top for stack in stacks) - _TOP,
    )


def _stack(pair: tuple[Ssc, Ssc], index: int, most: Ssc, count: int) -> Stack:
    parts, top = [], _TOP + _HEIGHT
    for kind, ssc in zip(("balance", "invoiced"), pair, strict=True):
        if ssc:
            height = max(2, ssc * _HEIGHT // most)
            top -= height
            parts.append((kind, top, height))
    at, anchor = _place(index, count)
    step = 100 / count
    return Stack(
        x=percent((index + _MARGIN) * step),
        width=percent((1 - 2 * _MARGIN) * step),
        at=at,
        anchor=anchor,
        parts=tuple(parts),
        top=top,
        label=formats.amount(sum(pair)) if count <= _MANY else "",
    )


def _labels(columns: Sequence[date]) -> Iterable[Label]:
    for index, first in enumerate(columns):
        text = formats.month(first) if index else formats.month_and_year(first)
        yield Label(*_place(index, len(columns)), text, minor=index % _LABELS != 0)


def _place(index: int, count: int) -> tuple[str, str]:
    """Where the words of a column stand: in its middle, but at the margins along its bar, so that none is cut off."""
    if index == 0:
        return percent(_MARGIN * 100 / count), "start"
    if index == count - 1:
        return percent(100 - _MARGIN * 100 / count), "end"
    return percent((index + 0.5) * 100 / count), "middle"
