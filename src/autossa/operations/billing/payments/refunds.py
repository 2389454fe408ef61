"""Credit on account is paid out: proposed by one person, approved by another, to the account that the payer confirmed.

The transfer itself is made from what was approved, as a file for the bank (billing 13).
"""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from autossa.domain.amounts import Money
from autossa.domain.billing.payments import refunds as rules
from autossa.domain.billing.payments.refunds import Refund
from autossa.domain.billing.payments.refusals import No
from autossa.domain.currencies import with_code
from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.desk import Desk, open_desk
from autossa.operations.billing.payments.errors import IbanNotConfirmed, PaymentProblem, problem
from autossa.operations.billing.payments.write_offs import PersonNeeded
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.operations.outbox import tell
from autossa.operations.validation import MAX_REASON, read_text
from autossa.store import models
from autossa.store.ids import new_id

APPROVED = "refund.approved"


class NoSuchRefund(NotFound):
    """There is no such refund, or it was decided meanwhile."""


class RefundWaits(PaymentProblem):
    """A refund of this payer waits already for another person."""


def propose(*, payer: UUID, currency: str, amount: Money, reason: str, ctx: ActionContext) -> UUID:
    """Say that so much credit, in minor units, is to be paid out; nothing is, before another person approves.

    Raises NoSuchPayer, RefundWaits, IbanNotConfirmed, MoreThanCredit, NotAboveZero, PersonNeeded, Invalid without a
    reason.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    if ctx.actor.user is None:
        raise PersonNeeded
    with transaction.atomic():
        desk = open_desk(payer, currency, ctx)
        if models.Refund.objects.filter(payer=payer, currency=currency, approved_at=None, declined_at=None).exists():
            raise RefundWaits
        account = models.PayoutAccount.objects.filter(payer=payer, withdrawn_at=None).order_by("-id").first()
        if account is None:
            raise IbanNotConfirmed
        key = new_id()
        refund = Refund(str(key), amount, account.iban, True, str(ctx.actor.user))
        if no := rules.propose(desk.account, refund, ctx.today):
            raise problem(no)
        row = models.Refund.objects.create(
            id=key, payer_id=payer, currency=currency, amount=amount, account=account, reason=reason,
            proposed_by=ctx.actor.user, proposed_at=ctx.now,
        )  # fmt: skip
        _log(desk, "propose_refund", row)
    return row.id


def approve(*, refund: UUID, ctx: ActionContext) -> None:
    """Another person agrees: the money leaves the account today, the payer is told.

    Raises NoSuchRefund, SamePerson, IbanNotConfirmed (the payer withdrew it), MoreThanCredit (it was used meanwhile),
    PersonNeeded.
    """
    if ctx.actor.user is None:
        raise PersonNeeded
    with transaction.atomic():
        row, desk = _waiting(refund, ctx)
        confirmed = row.account.withdrawn_at is None
        proposed = Refund(str(row.id), row.amount, row.account.iban, confirmed, str(row.proposed_by))
        found = rules.approve(desk.account, proposed, ctx.today, str(ctx.actor.user))
        if isinstance(found, No):
            raise problem(found)
        row.approved_on, row.approved_by, row.approved_at = ctx.today, ctx.actor.user, ctx.now
        row.save(update_fields=["approved_on", "approved_by", "approved_at"])
        desk.write(found)
        _log(desk, "approve_refund", row)
        tell(APPROVED, {"refund": str(row.id)}, ctx)


def decline(*, refund: UUID, ctx: ActionContext) -> None:
    """Nothing is paid out; whoever proposed it may take it back so, too. Raises NoSuchRefund."""
    with transaction.atomic():
        row, desk = _waiting(refund, ctx)
        row.declined_by, row.declined_at = ctx.actor.user, ctx.now
        row.save(update_fields=["declined_by", "declined_at"])
        _log(desk, "decline_refund", row)


def _waiting(refund: UUID, ctx: ActionContext) -> tuple[models.Refund, Desk]:
    """A refund that waits, under the lock of its payer."""
    row = models.Refund.objects.filter(pk=refund).first()
    if row is None:
        raise NoSuchRefund
    desk = open_desk(row.payer_id, row.currency, ctx)
    found = models.Refund.objects.select_related("account").filter(pk=refund, approved_at=None, declined_at=None)
    row = found.first()
    if row is None:
        raise NoSuchRefund
    return row, desk


def _log(desk: Desk, action: str, row: models.Refund) -> None:
    details = {"amount": with_code(row.amount, row.currency), "reason": row.reason}
    record_activity(replace(desk.ctx, seen=None), action, organisation=desk.payer, details=details)
