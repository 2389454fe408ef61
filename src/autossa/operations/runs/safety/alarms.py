"""Who is told of runs that need somebody: at once of one that is halted, else one mail a day about all there is."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from autossa.operations.context import ActionContext
from autossa.queries.runs.safety.attention import read_attention
from autossa.store import models
from autossa.store.engine.copy import copy_rows
from autossa.store.engine.rows import OutboxRow
from autossa.store.ids import new_id

HALTED, ATTENTION, VOIDING = "run.halted", "run.attention", "run.voiding"
_ONCE = """
INSERT INTO reminders (id, kind, about, due_on, sent_on) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (about, kind, due_on) DO NOTHING
"""


def tell_halted(row: models.Run, ctx: ActionContext) -> None:
    """That a run waits for somebody, in the transaction that halts it; of each run once."""
    _tell(HALTED, row.pk, row.day, {"run": str(row.pk)}, ctx)


def tell_proposed(row: models.RunVoiding, ctx: ActionContext) -> None:
    """That the voiding of a run waits for a second person."""
    _tell(VOIDING, row.pk, ctx.today, {"voiding": str(row.pk)}, ctx)


def watch(*, ctx: ActionContext, is_morning: bool = False) -> bool:
    """Tell what needs somebody, at most once a day: parked projects, broken runs, findings, an overdue night, failed
    tasks. Asked after each run, and in the morning, when the night's run should be over; whether a mail is on its way.
    """
    found = read_attention(ctx.today, ctx.now, is_morning=is_morning)
    if not found.is_any:
        return False
    vendor = models.Organisation.objects.filter(kind="vendor").values_list("pk", flat=True).first()
    if vendor is None:
        return False
    with transaction.atomic():
        return _tell(ATTENTION, vendor, ctx.today, found.as_payload(), ctx)


def _tell(kind: str, about: UUID, due_on: date, payload: dict[str, Any], ctx: ActionContext) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_ONCE, [new_id(), kind, about, due_on, ctx.today])
        if not cursor.rowcount:
            return False
    copy_rows([OutboxRow(new_id(), kind, None, payload, ctx.now)])
    return True
