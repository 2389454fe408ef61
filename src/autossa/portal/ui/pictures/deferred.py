"""Deferred revenue at the end of each month ahead: a row of bars, what is booked above what credits nobody used yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from autossa.domain.amounts import Money
from autossa.domain.billing.books.ahead import Ahead, Month
from autossa.domain.billing.books.why import why_deferred, why_month
from autossa.domain.derivations import Derivation
from autossa.portal.ui.pictures.columns import Bar, Columns, Label, Part
from autossa.wording import formats

_LABELS = 6  # every so many months have a label


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
    columns = Columns(len(points), most)
    bars = tuple(bar for place, point in enumerate(points) for bar in columns.stacked(place, _parts(ahead, point)))
    return DeferredPicture(
        ahead=ahead,
        bars=bars,
        labels=tuple(_labels(columns, [day for day, _ in points])),
        rows=tuple(_row(ahead, month) for month in ahead.months),
        most=most,
        why=why_deferred(ahead),
        kinds=frozenset(bar.kind for bar in bars),
    )


def _parts(ahead: Ahead, point: tuple[date, Money]) -> tuple[Part, ...]:
    day, deferred = point
    title = f"{formats.day(day)}: {formats.money(deferred, ahead.currency)}"
    return Part("unused", ahead.unused, title), Part("booked", deferred - ahead.unused, title)


def _labels(columns: Columns, days: list[date]) -> Iterator[Label]:
    for place, day in enumerate(days[:-1]):
        if place % _LABELS == 0:
            yield columns.label(place, formats.month_and_year(day), minor=place % 12 != 0)


def _row(ahead: Ahead, month: Month) -> Row:
    return Row(month.last, month.earned, month.deferred, why_month(ahead, month))
