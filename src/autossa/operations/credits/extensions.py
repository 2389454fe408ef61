"""Coverage extended by hand, from the balance alone (rule 8)."""

from datetime import date
from uuid import UUID

from autossa.domain import extensions
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.operations.context import ActionContext
from autossa.operations.decide import apply
from autossa.operations.errors import Invalid
from autossa.operations.validation import read_quantity

MAX_MONTHS = 1200


class CoverageChanged(Invalid):
    """The coverage has changed meanwhile."""


def extend(*, project: UUID, months: int, ctx: ActionContext, start: date | None = None) -> Outcome:
    """Extend coverage by hand from the balance alone (rule 8).

    `start` is the first day that it is to cover: when that is another by now, nothing is done, so that a form sent
    twice extends once. Raises Refused, Invalid for that or for less than one month.
    """
    read_quantity(months, "the number of months", MAX_MONTHS)

    def rule(facts: Project) -> Outcome | Refusal:
        if start is not None and extensions.start_day(facts, ctx.today) != start:
            raise CoverageChanged
        return extensions.extend(facts, ctx.today, months)

    return apply(project=project, ctx=ctx, action="extend", rule=rule, details={"months": months})
