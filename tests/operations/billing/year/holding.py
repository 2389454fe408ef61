"""What keeps dunning silent in a stored year: a pause, a promise, a dispute until it is settled."""

from datetime import timedelta
from uuid import UUID

from autossa.operations.billing.dunning import holds
from autossa.operations.context import ActionContext
from tests.laws.payment_habits import Habit


def _pause(payer: UUID, _claim: UUID, ctx: ActionContext) -> None:
    holds.pause(payer=payer, until=ctx.today + timedelta(days=20), reason="Talks", ctx=ctx)


def _promise(payer: UUID, _claim: UUID, ctx: ActionContext) -> None:
    holds.promise(payer=payer, until=ctx.today + timedelta(days=10), ctx=ctx)


def _dispute(payer: UUID, claim: UUID, ctx: ActionContext) -> None:
    holds.dispute(payer=payer, document=claim, reason="Wrong price", ctx=ctx)


HOLDS = {(Habit.VERY_LATE, 55): _pause, (Habit.NEVER_LONG, 60): _promise, (Habit.LATE, 33): _dispute}
"""By habit, and days after the first one."""
SETTLED_AFTER = timedelta(days=80)


def settle(payer: UUID, claim: UUID, ctx: ActionContext) -> None:
    """The dispute is over: the payer has to pay."""
    holds.settle(payer=payer, document=claim, outcome="Right after all", ctx=ctx)
