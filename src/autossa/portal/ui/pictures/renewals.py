"""The renewals to come as bars by week, and the small bar of days left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from autossa.portal.ui.pictures.scales import percent
from autossa.queries.projects.upcoming import Week
from autossa.wording import formats


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


def columns(weeks: Sequence[Week], height: int) -> tuple[Column, ...]:
    """The bars of the renewals to come, at most `height` high."""
    most = max((week.total for week in weeks), default=0) or 1
    step = 100 / len(weeks)
    return tuple(_column(week, index, step, height, most) for index, week in enumerate(weeks))


def meter(days_left: int | None) -> str:
    """How full the coverage bar is, in per cent of a year."""
    return percent(min(max(days_left or 0, 0), 365) / 3.65)


def _column(week: Week, index: int, step: float, height: int, most: int) -> Column:
    active = -(-week.active * height // most) if week.active else 0
    ending = -(-week.ending * height // most) if week.ending else 0
    parts = (("active", height - active, active), ("ending", height - active - ending, ending))
    return Column(
        x=percent(index * step + step * 0.14),
        width=percent(step * 0.72),
        middle=percent((index + 0.5) * step),
        parts=tuple(part for part in parts if part[2]),
        total=week.total,
        top=height - active - ending,
        label=formats.day_and_month(week.monday),
        minor=index % 4 != 0,
        monday=week.monday,
        active=week.active,
        ending=week.ending,
    )
