"""The one way a use case changes a project: lock, catch up, ask the domain, write the outcome."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from autossa.domain.entries import Entry
from autossa.domain.projects import Outcome, Project, has_ended
from autossa.domain.refusals import Refusal
from autossa.domain.renewals import catch_up
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound, Refused
from autossa.store.activity import activity_row
from autossa.store.loading import Loaded, load_projects
from autossa.store.writing import Batch

Rule = Callable[[Project], Outcome | Refusal]
Details = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Extra:
    """What a use case knows beyond the rules: where new licenses come from, who pays, used-up lots needed.

    `also` says what else the log tells of its outcome: actions and their details.
    """

    origins: dict[str, tuple[str, str]] | None = None
    payer: UUID | None = None
    used_up_lots: bool = False
    also: Callable[[Outcome], Iterable[tuple[str, Details]]] = lambda _: ()


def decide(
    *,
    project: UUID,
    ctx: ActionContext,
    action: str,
    rule: Rule,
    details: Details | Callable[[Outcome], Details] | None = None,
    extra: Extra = Extra(),
) -> Outcome:
    """Do one use case on a project in one transaction; what was due before its day is booked first (rule 5).

    `details` are what the log says, or how to tell them from the outcome of the rule.
    Raises NotFound, Refused (nothing is written), or Invalid when the day lies before what was done already.
    """
    with transaction.atomic():
        loaded = locked(project, ctx, used_up_lots=extra.used_up_lots)
        caught_up = catch_up(loaded.project, loaded.touched_on, ctx.today)
        earlier: tuple[Entry, ...] = ()
        if has_ended(loaded.project, caught_up.project):
            # The former contract's policy and price list hold no longer: the project is read anew without them.
            _write(loaded, caught_up, ctx, extra)
            earlier = caught_up.entries
            loaded = locked(project, ctx, used_up_lots=extra.used_up_lots)
            caught_up = Outcome(loaded.project)
        loaded.next_payer, loaded.next_user = extra.payer, ctx.actor.user
        result = rule(caught_up.project)
        if isinstance(result, Refusal):
            raise Refused(result)
        outcome = caught_up.followed_by(result)
        told = [(action, details(result) if callable(details) else details or {}), *extra.also(result)]
        log = [activity_row(ctx.actor, ctx.today, ctx.now, action, project, said) for action, said in told]
        _write(loaded, outcome, ctx, extra, *log)
    return Outcome(outcome.project, earlier + outcome.entries)


def _write(loaded: Loaded, outcome: Outcome, ctx: ActionContext, extra: Extra, *activity: tuple[Any, ...]) -> None:
    batch = Batch(ctx.today, ctx.now)
    batch.add(loaded, outcome, ctx.today, extra.origins)
    batch.rows["activity"].extend(activity)
    batch.flush()


def locked(project: UUID, ctx: ActionContext, *, used_up_lots: bool = False) -> Loaded:
    """The project's facts, its row locked. Raises NotFound, or Invalid for a day before what was done already."""
    loaded = load_projects([project], ctx.today, used_up_lots=used_up_lots).get(project)
    if loaded is None:
        raise NotFound("there is no such project")
    check_day(loaded, ctx)
    return loaded


def check_day(loaded: Loaded, ctx: ActionContext) -> None:
    """Time does not go backwards. Raises Invalid for a day before what was done already."""
    if ctx.today + timedelta(days=1) < loaded.touched_on:
        raise Invalid(f"{ctx.today} lies before {loaded.touched_on}, up to which the project is booked already")
