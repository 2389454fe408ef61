"""A payer's account under its lock, and the rows that a rule gave, written: the one way by which money is booked.

Whoever changes an account locks its payer first; so two people never use the same money.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.allocating import use_credit
from autossa.domain.billing.payments.facts import Allocation, Payout, Return, Why
from autossa.domain.billing.payments.index import Fact
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.outbox import tell
from autossa.queries.billing.payments.accounts import account_of
from autossa.queries.billing.payments.policies import PaymentTerms, payment_terms
from autossa.store import models
from autossa.store.engine.copy import copy_rows
from autossa.store.engine.rows import AllocationRow
from autossa.store.ids import new_id

MOVED = "account.moved"
"""The topic of what is told of the account of a payer whose contracts are suspended."""


class PaymentAssigned(Invalid):
    """This payment was assigned already, to {payer}."""


class NoSuchPayer(NotFound):
    """There is no such payer."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The account as it is now, locked; the terms in force; who acts when. `left_out` are disputed claims."""

    payer: UUID
    account: Account
    terms: PaymentTerms
    ctx: ActionContext
    left_out: frozenset[str] = frozenset()

    def write(self, rows: Iterable[Allocation | Payout | Return], **of_return: object) -> "Desk":
        """Write what a rule gave, in its order; the desk as it is then."""
        listed = tuple(rows)
        write_rows(listed, self.ctx, **of_return)
        return self.seen_with(listed)

    def seen_with(self, facts: Iterable[Fact]) -> "Desk":
        """The desk with facts that were written otherwise."""
        return replace(self, account=self.account.plus(facts))

    def use_credit(self) -> "Desk":
        """Use what is on account for what is open, where the policy says so (billing 10)."""
        return self.write(use_credit(self.account, self.ctx.today, self.terms.policy, self.left_out))


def open_desk(payer: UUID, currency: str, ctx: ActionContext) -> Desk:
    """Lock a payer, and read its account. Raises NoSuchPayer, ChangedSinceShown, DayBeforeLast.

    Inside a transaction. A project is locked before its payer, where both are.
    """
    if not models.Organisation.objects.select_for_update().filter(pk=payer).exclude(kind="vendor").exists():
        raise NoSuchPayer
    check_day(ctx)
    ctx.check_seen()
    say_moved([payer], ctx)
    return Desk(payer, account_of(payer, currency), payment_terms(ctx.today), ctx, disputed(payer))


def say_moved(payers: Iterable[UUID], ctx: ActionContext) -> None:
    """Something happens to the accounts of these payers: contracts that were suspended for them may go on (billing 17).

    It is looked at once all is committed, by whoever delivers the outbox.
    """
    suspended = models.DunningSuspension.objects.filter(payer__in=list(payers), resumed_on=None)
    for payer in suspended.order_by("payer").values_list("payer", flat=True).distinct():
        tell(MOVED, {"payer": str(payer)}, ctx)


def disputed(payer: UUID) -> frozenset[str]:
    """The claims of a payer that are disputed now: no rule pays them by itself."""
    found = models.Dispute.objects.filter(Q(ended_on=None), claim__payer=payer)
    return frozenset(str(one.claim_id) for one in found)


def write_rows(rows: Iterable[Fact], ctx: ActionContext, **of_return: object) -> None:
    """Write allocations, payouts and returns: what is taken from documents before what takes it from the payment."""
    listed = list(rows)
    actor = ctx.actor.user
    copy_rows(
        [
            AllocationRow(new_id(), row.receipt, row.document, row.day, row.amount, row.why.value, actor, ctx.now)
            for row in listed
            if isinstance(row, Allocation)
        ]
    )
    models.PaymentReturn.objects.bulk_create(
        models.PaymentReturn(
            payment_id=UUID(row.receipt), day=row.day, amount=row.amount, code=row.code, fee=row.fee, by=actor,
            at=ctx.now, **of_return,
        )
        for row in listed if isinstance(row, Return)
    )  # fmt: skip
    models.Payout.objects.bulk_create(
        models.Payout(refund_id=UUID(row.refund), payment_id=UUID(row.receipt), day=row.day, amount=row.amount)
        for row in listed if isinstance(row, Payout)
    )  # fmt: skip


def assigned(payment: UUID, payer: UUID, why: Why, ctx: ActionContext) -> None:
    """A payment is a payer's from today on. Raises PaymentAssigned, also to who comes second at the same moment."""
    before = models.PaymentAssignment.objects.filter(payment=payment).select_related("payer").first()
    if before is not None:
        raise PaymentAssigned(payer=before.payer.name)
    try:
        with transaction.atomic():
            models.PaymentAssignment.objects.create(
                payment_id=payment, payer_id=payer, day=ctx.today, why=why.value, by=ctx.actor.user, at=ctx.now
            )
    except IntegrityError:
        other = models.PaymentAssignment.objects.select_related("payer").get(payment=payment)
        raise PaymentAssigned(payer=other.payer.name) from None
