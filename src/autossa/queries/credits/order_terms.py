"""Whose orders are booked when: on payment, unless the vendor's finance trusts a payer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.orders.orders import Booking
from autossa.store import models


@dataclass(frozen=True, slots=True)
class OrderTerm:
    """From a day on, orders are booked so; why, and who said so."""

    starts_on: date
    booking: Booking
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class BookingPage:
    """How orders of an organisation are booked today, and all that was set so far, newest first."""

    booking: Booking
    terms: tuple[OrderTerm, ...]


def booking_page(organisation: UUID, day: date) -> BookingPage:
    """The page on which finance says when orders are booked."""
    return BookingPage(booking_of(organisation, day), order_terms(organisation))


def booking_of(payer: UUID, day: date) -> Booking:
    """How orders of a payer are booked on a day."""
    found = models.OrderTerm.objects.in_force(day).filter(organisation=payer).values_list("booking", flat=True).first()
    return Booking(found) if found else Booking.ON_PAYMENT


def order_terms(organisation: UUID) -> tuple[OrderTerm, ...]:
    """All rows of an organisation, newest first."""
    found = models.OrderTerm.objects.filter(organisation=organisation).order_by("-starts_on", "-id")
    return tuple(OrderTerm(row.starts_on, Booking(row.booking), row.reason, row.set_by_name) for row in found)
