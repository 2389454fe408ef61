"""What is written down of every order: who placed it, and each thing that is done with it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from autossa.domain.amounts import show
from autossa.domain.currencies import with_code
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.store import models

NOTHING: Mapping[str, object] = MappingProxyType({})


def placed_by(ctx: ActionContext) -> dict[str, Any]:
    """The columns of an order that say when it was placed, and by whom."""
    return {
        "ordered_on": ctx.today,
        "ordered_at": ctx.now,
        "ordered_by": ctx.actor.user,
        "ordered_by_name": ctx.actor.name,
    }


def record_order(
    ctx: ActionContext,
    action: str,
    row: models.CreditOrder | models.LicenseOrder,
    *,
    reason: str = "",
    terms: Mapping[str, object] = NOTHING,
) -> None:
    """In the activity of its project: what was ordered, who pays, which terms were accepted, and the reason if any."""
    details: dict[str, object] = {"order": row.public_id, **_what(row), "payer": row.payer.name, **terms}
    if reason:
        details["reason"] = reason
    record_activity(ctx, action, project=row.project_id, details=details)


def _what(row: models.CreditOrder | models.LicenseOrder) -> dict[str, object]:
    if isinstance(row, models.CreditOrder):
        return {"ssc": show(row.ssc)}
    return {"amount": with_code(row.gross, row.currency)}
