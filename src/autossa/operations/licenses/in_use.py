"""Licenses in use: bound to a device, given up, and that taken back (rule 6)."""

from datetime import date
from uuid import UUID

from autossa.domain import licenses, returns
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Code, Refusal
from autossa.operations.context import ActionContext
from autossa.operations.decide import apply
from autossa.operations.errors import Invalid
from autossa.operations.validation import read_quantity
from autossa.store import models
from autossa.store.engine.load import Loaded


class CannotBeGivenUp(Invalid):
    """Licenses of type {license_type} cannot be given up."""


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
    """Give a quantity of a license up (rule 6).

    `line` is the number of its open line: when that is another by now, the license is refused as `no_such_license`, so
    that a form sent twice gives up once. Raises Refused, CannotBeGivenUp, Invalid for a quantity below 1.
    """
    read_quantity(quantity, "the quantity to give up")

    def check(loaded: Loaded) -> None:
        kinds = models.License.objects.filter(project=loaded.id, code=license_id, license_type__can_be_given_up=False)
        if bound := kinds.values_list("license_type__code", flat=True).first():
            raise CannotBeGivenUp(license_type=bound)

    def rule(facts: Project) -> Outcome | Refusal:
        opened = licenses.open_line(facts, license_id)
        if line is not None and (opened is None or opened.number != line):
            return Refusal(Code.NO_SUCH_LICENSE)
        return returns.return_license(facts, ctx.today, license_id, quantity)

    return apply(
        project=project,
        ctx=ctx,
        action="return_license",
        rule=rule,
        details={"license": license_id, "quantity": quantity},
        check=check,
    )


def undo_return(*, project: UUID, license_id: str, ctx: ActionContext, ends_on: date | None = None) -> Outcome:
    """Take back what was last to be given up of a license, before it takes effect (rule 6).

    `ends_on` is the day that was shown: when another is the last by now, nothing is taken back. Raises Refused.
    """

    def rule(facts: Project) -> Outcome | Refusal:
        last = returns.last_given_up(facts, license_id)
        if ends_on is not None and (last is None or last.ended_on != ends_on):
            return Refusal(Code.NOTHING_TO_UNDO)
        return returns.undo(facts, ctx.today, license_id)

    return apply(project=project, ctx=ctx, action="undo_return", rule=rule, details={"license": license_id})
