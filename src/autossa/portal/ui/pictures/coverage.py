"""The coverage of a project over time: periods, gaps, and the days that matter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, permutations, product

from django.utils.translation import gettext as _

from autossa.portal.ui.pictures.scales import Box, Scale, Tick, percent
from autossa.queries.projects.coverage import Timeline
from autossa.wording import formats, glossary

_LONGEST = timedelta(days=730)
_AHEAD = timedelta(days=45)
_HEIGHT, _LANES, _LANE = 128, 3, 19  # of the timeline: all lanes used, each so high
_LETTER_ON_A_PHONE, _LETTER_AT_A_DESK = 2.2, 0.65  # per cent that a letter of a label takes up at most


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


def coverage_picture(timeline: Timeline) -> CoveragePicture:
    """The picture of what is covered, what is not, and which days matter."""
    spans = list(_spans(timeline))
    days = [timeline.today, *(day for _, start, end in spans for day in (start, end)), *_marked(timeline)]
    first = max(min(days), timeline.today - _LONGEST)
    last = max(max(days), timeline.today + _AHEAD)
    pad = timedelta(days=max(3, (last - first).days // 40))
    scale = Scale(first - pad, last + pad)
    shown = [span for span in spans if span[2] > first]
    marks = tuple(_marks(timeline, scale))
    unused = _LANES - len(marks)
    return CoveragePicture(
        boxes=tuple(scale.box(kind, start, end, _title(kind, start, end)) for kind, start, end in shown),
        marks=marks,
        ticks=tuple(scale.ticks()),
        kinds=tuple(dict.fromkeys((kind, kind_word(kind)) for kind, _, _ in spans)),
        rows=tuple((kind_word(kind), start, formats.last_day(end), (end - start).days) for kind, start, end in spans),
        is_cut=min(days) < first,
        height=_HEIGHT - unused * _LANE,
        shift=-unused * _LANE,
    )


def kind_word(kind: str) -> str:
    """What a box of the timeline stands for."""
    words = {source.value: str(word) for source, word in glossary.SOURCE.items()}
    return {**words, "gap": _("Not covered"), "planned": _("Next extension, planned")}[kind]


def _spans(timeline: Timeline) -> list[tuple[str, date, date]]:
    found = [(period.source.value, period.start, period.end) for period in timeline.periods]
    found += [("gap", gap.start, gap.end) for gap in timeline.gaps]
    if timeline.planned:
        found.append(("planned", timeline.planned.start, timeline.planned.end))
    return sorted(found, key=lambda span: span[1])


def _marked(timeline: Timeline) -> list[date]:
    cancelling = timeline.cancelling.last_day if timeline.cancelling else None
    return [day for day in (timeline.charged_on, cancelling, timeline.ends_on) if day]


def _marks(timeline: Timeline, scale: Scale) -> Iterator[Mark]:
    """Each in a lane of its own, so that labels never meet."""
    found = [
        ("cancel", _("Last day to cancel"), timeline.cancelling.last_day if timeline.cancelling else None),
        ("end", _("Contract ends"), formats.last_day(timeline.ends_on) if timeline.ends_on else None),
        ("charge", _("Next charge"), timeline.charged_on),
        ("today", _("Today"), timeline.today),
    ]
    marks = [_Placed(kind, label, day, scale.at(day)) for kind, label, day in found if day is not None]
    for lane, mark in enumerate(_apart(marks), start=_LANES - len(marks)):
        yield Mark(mark.kind, percent(mark.at), lane, mark.label, mark.day, mark.turned)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mark before it has a lane; `at` in per cent."""

    kind: str
    label: str
    day: date
    at: float
    turned: bool = False

    def fits(self) -> bool:
        """Its label is inside the picture, on a phone too."""
        left, right = self.extent(_LETTER_ON_A_PHONE)
        return left >= 0 and right <= 100

    def extent(self, letter: float) -> tuple[float, float]:
        """From where to where its label reaches, in per cent."""
        length = letter * (len(self.label) + 1.5)
        return (self.at - length, self.at) if self.turned else (self.at, self.at + length)


def _apart(marks: Sequence[_Placed]) -> tuple[_Placed, ...]:
    """The order from top to bottom, and the sides of the labels, with which the fewest lines go through labels."""
    sides = [
        [side for turned in (False, True) if (side := replace(mark, turned=turned)).fits()] or [mark] for mark in marks
    ]
    return min((order for chosen in product(*sides) for order in permutations(chosen)), key=_crossings)


def _crossings(marks: Sequence[_Placed]) -> tuple[int, int]:
    """On a phone, and at a desk."""
    pairs = list(combinations(marks, 2))
    phone, desk = (
        sum(left < upper.at < right for upper, lower in pairs for left, right in (lower.extent(letter),))
        for letter in (_LETTER_ON_A_PHONE, _LETTER_AT_A_DESK)
    )
    return phone, desk


def _title(kind: str, start: date, end: date) -> str:
    return f"{kind_word(kind)}: {formats.day(start)} – {formats.day(formats.last_day(end))}"
