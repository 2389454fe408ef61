"""Payments of the demo on their due days, but for some of the last weeks; and the reminders of those."""

from collections.abc import Callable
from datetime import date, timedelta

from autossa.domain.billing.documents import Method
from autossa.domain.billing.dunning.levels import Level, What
from autossa.domain.billing.references import creditor_reference
from autossa.domain.dates import DAY
from autossa.operations.billing.dunning.policy import LevelText, set_policy, standard_levels
from autossa.operations.billing.payments import receiving
from autossa.operations.context import ActionContext
from autossa.operations.runs import dunning
from autossa.store import models
from autossa.store.ids import new_id

LATE = timedelta(days=40)
"""What was due within so many days may be unpaid: nothing of it is suspended yet."""
_EVERY = 2
_FEES = {"first": 500, "final": 1000}


def pay_due(day: date, today: date, context: Callable[[date], ActionContext]) -> None:
    """Pay what is due up to a day, each on its own due day."""
    for claim in models.Claim.objects.filter(rest__gt=0, due_on__lte=day).order_by("due_on", "id"):
        if not is_late(claim, today):
            receiving.enter(
                payment=new_id(), payer=claim.payer, amount=claim.rest, currency=claim.currency,
                method=Method.TRANSFER, day=claim.due_on, documents=[claim.id],
                reference=creditor_reference(claim.number), ctx=context(claim.due_on),
            )  # fmt: skip


def is_late(claim: models.Claim, today: date) -> bool:
    """Every second of those that were due in the last weeks."""
    return claim.due_on > today - LATE and sum(claim.number.encode()) % _EVERY == 0


def remind(today: date, by: Callable[[date], ActionContext], context: Callable[[date], ActionContext]) -> None:
    """Dunning is on since then, with a fee for each demand, and ran each morning."""
    first = today - LATE
    levels = [
        LevelText(_with_fee(one.level), one.texts) if one.level.what is What.LETTER else one
        for one in standard_levels()
    ]
    set_policy(starts_on=first, is_on=True, levels=levels, ctx=by(first))
    day = first
    while day <= today:
        dunning.run(ctx=context(day))
        day += DAY


def _with_fee(level: Level) -> Level:
    fee = _FEES.get(level.name)
    return Level(level.name, level.days, {"EUR": fee} if fee else {}, level.what)
