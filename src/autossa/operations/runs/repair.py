"""Making anew what follows from other rows: what `verify` found wrong, and nothing that was booked."""

from uuid import UUID

from django.db import transaction

from autossa.domain.renewals import visited_on
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.operations.projects.names import write_names
from autossa.queries.runs.repairable import Target
from autossa.store import models, repairs
from autossa.store.engine.load import load_projects


class NothingToRepair(NotFound):
    """There is no such project, claim or payment."""


def repair(*, target: Target, ctx: ActionContext, dry: bool) -> tuple[str, ...]:
    """Make anew all that follows from a project's rows, or the sums of a claim or payment; what was wrong, by name.

    One transaction; a dry one takes everything back. Raises NothingToRepair, DayToCome, DayBeforeLast.
    """
    with transaction.atomic():
        done = _project(target.key, ctx) if target.kind == "projects" else _sums(target, ctx)
        transaction.set_rollback(dry)
    return done


def _project(project: UUID, ctx: ActionContext) -> tuple[str, ...]:
    if not models.Project.objects.select_for_update().filter(pk=project).exists():
        raise NothingToRepair
    done = dict.fromkeys(repairs.repair_rows(project))
    loaded = load_projects([project], ctx.today, lock=False, used_up_lots=True)[project]
    if repairs.set_next_run(project, visited_on(loaded.project, loaded.touched_on)):
        done["next_run"] = None
    if write_names([project]):
        done["names"] = None
    if done:
        record_activity(ctx, "repair", project=project, details={"repaired": list(done)})
    return tuple(done)


def _sums(target: Target, ctx: ActionContext) -> tuple[str, ...]:
    payer, name = _of_claim(target.key) if target.kind == "claims" else _of_payment(target.key)
    if not repairs.repair_sums(target.kind, target.key):
        return ()
    record_activity(ctx, "repair", organisation=payer, details={"repaired": ["sums"], "of": name})
    return ("sums",)


def _of_claim(key: UUID) -> tuple[UUID | None, str]:
    """Who owes it, and its number."""
    found = models.Claim.objects.filter(pk=key).first()
    if found is None:
        raise NothingToRepair
    return found.payer, found.number


def _of_payment(key: UUID) -> tuple[UUID | None, str]:
    """Whose it is, and its public id."""
    found = models.Payment.objects.filter(pk=key).first()
    if found is None:
        raise NothingToRepair
    return found.payer_id, found.public_id
