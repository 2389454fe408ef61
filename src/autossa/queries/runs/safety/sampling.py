"""The checks of verify on some projects alone: each query sees only what is theirs, and is the same query.

A table of the query is shadowed by a part of it of the same name (`WITH settlements AS (…)`): what would be wrong of
these projects in a whole verify is found here, at the cost of these projects. What is about all of them together, such
as numbers without a gap, is not asked.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.store import models

_OF_PROJECTS = ("settlements", "transfers", "lots", "coverage", "coverage_entries", "contracts", "license_lines")
_PARTS = (
    "projects AS NOT MATERIALIZED (SELECT * FROM projects WHERE id = ANY(%s::uuid[]))",
    *(f"{table} AS NOT MATERIALIZED (SELECT * FROM {table} WHERE project_id = ANY(%s::uuid[]))"
      for table in _OF_PROJECTS),
    "charges AS NOT MATERIALIZED (SELECT * FROM charges WHERE settlement_id IN (SELECT id FROM settlements))",
    "contract_events AS NOT MATERIALIZED (SELECT * FROM contract_events"
    " WHERE contract_id IN (SELECT id FROM contracts))",
    "invoices AS NOT MATERIALIZED (SELECT * FROM invoices WHERE settlement IN (SELECT id FROM settlements))",
)  # fmt: skip
_TWO_DAYS = 2 * 24 * 3600 * 1000  # in the milliseconds that an id begins with
_projects: ContextVar[list[UUID] | None] = ContextVar("projects", default=None)


@contextmanager
def only_of(projects: list[UUID]) -> Iterator[None]:
    """Inside, queries of checks see these projects alone."""
    token = _projects.set(projects)
    try:
        yield
    finally:
        _projects.reset(token)


def shadowed(query: str, parameters: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """The query as it is asked: as it stands, or over the parts of its tables."""
    projects = _projects.get()
    if projects is None:
        return query, parameters
    head, own = ", ".join(_PARTS), query.lstrip()
    if own.upper().startswith("WITH "):
        own = f", {own[len('WITH ') :]}"
    return f"WITH {head} {own}", [*([projects] * (len(_OF_PROJECTS) + 1)), *parameters]


# The ids of what a run booked lie close together, since they begin with the moment: no index of its own is needed.
_OF_RUN = """
SELECT DISTINCT project_id FROM settlements
WHERE id BETWEEN %s AND %s AND run = %s AND (hashtext(project_id::text) & 65535) %% %s = 0 LIMIT %s
"""


def projects_of_run(row: models.Run, count: int) -> list[UUID]:
    """Some of the projects that a run booked for, spread over all of them."""
    first, last = span_of(row)
    with connection.cursor() as cursor:
        cursor.execute(_OF_RUN, [first, last, row.pk, max(1, row.periods // count), count])
        return [key for (key,) in cursor.fetchall()]


def span_of(row: models.Run) -> tuple[UUID, UUID]:
    """Between which ids the bookings of a run lie: from its own on, by a clock that may be two days wrong."""
    begin = row.pk.int >> 80
    end = int((row.alive_at or row.started_at).timestamp() * 1000)
    return UUID(int=max(0, begin - _TWO_DAYS) << 80), UUID(int=(max(begin, end) + _TWO_DAYS) << 80)
