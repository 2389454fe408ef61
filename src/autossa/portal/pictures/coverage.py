"""The coverage of a project over time: periods, gaps, and the days that matter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, permutations

from django.utils.translation import gettext as _

from autossa.portal import formats, wording
from autossa.portal.pictures.scales import Box, Scale, Tick, percent
from autossa.queries.coverage import Timeline

_LONGEST = timedelta(days=730)
_AHEAD = timedelta(days=45)
_HEIGHT, _LANES, _LANE = 128, 3, 19  # of the timeline: all lanes used, each so high
_LABEL_TURNS = 60  # per cent: marks right of it have their label on the left
_LETTER = 2.1  # per cent that a letter of a label takes up at most, on a phone


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
    words = {source.value: str(word) for source, word in wording.SOURCE.items()}
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

    @property
    def turned(self) -> bool:
        """Its label is left of its line."""
        return self.at > _LABEL_TURNS

    def is_crossed_by(self, other: "_Placed") -> bool:
        """The line of a mark in a higher lane goes through this one's label."""
        length = _LETTER * (len(self.label) + 1)
        left = self.at - length if self.turned else self.at
        return left < other.at < left + length


def _apart(marks: Sequence[_Placed]) -> tuple[_Placed, ...]:
    """The order from top to bottom in which the fewest lines go through labels; else as given."""
    return min(permutations(marks), key=_crossings)


def _crossings(marks: Sequence[_Placed]) -> int:
    return sum(lower.is_crossed_by(upper) for upper, lower in combinations(marks, 2))


def _title(kind: str, start: date, end: date) -> str:
    return f"{kind_word(kind)}: {formats.day(start)} – {formats.day(formats.last_day(end))}"
