"""The doubling of a late gap, waived by staff for one project (rule 4)."""

from datetime import date
from uuid import UUID

from autossa.domain import gaps
from autossa.domain.projects import Outcome
from autossa.operations.context import ActionContext
from autossa.operations.decide import apply
from autossa.operations.validation import MAX_REASON, read_text


def waive_late(*, project: UUID, last_day: date, reason: str, ctx: ActionContext) -> Outcome:
    """Up to and including a day a gap of the project counts once; the waiver granted last counts (rule 4).

    A day that has gone by ends an earlier waiver. Raises Invalid without a reason.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    return apply(
        project=project,
        ctx=ctx,
        action="waive_late",
        rule=lambda facts: gaps.waive_late(facts, ctx.today, last_day, reason),
        details={"last_day": last_day.isoformat(), "reason": reason},
    )
