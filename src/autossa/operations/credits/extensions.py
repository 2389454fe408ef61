"""Coverage extended by hand, from the balance alone (rule 8)."""

from uuid import UUID

from autossa.domain import extensions
from autossa.domain.projects import Outcome
from autossa.operations.context import ActionContext
from autossa.operations.decide import apply
from autossa.operations.validation import read_quantity

MAX_MONTHS = 1200


def extend(*, project: UUID, months: int, ctx: ActionContext) -> Outcome:
    """Extend coverage by hand from the balance alone (rule 8). Raises Refused, Invalid for less than one month.

    A page says what it showed (`ctx.seen`), so that a form sent twice extends once.
    """
    read_quantity(months, "the number of months", MAX_MONTHS)
    return apply(
        project=project,
        ctx=ctx,
        action="extend",
        rule=lambda facts: extensions.extend(facts, ctx.today, months),
        details={"months": months},
    )
