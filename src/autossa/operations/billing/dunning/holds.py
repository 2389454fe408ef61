"""What keeps dunning silent: a payer is paused, a claim disputed, a payment promised (billing 16)."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.validation import MAX_REASON, read_text
from autossa.store import models

LONGEST = timedelta(days=366)


class NoSuchPayer(NotFound):
    """There is no such payer."""


class NoSuchOpenClaim(NotFound):
    """This payer has no such open invoice."""


class NotPaused(Invalid):
    """This payer is not paused."""


class DisputedAlready(Invalid):
    """{number} is disputed already."""


class NotDisputed(Invalid):
    """{number} is not disputed."""


class SilenceOver(Invalid):
    """Enter today, {today}, or a later day."""

    field = "until"


class SilenceTooLong(Invalid):
    """Enter a day within a year, {last} at the latest."""

    field = "until"


def pause(*, payer: UUID, until: date, reason: str, ctx: ActionContext) -> None:
    """Nothing is sent to a payer up to and including a day, and nothing suspended. It replaces a pause that is on.

    Raises NoSuchPayer, SilenceOver, SilenceTooLong, and as `read_text`.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    _check(until, ctx)
    with transaction.atomic():
        _locked(payer)
        _open_pauses(payer, ctx.today).update(ended_on=ctx.today)
        models.DunningPause.objects.create(
            payer_id=payer, day=ctx.today, until=until, reason=reason, set_by=ctx.actor.user, set_at=ctx.now
        )
        details = {"until": until.isoformat(), "reason": reason}
        record_activity(ctx, "pause_dunning", organisation=payer, details=details)


def end_pause(*, payer: UUID, ctx: ActionContext) -> None:
    """From today on a payer is dunned again. Raises NoSuchPayer, NotPaused."""
    with transaction.atomic():
        _locked(payer)
        if not _open_pauses(payer, ctx.today).update(ended_on=ctx.today):
            raise NotPaused
        record_activity(ctx, "end_dunning_pause", organisation=payer)


def dispute(*, payer: UUID, document: UUID, reason: str, ctx: ActionContext) -> None:
    """A claim is left out until the dispute is settled. Raises NoSuchPayer, NoSuchOpenClaim, DisputedAlready."""
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        _locked(payer)
        claim = models.Claim.objects.filter(pk=document, payer=payer, rest__gt=0).first()
        if claim is None:
            raise NoSuchOpenClaim
        if models.Dispute.objects.filter(claim=document, ended_on=None).exists():
            raise DisputedAlready(number=claim.number)
        models.Dispute.objects.create(
            claim_id=document, day=ctx.today, reason=reason, set_by=ctx.actor.user, set_at=ctx.now
        )
        details = {"number": claim.number, "reason": reason}
        record_activity(ctx, "dispute_claim", organisation=payer, details=details)


def settle(*, payer: UUID, document: UUID, outcome: str, ctx: ActionContext) -> None:
    """A dispute is over; what came of it is kept. Raises NoSuchPayer, NoSuchOpenClaim, NotDisputed."""
    outcome = read_text(outcome, "the outcome", MAX_REASON, field="outcome")
    with transaction.atomic():
        _locked(payer)
        claim = models.Claim.objects.filter(pk=document, payer=payer).first()
        if claim is None:
            raise NoSuchOpenClaim
        if not models.Dispute.objects.filter(claim=document, ended_on=None).update(ended_on=ctx.today, outcome=outcome):
            raise NotDisputed(number=claim.number)
        record_activity(ctx, "settle_dispute", organisation=payer, details={"number": claim.number, "outcome": outcome})


def promise(*, payer: UUID, until: date, ctx: ActionContext, note: str = "", documents: Iterable[UUID] = ()) -> None:
    """A payer pays these claims, or all, by a day: silence until then. By staff, or by the payer's own people.

    Raises NoSuchPayer, NoSuchOpenClaim, SilenceOver, SilenceTooLong, and as `read_text`.
    """
    note = read_text(note, "the note", MAX_REASON, required=False, field="note")
    _check(until, ctx)
    with transaction.atomic():
        _locked(payer)
        listed = sorted(set(documents))
        if models.Claim.objects.filter(pk__in=listed, payer=payer, rest__gt=0).count() != len(listed):
            raise NoSuchOpenClaim
        models.PaymentPromise.objects.create(
            payer_id=payer, day=ctx.today, until=until, documents=listed, note=note, set_by=ctx.actor.user,
            set_at=ctx.now,
        )  # fmt: skip
        details = {"until": until.isoformat(), "note": note, "documents": len(listed)}
        record_activity(ctx, "promise_payment", organisation=payer, details=details)


def _check(until: date, ctx: ActionContext) -> None:
    if until < ctx.today:
        raise SilenceOver(today=ctx.today)
    if until > ctx.today + LONGEST:
        raise SilenceTooLong(last=ctx.today + LONGEST)


def _locked(payer: UUID) -> None:
    if not models.Organisation.objects.select_for_update().filter(pk=payer).exclude(kind="vendor").exists():
        raise NoSuchPayer


def _open_pauses(payer: UUID, day: date) -> QuerySet[models.DunningPause]:
    return models.DunningPause.objects.filter(payer=payer, ended_on=None, until__gte=day)
