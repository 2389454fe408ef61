"""The geometry of the pictures: everything across in percent, so that a picture fits any width and its text stays
readable. Templates draw it as SVG; colours and patterns are the style sheet's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from autossa.domain.dates import add_months
from autossa.portal import formats, wording
from autossa.queries.coverage import Timeline
from autossa.queries.upcoming import Week

_LONGEST = timedelta(days=730)
_AHEAD = timedelta(days=45)
_HEIGHT, _LANES, _LANE = 128, 3, 19  # of the timeline: all lanes used, each so high
_LABEL_TURNS = 60  # per cent: marks right of it have their label on the left
_LAST_TICK = 95  # per cent: a label further right would be cut off
_STEPS = ((13, 1), (26, 2), (40, 3), (80, 6), (10_000, 12))  # months shown at most, months between ticks


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, and what it is in words."""

    kind: str
    x: str
    width: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that matters: a line with a label. `lane` 0 is the topmost; `turned` puts the label left of the line."""

    kind: str
    x: str
    lane: int
    label: str
    day: date
    turned: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A month on the axis; `minor` ones are left out where there is little room."""

    x: str
    label: str
    minor: bool


@dataclass(frozen=True, slots=True)
class CoveragePicture:
    """The coverage timeline: boxes in order, marks, ticks, and what the legend names."""

    boxes: tuple[Box, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    kinds: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, date, date, int], ...]
    is_cut: bool
    height: int
    shift: int


@dataclass(frozen=True, slots=True)
class Column:
    """A week: stacked parts from the bottom up, the label above and the one below."""

    x: str
    width: str
    middle: str
    parts: tuple[tuple[str, int, int], ...]
    total: int
    top: int
    label: str
    minor: bool
    monday: date
    active: int
    ending: int


class _Scale:
    """Days to per cent of the picture's width."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last

    def at(self, day: date) -> float:
        """Where a day begins, kept inside the picture."""
        share = (day - self.first).days / (self.last - self.first).days
        return min(max(share, 0.0), 1.0) * 100

    def box(self, kind: str, start: date, end: date, title: str) -> Box:
        """The rectangle of [start, end)."""
        left, right = self.at(start), self.at(end)
        return Box(kind, _percent(left), _percent(right - left), title)


def coverage_picture(timeline: Timeline) -> CoveragePicture:
    """The picture of what is covered, what is not, and which days matter."""
    spans = list(_spans(timeline))
    days = [timeline.today, *(day for _, start, end in spans for day in (start, end)), *_marked(timeline)]
    first = max(min(days), timeline.today - _LONGEST)
    last = max(max(days), timeline.today + _AHEAD)
    pad = timedelta(days=max(3, (last - first).days // 40))
    scale = _Scale(first - pad, last + pad)
    shown = [span for span in spans if span[2] > first]
    marks = tuple(_marks(timeline, scale))
    unused = _LANES - len(marks)
    return CoveragePicture(
        boxes=tuple(scale.box(kind, start, end, _title(kind, start, end)) for kind, start, end in shown),
        marks=marks,
        ticks=tuple(_ticks(scale)),
        kinds=tuple(dict.fromkeys((kind, kind_word(kind)) for kind, _, _ in spans)),
        rows=tuple((kind_word(kind), start, formats.last_day(end), (end - start).days) for kind, start, end in spans),
        is_cut=min(days) < first,
        height=_HEIGHT - unused * _LANE,
        shift=-unused * _LANE,
    )


def kind_word(kind: str) -> str:
    """What a box of the timeline stands for."""
    words = {source.value: str(word) for source, word in wording.SOURCE.items()}
    return {**words, "gap": _("Not covered"), "planned": _("Next extension, planned")}[kind]


def columns(weeks: Sequence[Week], height: int) -> tuple[Column, ...]:
    """The bars of the renewals to come, at most `height` high."""
    most = max((week.total for week in weeks), default=0) or 1
    step = 100 / len(weeks)
    return tuple(_column(week, index, step, height, most) for index, week in enumerate(weeks))


def meter(days_left: int | None) -> str:
    """How full the coverage bar is, in per cent of a year."""
    return _percent(min(max(days_left or 0, 0), 365) / 3.65)


def _spans(timeline: Timeline) -> list[tuple[str, date, date]]:
    found = [(period.source.value, period.start, period.end) for period in timeline.periods]
    found += [("gap", gap.start, gap.end) for gap in timeline.gaps]
    if timeline.planned:
        found.append(("planned", timeline.planned.start, timeline.planned.end))
    return sorted(found, key=lambda span: span[1])


def _marked(timeline: Timeline) -> list[date]:
    cancelling = timeline.cancelling.last_day if timeline.cancelling else None
    return [day for day in (timeline.charged_on, cancelling, timeline.ends_on) if day]


def _marks(timeline: Timeline, scale: _Scale) -> Iterator[Mark]:
    """Each in a lane of its own, so that labels never meet; today in the lowest."""
    found = [
        ("cancel", _("Last day to cancel"), timeline.cancelling.last_day if timeline.cancelling else None),
        ("end", _("Contract ends"), formats.last_day(timeline.ends_on) if timeline.ends_on else None),
        ("charge", _("Next charge"), timeline.charged_on),
        ("today", _("Today"), timeline.today),
    ]
    marks = [(kind, label, day) for kind, label, day in found if day is not None]
    for lane, (kind, label, day) in enumerate(marks, start=_LANES - len(marks)):
        at = scale.at(day)
        yield Mark(kind, _percent(at), lane, label, day, at > _LABEL_TURNS)


def _ticks(scale: _Scale) -> Iterator[Tick]:
    span = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    step = next(step for most, step in _STEPS if span <= most)
    month = add_months(date(scale.first.year, 1, 1), step * (-(-scale.first.month // step)))
    index = 0
    while scale.at(month) < _LAST_TICK:
        label = formats.month(month) if index else formats.month_and_year(month)
        yield Tick(_percent(scale.at(month)), label, minor=index % 3 != 0)
        month, index = add_months(month, step), index + 1


def _title(kind: str, start: date, end: date) -> str:
    return f"{kind_word(kind)}: {formats.day(start)} – {formats.day(formats.last_day(end))}"


def _column(week: Week, index: int, step: float, height: int, most: int) -> Column:
    active = -(-week.active * height // most) if week.active else 0
    ending = -(-week.ending * height // most) if week.ending else 0
    parts = (("active", height - active, active), ("ending", height - active - ending, ending))
    return Column(
        x=_percent(index * step + step * 0.14),
        width=_percent(step * 0.72),
        middle=_percent((index + 0.5) * step),
        parts=tuple(part for part in parts if part[2]),
        total=week.total,
        top=height - active - ending,
        label=formats.day_and_month(week.monday),
        minor=index % 4 != 0,
        monday=week.monday,
        active=week.active,
        ending=week.ending,
    )


def _percent(value: float) -> str:
    return f"{value:.2f}%"
