"""How a run is begun: checked before it books anything, halted where it is not as foreseen, let go on by somebody."""

from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import OperationalError, connection, transaction

from autossa.domain.runs.caps import Doubt, Outlook, doubts
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day
from autossa.operations.errors import OperationError
from autossa.operations.runs.safety import alarms
from autossa.operations.runs.safety.errors import DayLongPast, NoSuchRun, RunHalted, RunStopped
from autossa.operations.validation import MAX_REASON, read_text
from autossa.queries.runs.due import count_due
from autossa.queries.runs.safety.outlook import read_outlook
from autossa.queries.vendor.days import latest_day
from autossa.store import models
from autossa.store.ids import new_id

log = structlog.get_logger()
LONG_PAST = 31
"""So many days ago a run may be for without being asked; the demo, which may show any day, is not asked."""

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(1370, 1)"
# By the database's clock alone: those of the machines that share a run may differ.
_SILENT = """
UPDATE runs SET state = 'broken', cause = 'It was broken off: no sign of it since '
    || to_char(coalesce(alive_at, started_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC. '
    || periods || ' periods are booked; the next run books the others.'
WHERE state = 'running' AND coalesce(alive_at, started_at) < clock_timestamp() - interval '15 minutes'
"""
_BEGIN = "UPDATE runs SET state = 'running', cause = '', alive_at = clock_timestamp() WHERE id = %s"


def open_run(*, ctx: ActionContext, reason: str = "") -> UUID:
    """Check before, then begin a run, whose row is kept true from now on. With a reason it begins whatever it finds.

    Raises DayToCome, ClockWrong, DayLongPast, RunHalted (nothing is booked, staff are told), RunStopped.
    """
    check_day(ctx)
    if not reason and not settings.TODAY and (latest_day(ctx.now) - ctx.today).days > LONG_PAST:
        raise DayLongPast(day=ctx.today, most=LONG_PAST)
    with transaction.atomic():
        _alone()
        row = _of_day(ctx) or _looked_at(ctx, is_meant=bool(reason))
        if reason and row.decided_at is None:
            _decide(row, "allow_run", read_text(reason, "the reason", MAX_REASON, field="reason"), ctx)
        may_begin = row.state == "running" or (row.state == "halted" and row.decided_at is not None)
        if may_begin:
            _execute(_BEGIN, [row.pk])
    if not may_begin:
        raise halted(row) if row.state == "halted" else RunStopped(day=row.day, reason=row.reason)
    return row.pk


def allow(*, run: UUID, reason: str, ctx: ActionContext) -> None:
    """Let a run go on that was halted or stopped: the next start of that day begins it. Raises NoSuchRun, Invalid."""
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        _decide(_waiting(run, "halted", "stopped"), "allow_run", reason, ctx)


def stop(*, run: UUID, reason: str, ctx: ActionContext) -> None:
    """Have a halted run book nothing: what is due waits for the run of another day. Raises NoSuchRun, Invalid."""
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        row = _waiting(run, "halted")
        record_activity(ctx, "stop_run", details={"run": row.public_id, "day": row.day.isoformat(), "reason": reason})
        models.Run.objects.filter(pk=run).update(state="stopped", reason=reason, decided_at=None)


def halted(row: models.Run) -> OperationError:
    """Why a run waits, with its figures."""
    figures: dict[str, Any] = row.figures
    forecast = figures.get("forecast")
    return RunHalted(
        day=row.day, due=figures.get("due", 0), forecast="–" if forecast is None else forecast,
        periods=figures.get("periods", 0),
        parts=", ".join(f"{one['currency']} {one['percent']} %" for one in figures.get("worths", [])) or "–",
    )  # fmt: skip


def figures_of(outlook: Outlook, found: tuple[Doubt, ...]) -> dict[str, Any]:
    """What a run was checked against, as its row keeps it; percent of what was charged before, whole."""
    return {
        "due": outlook.due,
        "forecast": outlook.forecast,
        "sampled": outlook.sampled,
        "periods": outlook.periods_of_all,
        "worths": [
            {"currency": one.currency, "percent": int(one.planned * 100 / one.before) if one.before else 0}
            for one in outlook.worths
        ],
        "doubts": [one.value for one in found],
    }


def _of_day(ctx: ActionContext) -> models.Run | None:
    """The run of the day that was halted or stopped; those that went silent are closed on the way."""
    _execute(_SILENT)
    return models.Run.objects.filter(day=ctx.today, state__in=["halted", "stopped"]).order_by("-id").first()


def _looked_at(ctx: ActionContext, *, is_meant: bool) -> models.Run:
    """A new run, running or halted; where somebody let one go on, no other of that day is asked again."""
    outlook = _look(ctx)
    was_asked = models.Run.objects.filter(day=ctx.today, decided_at__isnull=False).exclude(state="voided").exists()
    found = () if was_asked else doubts(outlook, settings.RUN_LIMITS)
    row = models.Run(
        id=new_id(), day=ctx.today, started_at=ctx.now, state="halted" if found else "running",
        figures=figures_of(outlook, found),
    )  # fmt: skip
    row.cause = str(halted(row))[:500] if found else ""
    row.save(force_insert=True)
    if found and not is_meant:
        log.error("run halted", run=row.public_id, day=str(row.day), **row.figures)
        alarms.tell_halted(row, ctx)
    return row


def _look(ctx: ActionContext) -> Outlook:
    """What the run would find; where looking fails, for whatever reason, the night is not kept up by it."""
    try:
        with transaction.atomic():
            return read_outlook(ctx.today)
    except OperationalError:
        raise
    except Exception:
        log.exception("the check before the run failed")
        return Outlook(count_due(ctx.today))


def _decide(row: models.Run, action: str, reason: str, ctx: ActionContext) -> None:
    record_activity(ctx, action, details={"run": row.public_id, "day": row.day.isoformat(), "reason": reason})
    row.reason, row.decided_at = reason, ctx.now
    row.state = "halted" if row.state == "stopped" else row.state
    row.save(update_fields=["reason", "decided_at", "state"])


def _waiting(run: UUID, *states: str) -> models.Run:
    _alone()
    row = models.Run.objects.filter(pk=run, state__in=states, decided_at=None).first()
    if row is None:
        raise NoSuchRun
    return row


def _alone() -> None:
    """Two that begin a run at the same moment look one after the other."""
    _execute(_ONE_AT_A_TIME)


def _execute(statement: str, parameters: list[UUID] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
