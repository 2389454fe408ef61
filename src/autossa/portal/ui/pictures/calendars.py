"""A year as twelve grids of days, each shaded by how much happens on it."""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from autossa.domain.dates import add_months
from autossa.queries.projects.calendar import CalendarEvent
from autossa.wording import formats

MONTHS = 12
_LEVELS = 4

WORDS: dict[CalendarEvent, Promise] = {
    CalendarEvent.CHARGE: gettext_lazy("Charges"),
    CalendarEvent.CANCEL: gettext_lazy("Last days to cancel"),
    CalendarEvent.END: gettext_lazy("Contracts that end"),
    CalendarEvent.UNCOVERED: gettext_lazy("Coverage that ends without a contract"),
}

Counts = Mapping[tuple[date, CalendarEvent], int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A day: how much happens, as a shade from 0 to 4, the kinds, and all of it in words."""

    day: date
    total: int
    level: int
    kinds: tuple[CalendarEvent, ...]
    words: str
    is_past: bool
    is_today: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its weeks from Monday on, None outside of it, and how often what happens in it."""

    first: date
    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shade:
    """A shade of the legend, and how much it stands for."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class YearPicture:
    """Twelve months, the names of the weekdays, the shades, and each kind's total."""

    months: tuple[Month, ...]
    weekdays: tuple[tuple[str, str], ...]
    shades: tuple[Shade, ...]
    totals: tuple[tuple[CalendarEvent, Promise, int], ...]


def first_and_end(today: date) -> tuple[date, date]:
    """The first day of the picture's year, and the first day after it."""
    first = today.replace(day=1)
    return first, add_months(first, MONTHS)


def year_calendar(counts: Counts, today: date, chosen: date | None = None) -> YearPicture:
    """The picture of twelve months, this one first."""
    first, _end = first_and_end(today)
    by_day = _by_day(counts)
    limits = _limits(max((sum(kinds.values()) for kinds in by_day.values()), default=0))
    months = tuple(_month(add_months(first, index), by_day, limits, today, chosen) for index in range(MONTHS))
    totals = {kind: sum(count for (_, found), count in counts.items() if found is kind) for kind in CalendarEvent}
    return YearPicture(
        months=months,
        weekdays=tuple(formats.weekdays()),
        shades=tuple(_shades(limits)),
        totals=tuple((kind, WORDS[kind], totals[kind]) for kind in CalendarEvent),
    )


def _by_day(counts: Counts) -> dict[date, dict[CalendarEvent, int]]:
    found: dict[date, dict[CalendarEvent, int]] = {}
    for (day, kind), count in counts.items():
        found.setdefault(day, {})[kind] = count
    return found


def _limits(most: int) -> list[int]:
    """From how much on each shade begins: one by one where little happens, else ever wider."""
    if most <= _LEVELS:
        return list(range(1, most + 1))
    return sorted({1, -(-most // 8), -(-most // 3), -(-2 * most // 3)})


def _shades(limits: list[int]) -> Iterator[Shade]:
    for level, (least, following) in enumerate(zip(limits, [*limits[1:], None], strict=False), start=1):
        most = None if following is None else following - 1
        few = formats.whole(least)
        if most is None:
            is_open = len(limits) == _LEVELS and limits[-1] > _LEVELS
            yield Shade(level, f"≥ {few}" if is_open else few)
        else:
            yield Shade(level, few if most == least else f"{few}–{formats.whole(most)}")


def _month(
    first: date, by_day: Mapping[date, Mapping[CalendarEvent, int]], limits: list[int], today: date, chosen: date | None
) -> Month:
    weeks = tuple(
        tuple(_cell(day, by_day.get(day, {}), limits, today, chosen) if day.month == first.month else None for day in w)
        for w in calendar.Calendar().monthdatescalendar(first.year, first.month)
    )
    end = add_months(first, 1)
    counts = tuple(sum(n.get(kind, 0) for day, n in by_day.items() if first <= day < end) for kind in CalendarEvent)
    return Month(first, formats.long_month(first), weeks, counts)


def _cell(day: date, kinds: Mapping[CalendarEvent, int], limits: list[int], today: date, chosen: date | None) -> Cell:
    total = sum(kinds.values())
    return Cell(
        day=day,
        total=total,
        level=sum(total >= limit for limit in limits),
        kinds=tuple(kind for kind in CalendarEvent if kinds.get(kind)),
        words=", ".join(_said(kind, kinds[kind]) for kind in CalendarEvent if kinds.get(kind)),
        is_past=day < today,
        is_today=day == today,
        is_chosen=day == chosen,
    )


def _said(kind: CalendarEvent, count: int) -> str:
    given = {"count": formats.whole(count)}
    if kind is CalendarEvent.CHARGE:
        return ngettext("%(count)s charge", "%(count)s charges", count) % given
    if kind is CalendarEvent.CANCEL:
        return ngettext("%(count)s last day to cancel", "%(count)s last days to cancel", count) % given
    if kind is CalendarEvent.END:
        return ngettext("%(count)s contract ends", "%(count)s contracts end", count) % given
    text = ngettext(
        "the coverage of %(count)s project ends without a contract",
        "the coverage of %(count)s projects ends without a contract",
        count,
    )
    return text % given
