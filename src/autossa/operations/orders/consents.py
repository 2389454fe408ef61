"""Somebody of the customer is asked to approve a quote: by a link that is hashed, expires and works once."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from autossa.domain.limits import Deed
from autossa.domain.orders.quotes import About, State, state_of
from autossa.operations import limits
from autossa.operations.context import ActionContext, Actor
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.one_time_secrets import digest, make_secret
from autossa.operations.orders.accepting import QuoteExpired, accept
from autossa.operations.orders.making import claim_quote, record_quote
from autossa.operations.outbox import tell
from autossa.operations.validation import MAX_REASON, read_text
from autossa.operations.vendor.terms.acceptances import NOTHING, Agreed
from autossa.queries.orders.approvers import Approver, approvers, is_still_one
from autossa.store import models

VALIDITY = timedelta(days=14)


class ApproverNotFound(Invalid):
    """Select somebody who may approve this for the customer."""

    field = "approver"


class CustomerDoesNotPay(Invalid):
    """Only a quote that the customer pays can be sent to it for approval."""


class ConsentNotValid(NotFound):
    """This link is not valid any more. Ask for a new one."""


def ask(*, quote: UUID, approver: str, ctx: ActionContext, message: str = "") -> str:
    """Ask somebody by mail to approve a quote; gives the link's secret, which is kept nowhere.

    `approver` is the public id of a person or contact of the customer. Whoever was asked before need not answer any
    more. Raises QuoteNotFound, QuoteEnded, QuoteExpired, CustomerDoesNotPay, ApproverNotFound, LimitReached, Invalid
    for the message.
    """
    message = read_text(message, "the message", MAX_REASON, required=False, field="message")
    with transaction.atomic():
        row = claim_quote(quote, ctx)
        if state_of(row.valid_until, ctx.today, accepted=False, withdrawn=False) is State.EXPIRED:
            raise QuoteExpired(last=row.valid_until)
        if row.payer_id != row.project.customer_id:
            raise CustomerDoesNotPay
        who = _approver(row, approver)
        limits.count(Deed.WRITE, ctx, email=who.email)
        models.Consent.objects.open().filter(quote=row).update(withdrawn_at=ctx.now)
        secret, hashed = make_secret()
        asked = models.Consent.objects.create(
            quote=row,
            user=who.user,
            email=who.email,
            name=who.name,
            digest=hashed,
            message=message,
            asked_at=ctx.now,
            asked_by=ctx.actor.user,
            asked_by_name=ctx.actor.name,
            expires_at=ctx.now + VALIDITY,
        )
        record_quote(ctx, "ask_approval", row, person=who.name)
        payload = {"consent": str(asked.id), "secret": secret, "language": who.language}
        tell("mail.quote_approval", payload, ctx, row.project_id)
    return secret


def approve(*, secret: str, ctx: ActionContext, terms: Agreed = NOTHING) -> bool:
    """Whoever was asked accepts the quote, as themselves, for the customer; False when it was accepted before.

    Raises ConsentNotValid, else as `accept`.
    """
    with transaction.atomic():
        row, own = _claim(secret, ctx)
        # The request is answered first: what accepting leaves open is withdrawn.
        models.Consent.objects.filter(pk=row.pk).update(approved_at=ctx.now)
        return accept(quote=row.quote_id, terms=terms, ctx=own)


def decline(*, secret: str, reason: str, ctx: ActionContext) -> None:
    """Whoever was asked says no, and why; who asked is told. Raises ConsentNotValid, Invalid without a reason."""
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        row, own = _claim(secret, ctx)
        models.Consent.objects.filter(pk=row.pk).update(declined_at=ctx.now, reason=reason)
        record_quote(own, "decline_quote", row.quote, reason=reason)
        tell("mail.quote_declined", {"consent": str(row.id)}, own, row.quote.project_id)


def _approver(row: models.Quote, wanted: str) -> Approver:
    for one in approvers(row.project.customer_id, About(row.about)):
        if one.id == wanted:
            return one
    raise ApproverNotFound


def _claim(secret: str, ctx: ActionContext) -> tuple[models.Consent, ActionContext]:
    """The open request, its project locked before it; and the context in which whoever was asked acts."""
    hashed = digest(secret)
    project = models.Consent.objects.filter(digest=hashed).values_list("quote__project", flat=True).first()
    if project is None:
        raise ConsentNotValid
    list(models.Project.objects.select_for_update().filter(pk=project))
    ctx.check_seen()
    found = models.Consent.objects.open().select_for_update(of=["self"]).select_related("quote__project__customer")
    row = found.filter(digest=hashed, expires_at__gt=ctx.now).first()
    if row is None or row.quote.project.customer.suspended_on or not is_still_one(row, row.quote.project.customer_id):
        raise ConsentNotValid
    return row, replace(ctx, actor=Actor(row.name, row.user, None, ctx.actor.address), seen=None)
