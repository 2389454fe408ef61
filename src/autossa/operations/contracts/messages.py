"""Who said or did what about a contract, kept with it: what its reviewers and its customer read of each other."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from autossa.domain.at_once import Rule
from autossa.domain.lifecycle import Action
from autossa.domain.projects import Outcome
from autossa.operations.context import ActionContext
from autossa.operations.decide import NO_EFFECTS, Check, Details, Effects, apply
from autossa.operations.validation import MAX_MESSAGE
from autossa.store import models

MAX_LENGTH = MAX_MESSAGE
"""How long a question, an answer or a reason may be, whichever the door."""


def apply_and_say(
    *,
    project: UUID,
    ctx: ActionContext,
    action: Action,
    rule: Rule,
    text: str = "",
    details: Details | Callable[[Outcome], Details] | None = None,
    effects: Effects = NO_EFFECTS,
    check: Check = lambda _: None,
) -> Outcome:
    """Apply a rule to the project's latest contract, and keep with it who did that, and what they wrote."""
    with transaction.atomic():
        outcome = apply(
            project=project, ctx=ctx, action=action.value, rule=rule, details=details, effects=effects, check=check
        )
        contract = models.Contract.objects.filter(project=project).order_by("-number").values_list("id", flat=True)
        models.ContractMessage.objects.create(
            contract_id=contract[0],
            kind=action.value,
            text=text,
            actor=ctx.actor.user,
            actor_name=ctx.actor.name,
            acting_for=ctx.actor.acting_for,
            at=ctx.now,
            day=ctx.today,
        )
    return outcome
