"""Corrections by staff: what was booked wrongly is voided, in one transaction (rule 10)."""

from uuid import UUID

from autossa.domain import corrections
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.operations.context import ActionContext
from autossa.operations.decide import Effects, apply
from autossa.operations.errors import NotFound
from autossa.operations.validation import MAX_REASON, read_text
from autossa.queries.billing.previews import is_voided
from autossa.store import models
from autossa.store.engine.trace import load_settlement


class SettlementNotFound(NotFound):
    """There is no such settlement."""


def void(*, settlement: UUID, reason: str, ctx: ActionContext) -> Outcome:
    """Void a period or an addition with a reason (rule 10): credits flow back, coverage is revoked, a credit note.

    Raises Refused as `domain.corrections.void`, NotFound, Invalid without a reason.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    row = models.Settlement.objects.filter(pk=settlement).first()
    if row is None:
        raise SettlementNotFound

    def decide(facts: Project) -> Outcome | Refusal:
        """Under the lock: whether it stands on an invoice, and what is left of that, is known only then."""
        booked, voided = load_settlement(settlement), is_voided(settlement)
        return corrections.void(facts, ctx.today, booked, reason, is_voided=voided, noted=booked.noted)

    return apply(
        project=row.project_id,
        ctx=ctx,
        action="void",
        rule=decide,
        details={"settlement": row.public_id, "reason": reason},
        effects=Effects(used_up_lots=True),
    )
