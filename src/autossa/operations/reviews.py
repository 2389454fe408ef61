"""A reviewer's decision on exactly the contract they looked at: whatever took its place meanwhile is not decided on."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from autossa.domain.projects import Outcome
from autossa.operations import contracts, licenses, renewals
from autossa.operations.context import ActionContext
from autossa.operations.decide import locked
from autossa.operations.errors import NotFound
from autossa.operations.texts import read_text
from autossa.store import models

LONGEST = 2000


def approve(*, project: UUID, contract: UUID, ctx: ActionContext, lines: Sequence[int] = ()) -> tuple[Outcome, ...]:
    """Approve a contract and the lines it was concluded with (rule 4); with it confirm these later requested lines.

    What is due then is booked at once (rule 5): whoever waited for the approval is covered by it, not by the next
    night. All or nothing, in one transaction. Raises Refused as `contracts.approve` and `licenses.confirm`, Invalid for
    one's own conclusion, NotFound when another contract has taken its place.
    """
    with transaction.atomic():
        _lock(project, contract, ctx)
        approved = contracts.approve(project=project, ctx=ctx)
        confirmed = [licenses.confirm(project=project, line=line, ctx=ctx) for line in lines]
        return approved, *confirmed, *renewals.run_at_once(project=project, ctx=ctx)


def ask(*, project: UUID, contract: UUID, question: str, ctx: ActionContext) -> Outcome:
    """Ask the customer about a contract (rule 4). Raises Refused, NotFound, Invalid without a question."""
    with transaction.atomic():
        _lock(project, contract, ctx)
        return contracts.ask(project=project, question=read_text(question, "the question", LONGEST), ctx=ctx)


def reject(*, project: UUID, contract: UUID, reason: str, ctx: ActionContext) -> Outcome:
    """Reject a contract with a reason that the customer reads (rule 4). Raises Refused, NotFound, Invalid."""
    with transaction.atomic():
        _lock(project, contract, ctx)
        return contracts.reject(project=project, reason=read_text(reason, "the reason", LONGEST), ctx=ctx)


def _lock(project: UUID, contract: UUID, ctx: ActionContext) -> None:
    """Lock the project, whose latest contract must be this one."""
    locked(project, ctx)
    latest = models.Contract.objects.filter(project=project).order_by("-number").values_list("id", flat=True).first()
    if latest != contract:
        raise NotFound("this contract is no longer the project's latest one")
