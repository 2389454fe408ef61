"""The page on which credits are ordered: who may pay, what is ordered already, what the order would cost."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Ssc
from autossa.domain.orders.orders import Booking
from autossa.domain.refusals import Refusal
from autossa.queries.credits.order_terms import booking_of
from autossa.queries.credits.orders import Offer, Order, offer_top_up, open_orders_of, possible_payers, unverified


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Who may be named as the payer, the customer first; the orders that wait for their payment, newest first.

    `offer` is what the order would cost and `payer` the name of who pays it; both are empty for nobody who may.
    `unverified` names the customer while the vendor has not verified it: then nothing can be ordered. `booking` says
    whether the order of the payer waits for its payment.
    """

    payers: tuple[tuple[UUID, str], ...]
    open_orders: tuple[Order, ...]
    offer: Offer | None = None
    refusal: Refusal | None = None
    payer: str = ""
    unverified: str | None = None
    booking: Booking = Booking.ON_PAYMENT


def order_page(project: UUID, user: UUID, day: date, *, ssc: Ssc | None = None, payer: UUID | None = None) -> OrderPage:
    """The page of a project for somebody on a day; with so many SSC (hundredths) and a payer, what they would cost."""
    payers, waiting = possible_payers(project, user, day), open_orders_of(project)
    if (name := unverified(project)) is not None:
        return OrderPage(payers, waiting, unverified=name)
    names = dict(payers)
    if ssc is None or payer is None or payer not in names:
        return OrderPage(payers, waiting)
    offer = offer_top_up(project, day, ssc, payer)
    if isinstance(offer, Refusal):
        return OrderPage(payers, waiting, refusal=offer)
    return OrderPage(payers, waiting, offer=offer, payer=names[payer], booking=booking_of(payer, day))
