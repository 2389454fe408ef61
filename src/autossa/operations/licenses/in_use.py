"""Licenses in use: bound to a device, returned (rule 6)."""

from uuid import UUID

from autossa.domain import licenses
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Code, Refusal
from autossa.operations.context import ActionContext
from autossa.operations.decide import apply
from autossa.operations.validation import read_quantity


def activate(*, project: UUID, license_id: str, ctx: ActionContext) -> Outcome:
    """Bind a license to a device (rule 6). Raises Refused."""
    return apply(
        project=project,
        ctx=ctx,
        action="activate_license",
        rule=lambda facts: licenses.activate(facts, ctx.today, license_id),
        details={"license": license_id},
    )


def return_license(
    *, project: UUID, license_id: str, quantity: int, ctx: ActionContext, line: int | None = None
) -> Outcome:
    """Return a quantity of a license (rule 6).

    `line` is the number of its open line: when that is another by now, the license is refused as `no_such_license`, so
    that a form sent twice returns once. Raises Refused, Invalid for a quantity below 1.
    """
    read_quantity(quantity, "the quantity to return")

    def rule(facts: Project) -> Outcome | Refusal:
        opened = licenses.open_line(facts, license_id)
        if line is not None and (opened is None or opened.number != line):
            return Refusal(Code.NO_SUCH_LICENSE)
        return licenses.return_license(facts, ctx.today, license_id, quantity)

    return apply(
        project=project,
        ctx=ctx,
        action="return_license",
        rule=rule,
        details={"license": license_id, "quantity": quantity},
    )
