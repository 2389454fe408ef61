"""A contract goes on with another option from a term end, or in review with it at once; and back (rule 7)."""

from uuid import UUID

from autossa.domain import option_changes
from autossa.domain.entries import OptionChanged
from autossa.domain.lifecycle import Action
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.operations.context import ActionContext
from autossa.operations.contracts.conclude import UnknownOption
from autossa.operations.contracts.messages import apply_and_say
from autossa.operations.decide import Details


def change_option(*, project: UUID, ctx: ActionContext, option: str) -> Outcome:
    """Go on with another option of the contract's policy from the earliest term end; in review at once (rule 7).

    Raises Refused as `domain.option_changes.change_option`, UnknownOption.
    """

    def rule(facts: Project) -> Outcome | Refusal:
        try:
            return option_changes.change_option(facts, ctx.today, option)
        except KeyError:
            names = ", ".join(one.name for one in facts.terms.policy.options)
            raise UnknownOption(option=option, options=names) from None

    return apply_and_say(project=project, ctx=ctx, action=Action.CHANGE_OPTION, rule=rule, details=_details)


def undo_change_option(*, project: UUID, ctx: ActionContext) -> Outcome:
    """Take back what lies ahead of changes of the option (rule 7). Raises Refused as `domain.option_changes.undo`."""
    return apply_and_say(
        project=project,
        ctx=ctx,
        action=Action.UNDO_OPTION,
        rule=lambda facts: option_changes.undo(facts, ctx.today),
        details=_details,
    )


def _details(outcome: Outcome) -> Details:
    changed = next(entry for entry in outcome.entries if isinstance(entry, OptionChanged))
    return {"option": changed.option.name, "from": changed.starts_on.isoformat()}
