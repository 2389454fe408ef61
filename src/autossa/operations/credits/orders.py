"""Credits are ordered, and booked once they are paid: until payments exist, the vendor's finance says so.

An order is decided once: whoever moves it from `open` has its row, and the project's before it.
"""

from uuid import UUID

from django.db import transaction

from autossa.domain.amounts import Money, Ssc, show
from autossa.domain.billing.terms import TermsDeed
from autossa.domain.limits import Deed
from autossa.domain.projects import Outcome
from autossa.domain.refusals import Refusal
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.credits.balance import top_up
from autossa.operations.decide import locked
from autossa.operations.errors import Invalid, NotFound, Refused
from autossa.operations.outbox import tell
from autossa.operations.validation import MAX_REASON, numeric, read_text
from autossa.operations.vendor.terms import acceptances
from autossa.operations.vendor.terms.acceptances import NOTHING, Accepted, Agreed
from autossa.queries.credits.orders import offer_top_up, possible_payers, unverified
from autossa.store import models

MAX_SSC = 100_000_000  # hundredths: a million; who wants more talks to the vendor


class OrderOutOfBounds(Invalid):
    """An order is above 0 and at most {most} SSC."""

    field = "ssc"


class PayerNotAllowed(Invalid):
    """The customer pays, or a partner that you act for."""

    field = "payer"


class PriceChanged(Invalid):
    """The price has changed meanwhile."""


class OrderNotVerified(Invalid):
    """The vendor has not verified {name} yet; that comes before the first order."""


class OrderNotFound(NotFound):
    """There is no such order."""


class OrderDecided(NotFound):
    """This order was decided already."""


def place(
    *, order: UUID, project: UUID, ssc: Ssc, payer: UUID, gross: Money, ctx: ActionContext, terms: Agreed = NOTHING
) -> bool:
    """Order credits (hundredths of an SSC) at the price of the day, which must come to `gross` (minor units).

    `order` is the id of the order to be: placing it again changes nothing and gives False. `terms` are the documents
    that the payer agrees to. Raises NotFound, Invalid for an amount out of bounds, a payer that cannot be named, a
    customer or payer that is not verified, or a price that has changed, TermsChanged, TermsNotAccepted, LimitReached,
    Refused `no_price`.
    """
    if not 0 < ssc <= MAX_SSC:
        raise OrderOutOfBounds(most=show(MAX_SSC))
    limits.count(Deed.ORDER, ctx, project=project, organisations=[payer])
    with transaction.atomic():
        locked(project, ctx)
        if models.CreditOrder.objects.filter(pk=order).exists():
            return _is_of(order, project)
        if payer not in dict(possible_payers(project, ctx.actor.user, ctx.today)):
            raise PayerNotAllowed
        if (name := unverified(project, payer)) is not None:
            raise OrderNotVerified(name=name)
        offer = offer_top_up(project, ctx.today, ssc, payer)
        if isinstance(offer, Refusal):
            raise Refused(offer)
        if offer is None or offer.quote.gross != gross:
            raise PriceChanged
        accepted = acceptances.check(organisation=payer, agreed=terms, ctx=ctx)
        quote = offer.quote
        row = models.CreditOrder.objects.create(
            id=order,
            project_id=project,
            payer_id=payer,
            ssc=ssc,
            price=numeric(quote.price),
            net=quote.net,
            tax=quote.tax,
            gross=quote.gross,
            currency=offer.currency,
            ordered_on=ctx.today,
            ordered_at=ctx.now,
            ordered_by=ctx.actor.user,
            ordered_by_name=ctx.actor.name,
        )
        acceptances.record(deed=TermsDeed.CREDIT_ORDER, deed_id=order, accepted=accepted, ctx=ctx)
        _record(ctx, "order_credits", row, accepted=accepted)
        for topic in ("mail.credits_ordered", "mail.credits_confirmed"):
            tell(topic, {"order": str(row.id)}, ctx, project)
    return True


def withdraw(*, order: UUID, project: UUID, ctx: ActionContext) -> None:
    """Take an open order of a project back. Raises NotFound when it is not there or was decided."""
    with transaction.atomic():
        row = _claimed(order, "withdrawn", ctx, project=project)
        _record(ctx, "withdraw_order", row)


def decline(*, order: UUID, reason: str, ctx: ActionContext) -> None:
    """The vendor will not book it: say why. Raises Invalid without a reason, NotFound when it was decided."""
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        row = _claimed(order, "declined", ctx, reason=reason)
        _record(ctx, "decline_order", row, reason)
        tell("mail.credits_declined", {"order": str(row.id)}, ctx, row.project_id)


def book(*, order: UUID, ctx: ActionContext) -> Outcome:
    """The payment has come: the credits are the project's. Raises NotFound when it was decided."""
    with transaction.atomic():
        row = _claimed(order, "booked", ctx)
        outcome = top_up(project=row.project_id, ssc=row.ssc, paid=row.net, ctx=ctx)
        _record(ctx, "book_order", row)
        tell("mail.credits_booked", {"order": str(row.id)}, ctx, row.project_id)
    return outcome


def _claimed(
    order: UUID, state: str, ctx: ActionContext, *, project: UUID | None = None, reason: str = ""
) -> models.CreditOrder:
    """The order, moved to another state by this use case alone; the project is locked before it. Raises NotFound."""
    found = models.CreditOrder.objects.filter(pk=order)
    if project is not None:
        found = found.filter(project=project)
    of = found.values_list("project_id", flat=True).first()
    if of is None or not models.Project.objects.select_for_update().filter(pk=of).exists():
        raise OrderNotFound
    if found.filter(state="open").exists():  # one that was decided says so
        ctx.check_seen()
    by = {"decided_by": ctx.actor.user, "decided_by_name": ctx.actor.name}
    decided = {"state": state, "decided_at": ctx.now, "reason": reason, **by}
    if found.filter(state="open").update(**decided) != 1:
        raise OrderDecided
    return found.select_related("payer").get()


def _is_of(order: UUID, project: UUID) -> bool:
    """False for an order that this project has already. Raises NotFound for another's."""
    if models.CreditOrder.objects.filter(pk=order, project=project).exists():
        return False
    raise OrderNotFound


def _record(
    ctx: ActionContext, action: str, row: models.CreditOrder, reason: str = "", accepted: Accepted | None = None
) -> None:
    details: dict[str, object] = {"order": row.public_id, "ssc": show(row.ssc), "payer": row.payer.name}
    if accepted is not None:
        details |= accepted.details
    if reason:
        details["reason"] = reason
    record_activity(ctx, action, project=row.project_id, details=details)
