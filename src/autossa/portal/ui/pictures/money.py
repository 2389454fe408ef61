"""The money of the weeks ahead as stacked bars by certainty; and of the months before, expected beside received."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from autossa.domain.amounts import Money
from autossa.domain.billing.forecast import Certainty, Month, Outlook
from autossa.portal.ui.pictures.scales import percent
from autossa.wording import formats, glossary

_GROUND, _HIGHEST = 130, 100  # pixels: the line of nothing, and how far above it the most reaches
_LEAST = 2  # pixels: what there is can be seen, however little
_MARGIN = 0.18  # of a column, on either side of its bars
_LAST_ON_A_PHONE = 11  # a label of a later week would be cut off there


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a column: `kind` is the certainty, or expected and received."""

    kind: str
    x: str
    width: str
    y: int
    height: int
    title: str


@dataclass(frozen=True, slots=True)
class Label:
    """A week or month below the bars; `minor` ones are left out where there is little room."""

    x: str
    text: str
    minor: bool


@dataclass(frozen=True, slots=True)
class MoneyPicture:
    """Bars, labels, which kinds there are, in the order of the legend, and what the highest bar stands for."""

    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    kinds: tuple[str, ...]
    most: Money


def weeks_picture(outlook: Outlook) -> MoneyPicture | None:
    """Seven days a column, the surest at the bottom; None where no money is expected."""
    weeks = outlook.weeks()
    most = max((sum(amounts.values()) for _, amounts in weeks), default=0)
    if most <= 0:
        return None
    bars = tuple(
        bar for place, week in enumerate(weeks) for bar in _stack(outlook.currency, place, len(weeks), week, most)
    )
    labels = tuple(
        Label(
            percent((place + _MARGIN) * 100 / len(weeks)),
            formats.day_and_month(first),
            place % 4 != 0 or place >= _LAST_ON_A_PHONE,
        )
        for place, (first, _) in enumerate(weeks)
        if place % 2 == 0
    )
    kinds = tuple(one.value for one in Certainty if one in outlook.by_certainty())
    return MoneyPicture(bars, labels, kinds, most)


def months_picture(months: Sequence[Month], currency: str) -> MoneyPicture | None:
    """Two bars a month; None where nothing was due and nothing came. Money that went beyond what came has no bar."""
    most = max(max(one.expected, one.received) for one in months)
    if most <= 0:
        return None
    bars = tuple(bar for place, one in enumerate(months) for bar in _pair(one, place, len(months), most, currency))
    labels = tuple(
        Label(percent((place + _MARGIN) * 100 / len(months)), formats.month_and_year(one.first), place % 6 != 0)
        for place, one in enumerate(months)
        if place % 3 == 0
    )
    return MoneyPicture(bars, labels, ("expected", "received"), most)


def _stack(
    currency: str, place: int, count: int, week: tuple[date, dict[Certainty, Money]], most: Money
) -> Iterator[Bar]:
    first, amounts = week
    ground, step = _GROUND, 100 / count
    for certainty in Certainty:
        if amount := amounts.get(certainty, 0):
            height = max(_LEAST, amount * _HIGHEST // most)
            ground -= height
            days = f"{formats.day_and_month(first)} – {formats.day_and_month(first + timedelta(days=6))}"
            title = f"{days}, {glossary.CERTAINTY[certainty]}: {formats.money(amount, currency)}"
            at, width = percent((place + _MARGIN) * step), percent((1 - 2 * _MARGIN) * step)
            yield Bar(certainty.value, at, width, ground, height, title)


def _pair(month: Month, place: int, count: int, most: Money, currency: str) -> Iterator[Bar]:
    step = 100 / count
    half = (1 - 2 * _MARGIN) / 2
    for side, (kind, amount) in enumerate((("expected", month.expected), ("received", month.received))):
        if amount > 0:
            height = max(_LEAST, amount * _HIGHEST // most)
            title = f"{formats.month_and_year(month.first)}: {formats.money(amount, currency)}"
            at = percent((place + _MARGIN + side * half) * step)
            yield Bar(kind, at, percent(half * step), _GROUND - height, height, title)
