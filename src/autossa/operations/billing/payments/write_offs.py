"""Giving up what is left of a claim: proposed by one person, approved by another; a fee, or a few cents, by one alone.

What is in force is a row with a day; a proposal has none yet and changes nothing (billing 10, 16).
"""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import rest_of
from autossa.domain.billing.payments import write_offs as rules
from autossa.domain.billing.payments.facts import WriteOff
from autossa.domain.billing.payments.refusals import No, Refused
from autossa.domain.currencies import with_code
from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.desk import Desk, open_desk
from autossa.operations.billing.payments.errors import NoSuchClaim, PaymentProblem, problem
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.operations.validation import MAX_REASON, read_text
from autossa.store import models
from autossa.store.ids import new_id


class NoSuchWriteOff(NotFound):
    """There is no such proposal, or it was decided meanwhile."""


class AlreadyProposed(PaymentProblem):
    """This was proposed already, and waits for another person."""


class ClaimHasChanged(PaymentProblem):
    """What is left to pay has changed since this was proposed: decline it, and propose it anew."""


class PersonNeeded(PaymentProblem):
    """This is decided by two people: say who you are."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A write-off; `is_in_force` where nobody else had to agree."""

    key: UUID
    amount: Money
    is_in_force: bool


def propose(*, claim: UUID, reason: str, ctx: ActionContext) -> Proposed:
    """Give up all that is left of a claim: at once where one person may, else once another approved it.

    Raises NoSuchClaim, AlreadyProposed, PersonNeeded, Invalid without a reason, and as the rules refuse (`errors`).
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        desk = _desk_of(claim, ctx)
        if models.WriteOff.objects.filter(claim=claim, approved_at=None, declined_at=None).exists():
            raise AlreadyProposed
        given_up = _by_rule(desk, claim, reason, ctx)
        row = models.WriteOff(
            id=new_id(), claim_id=claim, reason=reason, proposed_by=ctx.actor.user, proposed_at=ctx.now,
            amount=given_up.amount if given_up else rest_of(desk.account.items[str(claim)], ctx.today),
            alone=given_up is not None,
        )  # fmt: skip
        if given_up:
            row.day, row.approved_by, row.approved_at = ctx.today, ctx.actor.user, ctx.now
        elif ctx.actor.user is None:
            raise PersonNeeded
        row.save(force_insert=True)
        _log(desk, "write_off" if given_up else "propose_write_off", row)
    return Proposed(row.id, row.amount, given_up is not None)


def approve(*, write_off: UUID, ctx: ActionContext) -> None:
    """Another person agrees: from today on it is given up.

    Raises NoSuchWriteOff, SamePerson, PersonNeeded, ClaimHasChanged, and as the rules refuse.
    """
    if ctx.actor.user is None:
        raise PersonNeeded
    with transaction.atomic():
        row, desk = _waiting(write_off, ctx)
        second = str(ctx.actor.user)
        found = rules.write_off(
            desk.account, str(row.claim_id), ctx.today, desk.terms.policy, reason=row.reason,
            person=str(row.proposed_by or ""), second=second,
        )  # fmt: skip
        # What needed two people when it was proposed is still decided by two, however little is left of it by now.
        if isinstance(found, WriteOff) and row.proposed_by == ctx.actor.user:
            found = No(Refused.SAME_PERSON)
        if isinstance(found, No):
            raise problem(found)
        if found.amount != row.amount:
            raise ClaimHasChanged(found.amount)
        row.day, row.approved_by, row.approved_at = ctx.today, ctx.actor.user, ctx.now
        row.save(update_fields=["day", "approved_by", "approved_at"])
        _log(desk, "write_off", row)


def decline(*, write_off: UUID, ctx: ActionContext) -> None:
    """It is not given up; whoever proposed it may take it back so, too. Raises NoSuchWriteOff."""
    with transaction.atomic():
        row, desk = _waiting(write_off, ctx)
        row.declined_by, row.declined_at = ctx.actor.user, ctx.now
        row.save(update_fields=["declined_by", "declined_at"])
        _log(desk, "decline_write_off", row)


def _by_rule(desk: Desk, claim: UUID, reason: str, ctx: ActionContext) -> WriteOff | None:
    """What one person may give up; None where a second one has to agree."""
    person = str(ctx.actor.user or ctx.actor.name)
    found = rules.write_off(desk.account, str(claim), ctx.today, desk.terms.policy, reason=reason, person=person)
    if isinstance(found, WriteOff):
        return found
    if found.code is Refused.NEEDS_SECOND_PERSON:
        return None
    raise problem(found)


def _desk_of(claim: UUID, ctx: ActionContext) -> Desk:
    row = models.Claim.objects.filter(pk=claim).first()
    if row is None:
        raise NoSuchClaim
    return open_desk(row.payer, row.currency, ctx)


def _waiting(write_off: UUID, ctx: ActionContext) -> tuple[models.WriteOff, Desk]:
    """A proposal that waits, under the lock of its payer."""
    found = models.WriteOff.objects.filter(pk=write_off).values_list("claim", flat=True).first()
    if found is None:
        raise NoSuchWriteOff
    desk = _desk_of(found, ctx)
    row = models.WriteOff.objects.filter(pk=write_off, approved_at=None, declined_at=None).first()
    if row is None:
        raise NoSuchWriteOff
    return row, desk


def _log(desk: Desk, action: str, row: models.WriteOff) -> None:
    currency = desk.account.currency
    details = {
        "document": desk.account.items[str(row.claim_id)].claim.number,
        "amount": with_code(row.amount, currency),
        "reason": row.reason,
    }
    record_activity(replace(desk.ctx, seen=None), action, organisation=desk.payer, details=details)
