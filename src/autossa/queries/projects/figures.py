"""What the first page counts over everything somebody sees: projects by state and days left, renewals by week.

Over thousands of projects this is most of the page's time, and nobody reads the difference that a minute makes: then
each process counts once a minute, and says of which moment its figures are.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from autossa.queries.access import EVERYTHING, Seen
from autossa.queries.projects.counts import Counts, count_projects
from autossa.queries.projects.listing import grace_days
from autossa.queries.projects.upcoming import Week, renewals_by_week

MANY = 2_000  # projects; up to here figures are of the moment
FRESH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and weeks; `as_of` is the moment they are of, when that is not now."""

    counts: Counts
    weeks: tuple[Week, ...]
    as_of: datetime | None = None


_kept: dict[tuple[str, date], Figures] = {}


def read_figures(today: date, now: datetime, seen: Seen = EVERYTHING) -> Figures:
    """The figures of what somebody sees; for those who see everything they may be a minute old."""
    if not seen.everything:
        return _count(today, seen)
    place = (str(connection.settings_dict["NAME"]), today)
    kept = _kept.get(place)
    if kept and kept.as_of and timedelta(0) <= now - kept.as_of < FRESH:
        return kept
    figures = _count(today, seen)
    _kept.clear()
    if figures.counts.total > MANY:
        _kept[place] = Figures(figures.counts, figures.weeks, now)
    return figures


def _count(today: date, seen: Seen) -> Figures:
    return Figures(count_projects(today, grace_days(today), seen), renewals_by_week(today, seen=seen))
