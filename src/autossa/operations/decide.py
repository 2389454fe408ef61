"""The one way a use case changes a project: lock, catch up, plan by the rule, write the outcome.

`plan` gives what would happen, for any preview; `apply` plans the same way under the lock, and writes it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import structlog
from django.db import OperationalError, transaction
from django.db.models import QuerySet

from autossa.domain.at_once import BookedAtOnce, Rule
from autossa.domain.dates import DAY
from autossa.domain.entries import Entry
from autossa.domain.projects import Outcome
from autossa.domain.refusals import Refusal
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day_of
from autossa.operations.errors import NotFound, OperationError, Refused
from autossa.queries.as_of import ProjectAsOf, as_of, plan
from autossa.store import models
from autossa.store.engine.activity import activity_row
from autossa.store.engine.agreements import NO_WISHES, Brought, Invoicing
from autossa.store.engine.batch import Batch
from autossa.store.engine.load import Loaded, load_projects
from autossa.store.engine.rows import ActivityRow

__all__ = ["Details", "Effects", "Rule", "apply", "book_late", "lock_late", "locked", "park", "plan"]

log = structlog.get_logger()
Details = dict[str, Any]
Check = Callable[[Loaded], None]


class ProjectNotFound(NotFound):
    """There is no such project."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What a use case brings along beyond the rules: where new licenses come from, who pays, what the payer
    wants on invoices (`Invoicing`), used-up lots needed.

    `extra_log` is what else the log says of its outcome: actions and their details.
    """

    origins: dict[str, tuple[str, str]] | None = None
    payer: UUID | None = None
    invoicing: Invoicing = NO_WISHES
    used_up_lots: bool = False
    extra_log: Callable[[Outcome], Iterable[tuple[str, Details]]] = lambda _: ()


NO_EFFECTS = Effects()


@dataclass(frozen=True, slots=True)
class _Deed:
    """A use case about to be written: what the log calls it, and what it brings along."""

    project: UUID
    ctx: ActionContext
    action: str
    details: Details | Callable[[Outcome], Details] | None
    effects: Effects

    def log(self, result: Outcome) -> list[ActivityRow]:
        """The rows of the activity log for what the rule did."""
        details = self.details(result) if callable(self.details) else self.details or {}
        said = [(self.action, details), *self.effects.extra_log(result)]
        ctx = self.ctx
        return [activity_row(ctx.actor, ctx.today, ctx.now, action, self.project, what) for action, what in said]


def apply(
    *,
    project: UUID,
    ctx: ActionContext,
    action: str,
    rule: Rule,
    details: Details | Callable[[Outcome], Details] | None = None,
    effects: Effects = NO_EFFECTS,
    check: Check = lambda _: None,
) -> Outcome:
    """Do one use case on a project in one transaction; what was due before its day is booked first (rule 5).

    `details` are what the log says, or how to tell them from the outcome of the rule. `check` raises, under the lock,
    for what no rule knows; so does what was shown to whoever decides, when it has changed (`ctx.seen`). A rule that
    books at once what is due then stands without it when that fails: the project is parked with the cause, as by the
    daily run.
    Raises NotFound, Refused (nothing is written), DayToCome, DayBeforeLast.
    """
    deed = _Deed(project, ctx, action, details, effects)
    with transaction.atomic():
        loaded = locked(project, ctx, used_up_lots=effects.used_up_lots)
        ctx.check_seen()
        check(loaded)
        found = as_of(loaded, ctx.today)
        earlier: tuple[Entry, ...] = ()
        if found.contract_ended:
            # The former contract's policy and price list hold no longer: the project is read anew without them.
            _write(loaded, found.caught_up, deed, ctx.today)
            earlier = found.caught_up.entries
            loaded = locked(project, ctx, used_up_lots=effects.used_up_lots)
            found = as_of(loaded, ctx.today)
        if isinstance(rule, BookedAtOnce):
            outcome = _do_at_once(loaded, found, rule, deed)
        else:
            outcome = _do(loaded, found, rule, deed, ctx.today)
    return Outcome(outcome.project, earlier + outcome.entries)


def _do(loaded: Loaded, found: ProjectAsOf, rule: Rule, deed: _Deed, touched_on: date) -> Outcome:
    """Plan and write it. Raises Refused."""
    result = plan(found, rule)
    if isinstance(result, Refusal):
        raise Refused(result)
    outcome = found.caught_up.followed_by(result)
    _write(loaded, outcome, deed, touched_on, deed.log(result))
    return outcome


def _do_at_once(loaded: Loaded, found: ProjectAsOf, rule: BookedAtOnce, deed: _Deed) -> Outcome:
    """The decision and the run that follows it; the decision alone when that run fails. Raises Refused."""
    today = deed.ctx.today
    try:
        with transaction.atomic():
            outcome = _do(loaded, found, rule, deed, today + DAY)
            models.Project.objects.filter(pk=loaded.id).update(parked_at=None, parked_cause="")
            return outcome
    except (OperationalError, OperationError):
        raise
    except Exception as error:  # whatever it is, the nightly run would have met it too
        cause = error
    outcome = _do(loaded, found, rule.decision, deed, today)
    log.error("project parked", project=str(loaded.id), exc_info=cause)
    park(loaded.id, cause, deed.ctx)
    return outcome


def lock_late(contracts: QuerySet[models.Contract], ctx: ActionContext) -> list[UUID]:
    """The projects of these contracts on which something was due before today, locked before anything else is.

    Parked ones are left out: they wait for somebody.
    """
    late = models.Project.objects.filter(next_run_on__lt=ctx.today, parked_at=None, pk__in=contracts.values("project"))
    return list(late.select_for_update().order_by("id").values_list("id", flat=True))


def book_late(projects: Iterable[UUID], ctx: ActionContext) -> None:
    """Book what was due before today, before who pays or at which VAT is changed: a late run changes neither."""
    for project in projects:
        loaded = locked(project, ctx)
        caught_up = as_of(loaded, ctx.today).caught_up
        if caught_up.entries:
            batch = Batch(ctx.today, ctx.now)
            batch.add(loaded, caught_up, ctx.today)
            batch.flush()


def _write(
    loaded: Loaded, outcome: Outcome, deed: _Deed, touched_on: date, activity: Iterable[ActivityRow] = ()
) -> None:
    batch = Batch(deed.ctx.today, deed.ctx.now)
    effects = deed.effects
    brought = Brought(effects.origins or {}, effects.payer, deed.ctx.actor.user, effects.invoicing)
    batch.add(loaded, outcome, touched_on, brought)
    batch.log(activity)
    batch.flush()


def locked(project: UUID, ctx: ActionContext, *, used_up_lots: bool = False) -> Loaded:
    """The project's facts, its row locked. Raises NotFound, DayToCome, DayBeforeLast."""
    loaded = load_projects([project], ctx.today, used_up_lots=used_up_lots).get(project)
    if loaded is None:
        raise ProjectNotFound
    check_day_of(project, ctx, loaded.touched_on)
    return loaded


def park(project: UUID, error: Exception, ctx: ActionContext) -> None:
    """Set a project aside with its cause until somebody retries it."""
    cause = f"{type(error).__name__}: {error}"[:500]
    models.Project.objects.filter(pk=project).update(parked_at=ctx.now, parked_cause=cause)
