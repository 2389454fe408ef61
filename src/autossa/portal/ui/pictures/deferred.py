"""Deferred revenue at the end of each month ahead: a row of bars, what is booked above what credits nobody used yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from autossa.domain.amounts import Money
from autossa.domain.billing.books.ahead import Ahead, Month
from autossa.domain.billing.books.why import why_deferred, why_month
from autossa.domain.derivations import Derivation
from autossa.portal.ui.pictures.scales import percent
from autossa.wording import formats

_GROUND, _HIGHEST = 130, 100  # pixels: the line of nothing, and how far above it the most reaches
_LEAST = 2  # pixels: what there is can be seen, however little
_MARGIN = 0.18  # of a column, on either side of its bar
_LABELS = 6  # every so many months have a label


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a month's bar: `kind` is booked or unused."""

    kind: str
    x: str
    width: str
    y: int
    height: int
    title: str


@dataclass(frozen=True, slots=True)
class Label:
    """A month below the bars; `minor` ones are left out where there is little room."""

    x: str
    text: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A month of the table, and why it is so much."""

    last: date
    earned: Money
    deferred: Money
    why: Derivation


@dataclass(frozen=True, slots=True)
class DeferredPicture:
    """The picture and its table in a currency; `most` is what the highest bar stands for."""

    ahead: Ahead
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    rows: tuple[Row, ...]
    most: Money
    why: Derivation
    kinds: frozenset[str]


def deferred_picture(ahead: Ahead) -> DeferredPicture:
    """The months ahead; today's sum is the first bar."""
    points = [(ahead.day, ahead.deferred), *((month.last, month.deferred) for month in ahead.months)]
    most = max(amount for _, amount in points)
    bars = tuple(bar for place, point in enumerate(points) for bar in _bars(ahead, point, place, len(points), most))
    return DeferredPicture(
        ahead=ahead,
        bars=bars,
        labels=tuple(_labels([day for day, _ in points])),
        rows=tuple(_row(ahead, month) for month in ahead.months),
        most=most,
        why=why_deferred(ahead),
        kinds=frozenset(bar.kind for bar in bars),
    )


def _bars(ahead: Ahead, point: tuple[date, Money], place: int, count: int, most: Money) -> Iterator[Bar]:
    day, deferred = point
    title, ground, step = f"{formats.day(day)}: {formats.money(deferred, ahead.currency)}", _GROUND, 100 / count
    for kind, amount in (("unused", ahead.unused), ("booked", deferred - ahead.unused)):
        if amount > 0:
            height = max(_LEAST, amount * _HIGHEST // most)
            ground -= height
            at, width = percent((place + _MARGIN) * step), percent((1 - 2 * _MARGIN) * step)
            yield Bar(kind, at, width, ground, height, title)


def _labels(days: list[date]) -> Iterator[Label]:
    for place, day in enumerate(days[:-1]):
        if place % _LABELS == 0:
            yield Label(percent((place + _MARGIN) * 100 / len(days)), formats.month_and_year(day), place % 12 != 0)


def _row(ahead: Ahead, month: Month) -> Row:
    return Row(month.last, month.earned, month.deferred, why_month(ahead, month))
