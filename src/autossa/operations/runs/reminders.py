"""Reminders: once a day for all projects, and once a week for partners; each is made once, whenever that is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction

from autossa.domain.reminders import Kind, Reminder, reminders_due
from autossa.domain.renewals import catch_up
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day
from autossa.queries.organisations.partner_projects import partners_with_projects
from autossa.store import models
from autossa.store.engine.copy import copy_rows
from autossa.store.engine.load import Loaded, load_projects
from autossa.store.engine.rows import OutboxRow
from autossa.store.ids import new_id

log = structlog.get_logger()
BATCH_SIZE = 500
WEEKLY = "weekly_list"

_INSERT = """
INSERT INTO reminders (id, kind, about, due_on, sent_on)
SELECT d.*, %s FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::date[]) AS d
ON CONFLICT (about, kind, due_on) DO NOTHING RETURNING id
"""
# The day on which the end of a contract was set or taken back the last time.
_ENDS_SET = """
SELECT c.id, max(e.day) FROM contracts c JOIN contract_events e ON e.contract_id = c.id AND e.status = ''
WHERE c.id = ANY(%s) GROUP BY c.id
"""
# The day on which coverage was extended by hand up to where it ends now, however long before its first day.
_EXTENDED = """
SELECT s.project_id, max(s.day) FROM settlements s JOIN projects p ON p.id = s.project_id
LEFT JOIN voids v ON v.settlement_id = s.id
WHERE s.reason = 'manual' AND s."end" = p.covered_until AND v.id IS NULL AND s.project_id = ANY(%s)
GROUP BY s.project_id
"""


@dataclass(frozen=True, slots=True)
class Report:
    """How many projects were looked at, and how many reminders that were not there before were made."""

    projects: int
    reminders: int


@dataclass(frozen=True, slots=True)
class _Due:
    """A reminder on its way into the tables."""

    kind: str
    about: UUID
    due_on: date
    project: UUID | None
    payload: dict[str, Any]


def run(*, ctx: ActionContext, batch: int = BATCH_SIZE, progress: Callable[[int], None] = lambda _: None) -> Report:
    """Make the reminders that are due and were not made yet, in batches, each in one transaction.

    Running again, or by several at once, makes none twice. A project that cannot be looked at is left out. Raises
    DayToCome.
    """
    check_day(ctx)
    projects = reminders = 0
    after: UUID | None = None
    while ids := _next_projects(after, batch):
        with transaction.atomic():
            loaded = load_projects(ids, ctx.today, lock=False)
            ends_set = _days(_ENDS_SET, [item.contract_id for item in loaded.values() if item.contract_id])
            extended = _days(_EXTENDED, list(loaded))
            due = [one for item in loaded.values() for one in _of_project(item, ends_set, extended, ctx.today)]
            reminders += _make(due, ctx)
        projects, after = projects + len(ids), ids[-1]
        progress(len(ids))
    return Report(projects, reminders)


def run_weekly(*, ctx: ActionContext) -> int:
    """The weekly list for each partner with projects, once for the week of the day; how many were made."""
    monday = monday_of(ctx.today)
    due = [
        _Due(WEEKLY, partner, monday, None, {"partner": str(partner)})
        for partner in partners_with_projects(ctx.today)
    ]  # fmt: skip
    with transaction.atomic():
        return _make(due, ctx)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _of_project(item: Loaded, ends_set: dict[UUID, date], extended: dict[UUID, date], day: date) -> Iterator[_Due]:
    end_set = ends_set.get(item.contract_id) if item.contract_id else None
    try:
        project = catch_up(item.project, item.touched_on, day).project
        found = reminders_due(project, day, end_set, extended.get(item.id))
    except Exception:  # whatever it is: it is this project's, the others get theirs
        log.exception("project left out of the reminders", project=str(item.id))
        return
    for reminder in found:
        payload = _payload(reminder, item)
        yield _Due(reminder.kind.value, item.id, reminder.due_on, item.id, payload)


def _payload(reminder: Reminder, item: Loaded) -> dict[str, Any]:
    """What the mail says besides what can be looked up: the figures as of the day the reminder was made."""
    payload: dict[str, Any] = {"about": reminder.about.isoformat()}
    if reminder.kind is Kind.GAP_DOUBLES and item.project.first_uncovered:
        gap_from = item.project.first_uncovered.isoformat()
        payload |= {"once": reminder.once, "late": reminder.late, "gap_from": gap_from}
    if (charge := reminder.charge) is not None:
        invoice = charge.invoice
        payload |= {
            "start": charge.start.isoformat(),
            "end": charge.end.isoformat(),
            "ssc": charge.ssc,
            "from_balance": charge.from_balance,
            "net": invoice.net if invoice else 0,
            "tax": invoice.tax if invoice else 0,
            "gross": invoice.gross if invoice else 0,
            "currency": item.currency,
        }
    return payload


def _make(due: list[_Due], ctx: ActionContext) -> int:
    """Write the reminders that are not there yet, and a message for each of them."""
    by_id = {new_id(): one for one in due}
    if not by_id:
        return 0
    columns = [
        list(column) for column in zip(*((key, o.kind, o.about, o.due_on) for key, o in by_id.items()), strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [ctx.today, *columns])
        new = [by_id[row[0]] for row in cursor.fetchall()]
    copy_rows([OutboxRow(new_id(), f"reminder.{one.kind}", one.project, one.payload, ctx.now) for one in new])
    return len(new)


def _next_projects(after: UUID | None, batch: int) -> list[UUID]:
    found = models.Project.objects.order_by("id")
    if after is not None:
        found = found.filter(pk__gt=after)
    return list(found.values_list("id", flat=True)[:batch])


def _days(query: str, ids: list[UUID]) -> dict[UUID, date]:
    """A day for each of these contracts or projects."""
    with connection.cursor() as cursor:
        cursor.execute(query, [ids])
        return dict(cursor.fetchall())
