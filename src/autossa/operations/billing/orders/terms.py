"""Whose orders are booked before they are paid: the vendor's finance says so, from today on, with a reason."""

from uuid import UUID

from django.db import transaction

from autossa.domain.orders.orders import Booking
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.validation import MAX_REASON, read_text
from autossa.queries.credits.order_terms import booking_of
from autossa.store import models


class OrdererNotFound(NotFound):
    """There is no such organisation."""


class BookedSoAlready(Invalid):
    """Orders of this organisation are booked so already."""

    field = "booking"


def set_booking(*, organisation: UUID, booking: Booking, reason: str, ctx: ActionContext) -> None:
    """From today on, orders that an organisation pays are booked so: a row that stays, with who and why.

    Orders that wait for their payment go on waiting. Raises OrdererNotFound, BookedSoAlready, Invalid without a reason.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        found = models.Organisation.objects.select_for_update().exclude(kind="vendor").filter(pk=organisation).first()
        if found is None:
            raise OrdererNotFound
        ctx.check_seen()
        if booking_of(organisation, ctx.today) is booking:
            raise BookedSoAlready
        models.OrderTerm.objects.create(
            organisation=found,
            starts_on=ctx.today,
            booking=booking.value,
            reason=reason,
            set_by=ctx.actor.user,
            set_by_name=ctx.actor.name,
            set_at=ctx.now,
        )
        details = {"booking": booking.value, "reason": reason}
        record_activity(ctx, "set_order_booking", organisation=organisation, details=details)
