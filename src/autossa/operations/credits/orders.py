"""Credits are ordered, and booked and invoiced once they are paid: the vendor's finance says so (billing 8).

Orders of a payer that finance trusts are booked when they are placed.
"""

from datetime import date
from uuid import UUID

from django.db import transaction

from autossa.domain.amounts import Money, Ssc, show
from autossa.domain.billing.terms import TermsDeed
from autossa.domain.limits import Deed
from autossa.domain.orders.orders import Booking
from autossa.domain.projects import Outcome
from autossa.domain.refusals import Refusal
from autossa.operations import limits
from autossa.operations.billing.orders.deciding import PriceChanged, Quoted, check_payer, claim, is_of
from autossa.operations.billing.orders.invoicing import invoice_order
from autossa.operations.billing.orders.recording import placed_by, record_order
from autossa.operations.context import ActionContext
from autossa.operations.contracts.continuing import continue_when_paid
from autossa.operations.credits.balance import top_up
from autossa.operations.decide import locked
from autossa.operations.errors import Invalid, Refused
from autossa.operations.outbox import tell
from autossa.operations.validation import MAX_REASON, MAX_REFERENCE, numeric, read_line, read_text
from autossa.operations.vendor.terms import acceptances
from autossa.operations.vendor.terms.acceptances import NOTHING, Agreed
from autossa.queries.credits.order_terms import booking_of
from autossa.queries.credits.orders import offer_top_up
from autossa.store import models
from autossa.store.exact import fraction

MAX_SSC = 100_000_000  # hundredths: a million; who wants more talks to the vendor


class OrderOutOfBounds(Invalid):
    """An order is above 0 and at most {most} SSC."""

    field = "ssc"


def place(
    *,
    order: UUID,
    project: UUID,
    ssc: Ssc,
    payer: UUID,
    gross: Money,
    ctx: ActionContext,
    terms: Agreed = NOTHING,
    order_number: str = "",
    quoted: Quoted | None = None,
) -> bool:
    """Order credits (hundredths of an SSC) at the price of the day, which must come to `gross` (minor units).

    `order` is the id of the order to be: placing it again changes nothing and gives False. `terms` are the documents
    that the payer agrees to, `order_number` is the payer's own, `quoted` the quote that is accepted, whose price holds.
    Orders of a trusted payer are booked at once. Raises NotFound, Invalid for an amount out of bounds, a payer that
    cannot be named, a customer or payer that is not verified, or a price that has changed, TermsChanged,
    TermsNotAccepted, ChangedSinceShown, LimitReached, Refused `no_price`; for the number as `read_line`.
    """
    check_amount(ssc)
    order_number = read_line(order_number, "the order number", MAX_REFERENCE, required=False, field="order_number")
    limits.count(Deed.ORDER, ctx, project=project, organisations=[payer])
    with transaction.atomic():
        locked(project, ctx)
        ctx.check_seen()
        if models.CreditOrder.objects.filter(pk=order).exists():
            return is_of(models.CreditOrder, order, project)
        check_payer(project, payer, ctx)
        offer = offer_top_up(project, ctx.today, ssc, payer, quoted.priced_on if quoted else None)
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
            tax_rate=numeric(quote.tax_rate),
            currency=offer.currency,
            order_number=order_number,
            booking=booking_of(payer, ctx.today).value,
            quote_id=quoted.key if quoted else None,
            **placed_by(ctx),
        )
        acceptances.record(deed=TermsDeed.CREDIT_ORDER, deed_id=order, accepted=accepted, ctx=ctx)
        record_order(ctx, "order_credits", row, terms=accepted.details)
        if row.booking == Booking.ON_ISSUE.value:
            _book(order, ctx)
        else:
            for topic in ("mail.credits_ordered", "mail.credits_confirmed"):
                tell(topic, {"order": str(row.id)}, ctx, project)
    return True


def check_amount(ssc: Ssc) -> None:
    """So much can be ordered at once (hundredths). Raises OrderOutOfBounds."""
    if not 0 < ssc <= MAX_SSC:
        raise OrderOutOfBounds(most=show(MAX_SSC))


def withdraw(*, order: UUID, project: UUID, ctx: ActionContext) -> None:
    """Take an open order of a project back. Raises NotFound when it is not there or was decided."""
    with transaction.atomic():
        row = claim(models.CreditOrder, order, "withdrawn", ctx, project=project)
        record_order(ctx, "withdraw_order", row)


def decline(*, order: UUID, reason: str, ctx: ActionContext) -> None:
    """The vendor will not book it: say why. Raises Invalid without a reason, NotFound when it was decided."""
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        row = claim(models.CreditOrder, order, "declined", ctx, reason=reason)
        record_order(ctx, "decline_order", row, reason=reason)
        tell("mail.credits_declined", {"order": str(row.id)}, ctx, row.project_id)


def book(*, order: UUID, ctx: ActionContext, paid_on: date | None = None, payment: UUID | None = None) -> Outcome:
    """The payment has come, today unless another day is given: the credits are the project's, and are invoiced.

    `payment` is the one that came, where it is known: nobody's yet, and at least the order's amount.
    Raises NotFound when it was decided, PaymentDayWrong, PaymentAssigned.
    """
    with transaction.atomic():
        return _book(order, ctx, paid_on or ctx.today, payment)


def _book(order: UUID, ctx: ActionContext, paid_on: date | None = None, payment: UUID | None = None) -> Outcome:
    row = claim(models.CreditOrder, order, "booked", ctx, paid_on=paid_on)
    outcome = top_up(project=row.project_id, ssc=row.ssc, paid=row.net, ctx=ctx)
    record_order(ctx, "book_order", row)
    tell("mail.credits_booked", {"order": str(row.id)}, ctx, row.project_id)
    invoice_order(row, [(row.ssc, fraction(row.price), row.net)], ctx, payment)
    continue_when_paid(order=order, ctx=ctx)
    return outcome
