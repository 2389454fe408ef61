"""What happens on which day in a year of all projects that somebody sees: charges, contract ends, last days to cancel,
coverage that ends without a contract. Equal contracts are counted together, so that many projects cost few queries."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.cancellations import reachable_end
from autossa.domain.contracts import OPEN, RUNNING, Contract, Status
from autossa.domain.dates import DAY
from autossa.queries.access import EVERYTHING, Account, ProjectScope, limited_to, visible_projects
from autossa.queries.contracts.groups import Group, group_contracts
from autossa.queries.kept import MANY, Counted, Kept, place_of
from autossa.queries.projects.upcoming import due_days
from autossa.store.ids import public_id

LIMIT = 200


class CalendarEvent(StrEnum):
    """What happens on a day; for an end, that is the last day on which there still is what ends."""

    CHARGE = "charge"
    CANCEL = "cancel"
    END = "end"
    UNCOVERED = "uncovered"


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One thing that happens to one project."""

    happening: CalendarEvent
    project: str
    name: str
    customer: str


@dataclass(frozen=True, slots=True)
class DayList:
    """What happens on one day, by kind and name; `left_out` says how many more there are."""

    day: date
    rows: tuple[CalendarRow, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """How often what happens on each day, and what happens on the day that was chosen.

    `as_of` is the moment that the counts are of, when that is not now.
    """

    counts: Counter[tuple[date, CalendarEvent]]
    chosen: DayList | None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What all of it follows from: contracts alike, and how many projects are covered last on which day."""

    groups: tuple[Group, ...]
    uncovered: tuple[tuple[date, int], ...]

    @property
    def projects(self) -> int:
        """How many were counted."""
        return sum(group.count for group in self.groups) + sum(count for _, count in self.uncovered)


_STATUSES = RUNNING | {Status.SUSPENDED}


def read_calendar(
    today: date, until: date, day: date | None, *, now: datetime, account: Account, organisation: UUID | None = None
) -> Calendar:
    """The calendar of what an account sees as a member of the organisation, with the list of a day. Five queries.

    For those who see everything the counts of many projects may be some minutes old.
    """
    scope = visible_projects(limited_to(account, organisation))
    counted = kept.get(place_of(today), now) if scope.everything else Counted(_sums(today, scope), now)
    chosen = on_day(day, today, scope, sums=counted.value) if day else None
    return Calendar(_year(counted.value, today, until), chosen, counted.unless(now))


def year_of(today: date, until: date, scope: ProjectScope = EVERYTHING) -> Counter[tuple[date, CalendarEvent]]:
    """How often what happens on each day from today to before `until`. Two queries."""
    return _year(_sums(today, scope), today, until)


def on_day(
    day: date, today: date, scope: ProjectScope = EVERYTHING, limit: int = LIMIT, sums: Sums | None = None
) -> DayList:
    """To which projects something happens on a day, today or later. Two queries, two more without the sums."""
    counted = sums or _sums(today, scope)
    wanted = [
        (happening, group)
        for group in counted.groups
        for on, happening in _days_of(group, today, day + DAY)
        if on == day
    ]
    total = sum(group.count for _, group in wanted) + sum(count for last, count in counted.uncovered if last == day)
    keys = [(happening, group.key) for happening, group in wanted]
    rows = (*_projects_of(keys, scope, limit), *_uncovered_on(day, scope, limit))[:limit]
    return DayList(day, rows, max(total - len(rows), 0))


def _sums(today: date, scope: ProjectScope) -> Sums:
    return Sums(tuple(group_contracts(_STATUSES, scope)), tuple(_uncovered(today, scope)))


kept: Kept[tuple[str, date], Sums] = Kept(lambda place: _sums(place[1], EVERYTHING), lambda sums: sums.projects > MANY)
"""For those who see everything, by database and day."""


def _year(sums: Sums, today: date, until: date) -> Counter[tuple[date, CalendarEvent]]:
    found: Counter[tuple[date, CalendarEvent]] = Counter()
    for group in sums.groups:
        for day, happening in _days_of(group, today, until):
            found[day, happening] += group.count
    for day, count in sums.uncovered:
        if day < until:
            found[day, CalendarEvent.UNCOVERED] += count
    return found


def _days_of(group: Group, today: date, until: date) -> Iterator[tuple[date, CalendarEvent]]:
    contract, last = group.contract, until - DAY
    if contract.is_running:
        for day in due_days(contract, group.lead_days, today, last):
            yield day, CalendarEvent.CHARGE
    if contract.status is Status.ACTIVE:
        for day in _days_to_cancel(contract, today, last):
            yield day, CalendarEvent.CANCEL
    if contract.ends_on is not None and today <= contract.ends_on - DAY <= last:
        yield contract.ends_on - DAY, CalendarEvent.END


def _days_to_cancel(contract: Contract, today: date, last: date) -> Iterator[date]:
    """The last days to cancel for the coming ends of terms (rule 7)."""
    day = today
    while True:
        found = reachable_end(contract, day).last_day
        if found > last:
            return
        yield found
        day = found + DAY


def _projects_of(
    wanted: list[tuple[CalendarEvent, tuple[Any, ...]]], scope: ProjectScope, limit: int
) -> Iterator[CalendarRow]:
    """The projects whose contracts are of these groups."""
    if not wanted:
        return
    names = ("status", "start", "booked", "ends_on", "plan")
    columns = {name: [key[index] for _, key in wanted] for index, name in enumerate(names)}
    # Arrays of arrays must be of one length: what a contract changes to is compared as text.
    columns["changes"] = [_changes_text(key[5], key[6]) for _, key in wanted]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.happening, p.id, p.name, o.name"
            " FROM unnest(%(happening)s::text[], %(status)s::text[], %(start)s::date[], %(booked)s::date[],"
            " %(ends_on)s::date[], %(plan)s::uuid[], %(changes)s::text[])"
            " AS g(happening, status, start, booked, ends_on, plan, changes)"
            " JOIN contracts k ON (k.status, k.start, k.booked_until, k.plan_id)"
            " = (g.status, g.start, g.booked, g.plan) AND k.ends_on IS NOT DISTINCT FROM g.ends_on"
            " AND coalesce(k.option_from::text || k.option_plans::text, '') = g.changes"
            " JOIN projects p ON p.id = k.project_id JOIN organisations o ON o.id = p.customer_id"
            f" WHERE {scope.condition()} ORDER BY array_position(%(order)s::text[], g.happening), o.name, p.name, p.id"
            " LIMIT %(limit)s",
            {
                "happening": [happening.value for happening, _ in wanted],
                **columns,
                "order": [happening.value for happening in CalendarEvent],
                "limit": limit,
                **scope.given(),
            },
        )
        yield from (CalendarRow(CalendarEvent(h), public_id("prj", key), name, owner) for h, key, name, owner in cursor)


def _changes_text(days: list[date] | None, plans: list[UUID] | None) -> str:
    """As PostgreSQL writes both arrays; empty for a contract that never changed its option."""
    return f"{{{','.join(map(str, days))}}}{{{','.join(map(str, plans))}}}" if days and plans else ""


_NOTHING_OPEN = "NOT EXISTS (SELECT 1 FROM contracts k WHERE k.project_id = p.id AND k.status = ANY(%(open)s))"
_OPEN = sorted(status.value for status in OPEN)


def _uncovered(today: date, scope: ProjectScope) -> Iterator[tuple[date, int]]:
    """Last covered days, from today on, of projects that no contract extends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.covered_until, count(*) FROM projects p"
            f" WHERE {scope.condition()} AND p.covered_until > %(today)s AND {_NOTHING_OPEN} GROUP BY 1",
            {"today": today, "open": _OPEN, **scope.given()},
        )
        yield from ((end - DAY, count) for end, count in cursor)


def _uncovered_on(day: date, scope: ProjectScope, limit: int) -> Iterator[CalendarRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            # Those of the day first: otherwise every customer is walked, in the order of names.
            "WITH found AS MATERIALIZED (SELECT p.id, p.name, p.customer_id FROM projects p"
            f" WHERE {scope.condition()} AND p.covered_until = %(end)s AND {_NOTHING_OPEN})"
            " SELECT p.id, p.name, o.name FROM found p JOIN organisations o ON o.id = p.customer_id"
            " ORDER BY o.name, p.name, p.id LIMIT %(limit)s",
            {"end": day + DAY, "open": _OPEN, "limit": limit, **scope.given()},
        )
        yield from (
            CalendarRow(CalendarEvent.UNCOVERED, public_id("prj", key), name, owner) for key, name, owner in cursor
        )
