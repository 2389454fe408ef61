"""Licenses are ordered at the list price, and booked, which adds them to the project, once paid (billing 8)."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from autossa.domain.amounts import Money
from autossa.domain.billing.terms import TermsDeed
from autossa.domain.licenses import NewLicense
from autossa.domain.limits import Deed
from autossa.domain.orders.orders import UNITS, Booking, Wanted, free_id
from autossa.domain.projects import Outcome
from autossa.domain.refusals import Refusal
from autossa.operations import limits
from autossa.operations.billing.orders.deciding import PriceChanged, Quoted, check_payer, claim, is_of
from autossa.operations.billing.orders.invoicing import invoice_order
from autossa.operations.billing.orders.recording import placed_by, record_order
from autossa.operations.context import ActionContext
from autossa.operations.decide import locked
from autossa.operations.errors import Invalid, NotFound, Refused
from autossa.operations.licenses.additions import add_all, new_license
from autossa.operations.outbox import tell
from autossa.operations.validation import (
    MAX_REASON,
    MAX_REFERENCE,
    numeric,
    read_line,
    read_quantity,
    read_text,
)
from autossa.operations.vendor.terms import acceptances
from autossa.operations.vendor.terms.acceptances import NOTHING, Agreed
from autossa.queries.credits.order_terms import booking_of
from autossa.queries.licenses.previews import RequestedLicense
from autossa.queries.orders.offers import LicenseOffer, offer_licenses
from autossa.store import models
from autossa.store.exact import fraction

MOST_LINES = 20
MOST_OF_ONE = 1_000_000


class NothingOrdered(Invalid):
    """Order at least one license, and at most {most} at once."""


class LicenseNotEnlarged(Invalid):
    """There is no license {license} of this type in the project that could be enlarged."""

    field = "enlarges"


class OrderedTypeUnknown(Invalid):
    """There is no license type {code}."""

    field = "license_type"


class ProjectGone(NotFound):
    """There is no such project."""


def place(
    *,
    order: UUID,
    project: UUID,
    wanted: Sequence[Wanted],
    payer: UUID,
    gross: Money,
    ctx: ActionContext,
    terms: Agreed = NOTHING,
    order_number: str = "",
    quoted: Quoted | None = None,
) -> bool:
    """Order licenses at the list prices of the day, which must come to `gross` (minor units).

    `order` is the id of the order to be: placing it again changes nothing and gives False. `terms` are the documents
    that the payer agrees to, `order_number` is the payer's own, `quoted` the quote that is accepted, whose prices hold.
    Orders of a trusted payer are booked at once. Raises NotFound, Invalid as `check_wanted`, for a payer that cannot be
    named or is not verified, or a price that has changed, TermsChanged, TermsNotAccepted, LimitReached, Refused
    `no_license_price` or as adding the licenses would be; for the number as `read_line`.
    """
    order_number = read_line(order_number, "the order number", MAX_REFERENCE, required=False, field="order_number")
    limits.count(Deed.ORDER, ctx, project=project, organisations=[payer])
    with transaction.atomic():
        locked(project, ctx)
        ctx.check_seen()
        if models.LicenseOrder.objects.filter(pk=order).exists():
            return is_of(models.LicenseOrder, order, project)
        check_payer(project, payer, ctx)
        check_wanted(project, wanted)
        offer = offer_licenses(project, ctx.today, wanted, payer, quoted.priced_on if quoted else None)
        if isinstance(offer, Refusal):
            raise Refused(offer)
        if offer is None:
            raise ProjectGone
        if offer.priced.gross != gross:
            raise PriceChanged
        if offer.refusal is not None:
            raise Refused(offer.refusal)
        accepted = acceptances.check(organisation=payer, agreed=terms, ctx=ctx)
        row = _write(order, project, payer, offer, order_number, quoted, ctx)
        acceptances.record(deed=TermsDeed.LICENSE_ORDER, deed_id=order, accepted=accepted, ctx=ctx)
        record_order(ctx, "order_licenses", row, terms=accepted.details)
        if row.booking == Booking.ON_ISSUE.value:
            _book(order, ctx)
        else:
            for topic in ("mail.licenses_ordered", "mail.license_order_confirmed"):
                tell(topic, {"order": str(row.id)}, ctx, project)
    return True


def check_wanted(project: UUID, wanted: Sequence[Wanted]) -> None:
    """Each line can be ordered. Raises NothingOrdered, OrderedTypeUnknown, LicenseNotEnlarged, as `read_quantity`."""
    if not 0 < len(wanted) <= MOST_LINES:
        raise NothingOrdered(most=MOST_LINES)
    known = set(models.LicenseType.objects.values_list("code", flat=True))
    for one in wanted:
        read_quantity(one.quantity, "the quantity", MOST_OF_ONE)
        if one.license_type not in known:
            raise OrderedTypeUnknown(code=one.license_type)
        of_type = models.License.objects.filter(project=project, license_type__code=one.license_type)
        if one.enlarges and not of_type.filter(code=one.enlarges, lines__ended_on=None).exists():
            raise LicenseNotEnlarged(license=one.enlarges)


def withdraw(*, order: UUID, project: UUID, ctx: ActionContext) -> None:
    """Take an open order of a project back. Raises OrderNotFound, OrderDecided."""
    with transaction.atomic():
        row = claim(models.LicenseOrder, order, "withdrawn", ctx, project=project)
        record_order(ctx, "withdraw_order", row)


def decline(*, order: UUID, reason: str, ctx: ActionContext) -> None:
    """The vendor will not book it: say why. Raises Invalid without a reason, OrderNotFound, OrderDecided."""
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        row = claim(models.LicenseOrder, order, "declined", ctx, reason=reason)
        record_order(ctx, "decline_order", row, reason=reason)
        tell("mail.license_order_declined", {"order": str(row.id)}, ctx, row.project_id)


def book(*, order: UUID, ctx: ActionContext, paid_on: date | None = None, payment: UUID | None = None) -> Outcome:
    """The payment has come, today unless another day is given: the licenses are the project's, and are invoiced.

    `payment` is the one that came, where it is known: nobody's yet, and at least the order's amount.
    Raises OrderNotFound, OrderDecided, PaymentDayWrong, PaymentAssigned, and as `licenses.additions.add_all`; then it
    goes on waiting.
    """
    with transaction.atomic():
        return _book(order, ctx, paid_on or ctx.today, payment)


def _book(order: UUID, ctx: ActionContext, paid_on: date | None = None, payment: UUID | None = None) -> Outcome:
    row = claim(models.LicenseOrder, order, "booked", ctx, paid_on=paid_on)
    lines = list(row.lines.select_related("license_type", "enlarges").order_by("position"))
    new = list(_new_licenses(row.project_id, lines, ctx))
    outcome = add_all(project=row.project_id, new=new, origin="order", order_reference=row.public_id, ctx=ctx)
    keys = dict(models.License.objects.filter(project=row.project_id).values_list("code", "id"))
    for line, one in zip(lines, new, strict=True):
        models.LicenseOrderLine.objects.filter(order=row, position=line.position).update(license=keys[one.license_id])
    record_order(ctx, "book_order", row)
    tell("mail.license_order_booked", {"order": str(row.id)}, ctx, row.project_id)
    invoice_order(row, [(line.quantity * UNITS, fraction(line.price), line.net) for line in lines], ctx, payment)
    return outcome


def _new_licenses(project: UUID, lines: Sequence[models.LicenseOrderLine], ctx: ActionContext) -> Iterator[NewLicense]:
    """Under ids that are free, each at the rate of the day on which it is added."""
    taken = set(models.License.objects.filter(project=project).values_list("code", flat=True))
    for line in lines:
        code = free_id(line.enlarges.code if line.enlarges else "", taken)
        taken.add(code)
        yield new_license(RequestedLicense(code, line.license_type.code, line.quantity), ctx)


def _write(
    order: UUID,
    project: UUID,
    payer: UUID,
    offer: LicenseOffer,
    order_number: str,
    quoted: Quoted | None,
    ctx: ActionContext,
) -> models.LicenseOrder:
    priced = offer.priced
    row = models.LicenseOrder.objects.create(
        id=order,
        project_id=project,
        payer_id=payer,
        price_list_id=offer.price_list,
        priced_on=quoted.priced_on if quoted else ctx.today,
        net=priced.net,
        tax=priced.tax,
        gross=priced.gross,
        tax_rate=numeric(priced.tax_rate),
        currency=offer.currency,
        order_number=order_number,
        booking=booking_of(payer, ctx.today).value,
        quote_id=quoted.key if quoted else None,
        **placed_by(ctx),
    )
    types = dict(models.LicenseType.objects.values_list("code", "id"))
    licenses = dict(models.License.objects.filter(project=project).values_list("code", "id"))
    models.LicenseOrderLine.objects.bulk_create(
        models.LicenseOrderLine(
            order=row,
            position=position,
            license_type_id=types[line.wanted.license_type],
            quantity=line.wanted.quantity,
            price=numeric(line.price),
            net=line.net,
            enlarges_id=licenses[line.wanted.enlarges] if line.wanted.enlarges else None,
        )
        for position, line in enumerate(priced.lines, start=1)
    )
    return row
