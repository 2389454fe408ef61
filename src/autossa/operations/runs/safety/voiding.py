"""A whole run taken back: asked for by one person, approved by another, then done project by project (rule 10).

Each project is one transaction, the newest period first, by the very use case that voids one; killed at any moment, it
goes on where it was. What was booked for a day that was never meant holds nothing up any more.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import structlog
from django.db import OperationalError, transaction
from django.db.models import F, QuerySet

from autossa.domain.dates import DAY
from autossa.domain.renewals import visited_on
from autossa.operations.activity import record_activity
from autossa.operations.billing.corrections import void
from autossa.operations.billing.payments.errors import SamePerson
from autossa.operations.billing.payments.write_offs import PersonNeeded
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound, OperationError
from autossa.operations.runs.safety import alarms
from autossa.operations.runs.safety.errors import NoSuchRun
from autossa.operations.validation import MAX_REASON, read_text
from autossa.queries.runs.safety.voidable import left_to_void
from autossa.store import models
from autossa.store.engine.load import load_projects
from autossa.store.ids import new_id

log = structlog.get_logger()
TOGETHER = 500
"""So many projects are brought back from a wrong day in one transaction."""


class NoSuchVoiding(NotFound):
    """There is no such proposal, or it was decided meanwhile."""


class VoidingAlreadyProposed(OperationError):
    """That this run is voided was proposed already, and waits for another person or is being done."""


@dataclass(frozen=True, slots=True)
class Voided:
    """Periods that are voided, and those that stand since they cannot be."""

    voided: int = 0
    kept: int = 0


def propose(*, run: UUID, reason: str, ctx: ActionContext) -> UUID:
    """Ask for a run to be voided whole; nothing happens until another person approves it.

    Raises NoSuchRun, PersonNeeded, VoidingAlreadyProposed, Invalid without a reason.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    if ctx.actor.user is None:
        raise PersonNeeded
    with transaction.atomic():
        row = models.Run.objects.filter(pk=run, state__in=["finished", "broken"]).first()
        if row is None:
            raise NoSuchRun
        if models.RunVoiding.objects.filter(run=run, declined_at=None, finished_at=None).exists():
            raise VoidingAlreadyProposed
        asked = models.RunVoiding(
            id=new_id(), run=row, reason=reason, proposed_by=ctx.actor.user, proposed_at=ctx.now
        )  # fmt: skip
        asked.save(force_insert=True)
        _log("propose_void_run", asked, ctx)
        alarms.tell_proposed(asked, ctx)
    return asked.pk


def approve(*, voiding: UUID, ctx: ActionContext) -> None:
    """Another person agrees: the worker, or `carry_out`, voids it.

    Raises NoSuchVoiding, PersonNeeded, SamePerson, ChangedSinceShown.
    """
    if ctx.actor.user is None:
        raise PersonNeeded
    with transaction.atomic():
        row = _waiting(voiding)
        if row.proposed_by == ctx.actor.user:
            raise SamePerson
        ctx.check_seen()
        row.approved_by, row.approved_at = ctx.actor.user, ctx.now
        row.save(update_fields=["approved_by", "approved_at"])
        _log("approve_void_run", row, ctx)


def decide(*, voiding: UUID, is_approved: bool, ctx: ActionContext) -> None:
    """Approve or decline, as somebody answered. Raises as these."""
    (approve if is_approved else decline)(voiding=voiding, ctx=ctx)


def decline(*, voiding: UUID, ctx: ActionContext) -> None:
    """The run stands; whoever proposed it may take it back so, too. Raises NoSuchVoiding."""
    with transaction.atomic():
        row = _waiting(voiding)
        row.declined_by, row.declined_at = ctx.actor.user, ctx.now
        row.save(update_fields=["declined_by", "declined_at"])
        _log("decline_void_run", row, ctx)


def is_approved() -> bool:
    """Some run is to be voided, or what is left of it."""
    return _approved().exists()


def carry_out_approved(*, ctx: ActionContext, should_continue: Callable[[], bool] = lambda: True) -> int:
    """Do, or go on with, what was approved; how many periods were voided."""
    return sum(
        carry_out(voiding=key, ctx=ctx, should_continue=should_continue).voided
        for key in list(_approved().order_by("id").values_list("pk", flat=True))
    )


def carry_out(
    *,
    voiding: UUID,
    ctx: ActionContext,
    should_continue: Callable[[], bool] = lambda: True,
    progress: Callable[[int], None] = lambda _: None,
) -> Voided:
    """Void what is left of an approved run, project by project, then bring back what a wrong day had moved ahead.

    What cannot be voided stands and is counted; a project that fails is logged, and the others go on. Stopped or
    killed, it goes on by being asked again. Raises NoSuchVoiding.
    """
    row = models.RunVoiding.objects.select_related("run").filter(pk=voiding, finished_at=None).first()
    if row is None or row.approved_at is None:
        raise NoSuchVoiding
    voided = kept = 0
    for project, settlements in list(left_to_void(row.run)):
        if not should_continue():
            return Voided(voided, kept)
        done = _void_project(row, project, settlements, ctx)
        voided, kept = voided + done.voided, kept + done.kept
        progress(1)
    _bring_back(ctx)
    with transaction.atomic():
        models.RunVoiding.objects.filter(pk=row.pk).update(finished_at=ctx.now, kept=kept)
        models.Run.objects.filter(pk=row.run_id).update(state="voided")
        _log("void_run", models.RunVoiding.objects.select_related("run").get(pk=row.pk), ctx)
    return Voided(voided, kept)


def _void_project(row: models.RunVoiding, project: UUID, settlements: list[UUID], ctx: ActionContext) -> Voided:
    try:
        with transaction.atomic():
            return _void_newest_first(row, project, settlements, ctx)
    except OperationalError:
        raise
    except Exception:  # whatever it is: it is this project's, the others go on
        log.exception("voiding failed", project=str(project), run=row.run.public_id)
        return Voided(0, len(settlements))


def _void_newest_first(row: models.RunVoiding, project: UUID, settlements: list[UUID], ctx: ActionContext) -> Voided:
    """As long as the rule allows it: what is older than one that stands cannot be voided either."""
    found = models.Project.objects.select_for_update().get(pk=project)
    if found.touched_on > ctx.today:
        models.Project.objects.filter(pk=project).update(touched_on=ctx.today)
    days = []
    for settlement in settlements:
        try:
            void(settlement=settlement, reason=row.reason, ctx=ctx)
        except OperationError as error:
            log.warning("not voided", project=found.public_id, settlement=str(settlement), why=str(error))
            break
        days.append(models.Settlement.objects.values_list("day", flat=True).get(pk=settlement))
    # The next run books these periods again, each as of the day it was due, or of today where that is to come.
    _set_touched([project], min([*days, ctx.today]), ctx)
    models.RunVoiding.objects.filter(pk=row.pk).update(voided=F("voided") + len(days))
    return Voided(len(days), len(settlements) - len(days))


def _bring_back(ctx: ActionContext) -> None:
    """Projects that a run of a day to come visited: the days up to it are days again, whatever was booked there."""
    ahead = models.Project.objects.filter(touched_on__gt=ctx.today + DAY).order_by("id")
    while True:
        with transaction.atomic():
            ids = list(ahead.select_for_update(skip_locked=True).values_list("pk", flat=True)[:TOGETHER])
            if not ids:
                return
            _set_touched(ids, ctx.today, ctx)


def _set_touched(projects: list[UUID], day: date, ctx: ActionContext) -> None:
    for key, loaded in load_projects(projects, ctx.today).items():
        models.Project.objects.filter(pk=key).update(touched_on=day, next_run_on=visited_on(loaded.project, day))


def _approved() -> QuerySet[models.RunVoiding]:
    return models.RunVoiding.objects.filter(approved_at__isnull=False, finished_at=None)


def _waiting(voiding: UUID) -> models.RunVoiding:
    found = models.RunVoiding.objects.select_for_update(of=("self",)).select_related("run")
    row = found.filter(pk=voiding, approved_at=None, declined_at=None).first()
    if row is None:
        raise NoSuchVoiding
    return row


def _log(action: str, row: models.RunVoiding, ctx: ActionContext) -> None:
    details = {"run": row.run.public_id, "day": row.run.day.isoformat(), "reason": row.reason}
    if action == "void_run":
        details |= {"voided": str(row.voided), "kept": str(row.kept)}
    record_activity(replace(ctx, seen=None), action, details=details)
