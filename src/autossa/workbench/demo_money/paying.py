"""Payments of the demo on their due days, but for some of the last weeks; and the reminders of those."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

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
from autossa.workbench.demo_money.electronic import collect_due, pay_by_card

LATE = timedelta(days=40)
"""What was due within so many days may be unpaid: nothing of it is suspended yet."""
_EVERY = 2
_SUSPENDED, _SINCE = "C108", timedelta(days=65)
"""Who has not paid for so long that its contract is suspended."""
_FEES = {"first": 500, "final": 1000}


def pay_due(day: date, today: date, context: Callable[[date], ActionContext]) -> None:
    """Pay what is due up to a day, each on its own due day; what is collected is collected."""
    collect_due(day, context)
    debtors = models.Organisation.objects.filter(number=_SUSPENDED).values_list("id", flat=True)
    for claim in models.Claim.objects.filter(rest__gt=0, due_on__lte=day).order_by("due_on", "id"):
        if claim.method == Method.CARD.value:
            pay_by_card(claim, context(claim.due_on))
        elif claim.method == Method.TRANSFER.value and not is_late(claim, today, debtors):
            receiving.enter(
                payment=new_id(), payer=claim.payer, amount=claim.rest, currency=claim.currency,
                method=Method.TRANSFER, day=claim.due_on, documents=[claim.id],
                reference=creditor_reference(claim.number), ctx=context(claim.due_on),
            )  # fmt: skip


def is_late(claim: models.Claim, today: date, debtors: Iterable[UUID] = ()) -> bool:
    """Every second of those that were due in the last weeks, and all of somebody who is suspended for it."""
    if claim.payer in debtors:
        return claim.due_on > today - _SINCE
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
