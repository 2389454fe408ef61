"""The few rows that change: projects, contracts, lots, lines. One UPDATE a table for a whole batch."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from autossa.store.engine.arrays import array_text

_PROJECTS = """
UPDATE projects p SET free = d.free, held = d.held, next_lot = d.next_lot, first_activation = d.first_activation,
    covered_until = d.covered_until, touched_on = d.touched_on, wake_on = d.wake_on
FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::int[], %s::date[], %s::date[], %s::date[], %s::date[])
    AS d(id, free, held, next_lot, first_activation, covered_until, touched_on, wake_on)
WHERE p.id = d.id
"""
_CONTRACTS = """
UPDATE contracts c SET status = d.status, booked_until = d.booked_until, ends_on = d.ends_on,
    decided_on = coalesce(c.decided_on, d.decided_on), voids = d.voids
FROM unnest(%s::uuid[], %s::text[], %s::date[], %s::date[], %s::date[], %s::int[])
    AS d(id, status, booked_until, ends_on, decided_on, voids)
WHERE c.id = d.id
"""
_PAYERS = """
UPDATE contracts c SET payer_id = d.payer FROM unnest(%s::uuid[], %s::uuid[]) AS d(id, payer) WHERE c.id = d.id
"""
_LOTS = """
UPDATE lots l SET free = d.free, held = d.held
FROM unnest(%s::uuid[], %s::int[], %s::bigint[], %s::bigint[]) AS d(project_id, number, free, held)
WHERE l.project_id = d.project_id AND l.number = d.number
"""
_LINES = """
UPDATE license_lines l SET added_on = d.added_on, ended_on = d.ended_on, confirmed = d.confirmed
FROM unnest(%s::uuid[], %s::date[], %s::date[], %s::bool[]) AS d(id, added_on, ended_on, confirmed)
WHERE l.id = d.id
"""
_ACTIVATED = """
UPDATE licenses l SET activated_on = coalesce(l.activated_on, d.day)
FROM unnest(%s::uuid[], %s::date[]) AS d(id, day) WHERE l.id = d.id
"""
_REVOKED = 'DELETE FROM coverage WHERE "grant" = ANY(%s::uuid[])'


@dataclass(slots=True)
class Changes:
    """New values of rows that exist, as tuples in the order of the statements above."""

    projects: list[tuple[Any, ...]] = field(default_factory=list)
    contracts: list[tuple[Any, ...]] = field(default_factory=list)
    payers: list[tuple[Any, ...]] = field(default_factory=list)
    lots: list[tuple[Any, ...]] = field(default_factory=list)
    lines: list[tuple[Any, ...]] = field(default_factory=list)
    activated: list[tuple[Any, ...]] = field(default_factory=list)
    revoked: list[Any] = field(default_factory=list)


def write_before_journal(changes: Changes) -> None:
    """What new rows may collide with: a former contract that closed, a revoked period, a line that ended."""
    _update(_CONTRACTS, changes.contracts)
    _update(_PAYERS, changes.payers)
    _update(_LINES, changes.lines)
    if changes.revoked:
        with connection.cursor() as cursor:
            cursor.execute(_REVOKED, [array_text(changes.revoked)])


def write_after_journal(changes: Changes) -> None:
    """Balances and lots, once all that moved them is written."""
    _update(_LOTS, changes.lots)
    _update(_ACTIVATED, changes.activated)
    _update(_PROJECTS, changes.projects)


def _update(statement: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [array_text(column) for column in zip(*rows, strict=True)])
