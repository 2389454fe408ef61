"""Credit on account is used for what is open: by itself each day, and at once after a credit note (billing 10)."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from autossa.operations.billing.payments.desk import NoSuchPayer, open_desk
from autossa.operations.context import ActionContext
from autossa.queries.billing.payments.credit import payers_with_credit


def use_credit(*, payer: UUID, currency: str, ctx: ActionContext) -> int:
    """Use what a payer has on account for the oldest open claims, as the policy says; how many rows that were.

    Raises NoSuchPayer.
    """
    with transaction.atomic():
        desk = open_desk(payer, currency, replace(ctx, seen=None))
        before = len(desk.account.allocations)
        return len(desk.use_credit().account.allocations) - before


def run(*, ctx: ActionContext, progress: Callable[[UUID], None] = lambda _: None) -> int:
    """All payers who have credit and owe something, a transaction each; how many used some.

    Who was merged away or closed meanwhile is left out: its account stands as it does.
    """
    used = 0
    for payer, currency in payers_with_credit():
        progress(payer)
        try:
            used += use_credit(payer=payer, currency=currency, ctx=ctx) > 0
        except NoSuchPayer:
            continue
    return used
