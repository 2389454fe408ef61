"""An unpaid contract is suspended, and goes on again or is terminated (rule 4)."""

from uuid import UUID

from django.db import transaction

from autossa.domain import at_once, suspensions
from autossa.domain.lifecycle import Action
from autossa.domain.projects import Outcome
from autossa.operations.context import ActionContext
from autossa.operations.contracts.messages import apply_and_say
from autossa.operations.validation import MAX_REASON, read_text
from autossa.store import models


def suspend(*, project: UUID, ctx: ActionContext, reason: str = "") -> Outcome:
    """Staff suspends an unpaid contract (rule 4). Raises Refused."""
    reason = read_text(reason, "the reason", MAX_REASON, required=False, field="reason")
    return apply_and_say(
        project=project,
        ctx=ctx,
        action=Action.SUSPEND,
        rule=lambda facts: suspensions.suspend(facts, ctx.today),
        text=reason,
        details={"reason": reason},
    )


def resume(*, project: UUID, ctx: ActionContext, book_at_once: bool = True) -> Outcome:
    """Staff resumes it (rule 4) and books every period that is due (rule 5).

    It stays resumed when that booking fails: the project is parked then. Without `book_at_once` what is due waits for
    the day's run, as in a scenario. Raises Refused.
    """
    rule = at_once.resume(ctx.today)
    with transaction.atomic():
        outcome = apply_and_say(
            project=project, ctx=ctx, action=Action.RESUME, rule=rule if book_at_once else rule.decision
        )
        _close_dunning(project, ctx)
    return outcome


def terminate(*, project: UUID, ctx: ActionContext, reason: str = "") -> Outcome:
    """Staff ends a suspended contract at once, with its last booked period (rule 4). Raises Refused."""
    reason = read_text(reason, "the reason", MAX_REASON, required=False, field="reason")
    with transaction.atomic():
        outcome = apply_and_say(
            project=project,
            ctx=ctx,
            action=Action.TERMINATE,
            rule=lambda facts: suspensions.terminate(facts, ctx.today),
            text=reason,
            details={"reason": reason},
        )
        _close_dunning(project, ctx)
    return outcome


def _close_dunning(project: UUID, ctx: ActionContext) -> None:
    """What dunning suspended is not suspended any more, whoever ended that (billing 17)."""
    found = models.DunningSuspension.objects.filter(contract__project=project, resumed_on=None)
    found.update(resumed_on=ctx.today, resumed_at=ctx.now)
