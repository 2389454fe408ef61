"""A contract is cancelled, and the cancellation taken back (rule 7)."""

from datetime import date
from uuid import UUID

from autossa.domain import cancellations
from autossa.domain.lifecycle import Action
from autossa.domain.projects import Outcome
from autossa.operations.context import ActionContext
from autossa.operations.contracts.messages import apply_and_say


def cancel(*, project: UUID, ctx: ActionContext, end: date | None = None) -> Outcome:
    """Cancel to the earliest term end, or to a wished day from it on (rule 7). Raises Refused."""
    return apply_and_say(
        project=project,
        ctx=ctx,
        action=Action.CANCEL,
        rule=lambda facts: cancellations.cancel(facts, ctx.today, end),
        details={"end": end.isoformat() if end else None},
    )


def undo_cancellation(*, project: UUID, ctx: ActionContext) -> Outcome:
    """Take a cancellation back (rule 7). Raises Refused."""
    return apply_and_say(
        project=project, ctx=ctx, action=Action.UNDO, rule=lambda facts: cancellations.undo(facts, ctx.today)
    )
