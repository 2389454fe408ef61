"""A suspended contract goes on, and what fell due meanwhile is booked at once."""

from uuid import UUID

from django.db import transaction

from autossa.domain.projects import Outcome
from autossa.operations import contracts, renewals
from autossa.operations.context import ActionContext


def resume(*, project: UUID, ctx: ActionContext) -> tuple[Outcome, ...]:
    """Resume it (rule 4) and book every period that is due (rule 5), in one transaction.

    It stays resumed when that booking fails: the project is parked then. Raises Refused.
    """
    with transaction.atomic():
        return contracts.resume(project=project, ctx=ctx), *renewals.run_at_once(project=project, ctx=ctx)
