"""The credits of a project over time: what there was, and what the run would leave of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.dates import DAY
from autossa.portal.ui.pictures.scales import Scale, Tick, percent
from autossa.queries.credits.forecasts import CreditCourse, CreditDay, Why
from autossa.wording import formats

_GROUND, _HIGHEST = 150, 100  # pixels: the line of nothing, and how far above it the most credits reach
_LEAST = 2  # pixels: what there is can be seen, however little

_WORDS: dict[Why, Promise] = {
    Why.IN: gettext_lazy("received"),
    Why.USED: gettext_lazy("used"),
    Why.HELD: gettext_lazy("held"),
    Why.RELEASED: gettext_lazy("released"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """What there was for some days: `kind` is free or held, with "-planned" for days ahead."""

    kind: str
    x: str
    width: str
    y: int
    height: int
    title: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A day on which credits came in or were used."""

    kind: str
    x: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a day, what moved, and what there was at its end."""

    day: date
    movements: tuple[tuple[Promise, int], ...]
    balance: int
    held: int
    is_planned: bool


@dataclass(frozen=True, slots=True)
class BurnDown:
    """The picture: bars, signs, where today is, the axis, the most there ever is, and the table."""

    bars: tuple[Bar, ...]
    signs: tuple[Sign, ...]
    today: str
    today_turned: bool
    ticks: tuple[Tick, ...]
    most: int
    rows: tuple[Row, ...]
    kinds: frozenset[str]
    first: date
    last: date
    stops_on: date | None


def burn_down(course: CreditCourse) -> BurnDown | None:
    """The picture of a course; None where credits never moved and never will."""
    if not any(day.movements or day.balance for day in course.days):
        return None
    scale = Scale(course.start, course.end)
    most = max(day.balance for day in course.days)
    bars = tuple(bar for one, end in _spans(course) for bar in _bars(one, end, scale, most))
    signs = tuple(sign for day in course.days for sign in _signs(day, scale))
    at = scale.at(course.today)
    return BurnDown(
        bars=bars,
        signs=signs,
        today=percent(at),
        today_turned=at > 60,
        ticks=tuple(scale.ticks()),
        most=most,
        rows=tuple(_row(day) for day in course.days if day.movements),
        kinds=frozenset(bar.kind for bar in bars) | {sign.kind for sign in signs},
        first=course.start,
        last=course.end - DAY,
        stops_on=course.stops_on,
    )


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: date
    day: CreditDay
    is_planned: bool = False

    @property
    def lies_ahead(self) -> bool:
        return self.is_planned or self.day.is_planned


def _spans(course: CreditCourse) -> Iterator[tuple[_Stretch, date]]:
    """Stretches in which nothing moves; one that today falls into is cut there."""
    stretches = [_Stretch(max(day.day, course.start), day) for day in course.days]
    before = [stretch for stretch in stretches if stretch.start <= course.today]
    cut = _Stretch(course.today, before[-1].day, is_planned=True)
    ahead = [stretch for stretch in stretches if stretch.start > course.today]
    all_of_them: Sequence[_Stretch] = (*before, cut, *ahead)
    for one, following in pairwise(all_of_them):
        if one.start < following.start:
            yield one, following.start
    yield all_of_them[-1], course.end


def _bars(one: _Stretch, end: date, scale: Scale, most: int) -> Iterator[Bar]:
    left, right = scale.at(one.start), scale.at(end)
    title = _title(one, end)
    ground = _GROUND
    for kind, ssc in (("free", one.day.free), ("held", one.day.held)):
        if ssc:
            height = max(_LEAST, ssc * _HIGHEST // most)
            ground -= height
            name = f"{kind}-planned" if one.lies_ahead else kind
            yield Bar(name, percent(left), percent(right - left), ground, height, title)


def _title(one: _Stretch, end: date) -> str:
    given = {
        "first": formats.day(one.start),
        "last": formats.day(formats.last_day(end)),
        "ssc": formats.ssc(one.day.balance),
        "held": formats.ssc(one.day.held),
    }
    if one.day.held:
        return _("%(first)s – %(last)s: %(ssc)s, of these %(held)s held") % given
    return _("%(first)s – %(last)s: %(ssc)s") % given


def _signs(day: CreditDay, scale: Scale) -> Iterator[Sign]:
    for why in (Why.IN, Why.USED):
        ssc = sum(movement.ssc for movement in day.movements if movement.why is why)
        if ssc:
            given = {"day": formats.day(day.day), "what": _WORDS[why], "ssc": formats.ssc(ssc)}
            yield Sign(why.value, percent(scale.at(day.day)), _("%(day)s: %(ssc)s %(what)s") % given)


def _row(day: CreditDay) -> Row:
    totals = {why: sum(m.ssc for m in day.movements if m.why is why) for why in Why}
    moved = tuple((_WORDS[why], ssc) for why, ssc in totals.items() if ssc)
    return Row(day.day, moved, day.balance, day.held, day.is_planned)
