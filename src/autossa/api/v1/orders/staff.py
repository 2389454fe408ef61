"""Orders for finance, and those of an organisation; whether its orders wait for their payment."""

from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Query, Router

from autossa.api.v1.frame.calls import Call, OrganisationCall
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of, answers_of
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.api.v1.orders.shapes import BookingIn, BookingTerm, LicenseOrderOut, OrderTermsOut, PaperOut
from autossa.domain.orders.orders import Booking
from autossa.domain.rights import Action
from autossa.operations.billing.orders import terms
from autossa.queries.credits.order_terms import booking_page
from autossa.queries.orders.orders import license_orders, papers_of
from autossa.queries.permissions import Scope

router = Router(tags=["Orders"])
_BOOKING = "/organisations/{organisation_id}/order-booking"


class _Ask(PageAsk):
    """Those that wait for their payment, the oldest first; or those that were decided, the newest first."""

    state: Literal["open", "past"] = "open"


@endpoint(router, "GET", "/license-orders", Scope.VENDOR, Action.CORRECT, answer=Listed[LicenseOrderOut])
def list_all_license_orders(request: Call, ask: Annotated[_Ask, Query()]) -> Listed[LicenseOrderOut]:
    """Staff: orders of licenses of all projects, the newest of them."""
    rows = license_orders(is_past=ask.state == "past")
    return listed(rows, ask, lambda row: answer_of(LicenseOrderOut, row))


@endpoint(
    router, "GET", "/organisations/{organisation_id}/orders", Scope.ORGANISATION, Action.VIEW_ORGANISATION,
    answer=Listed[PaperOut],
)  # fmt: skip
def list_organisation_orders(
    request: OrganisationCall, organisation_id: str, ask: Annotated[PageAsk, Query()]
) -> Listed[PaperOut]:
    """Orders and quotes of a customer's projects, and those that an organisation pays, newest first."""
    return listed(papers_of(request.organisation.id, request.today), ask, lambda row: answer_of(PaperOut, row))


@endpoint(router, "GET", _BOOKING, Scope.ORGANISATION, Action.VIEW_ORGANISATION, answer=OrderTermsOut)
def get_order_booking(request: OrganisationCall, organisation_id: str, response: HttpResponse) -> OrderTermsOut:
    """Whether orders that an organisation pays wait for their payment."""
    return _booking(request, response)


@endpoint(router, "PUT", _BOOKING, Scope.ORGANISATION, Action.CORRECT, answer=OrderTermsOut, versioned=True)
def set_order_booking(
    request: OrganisationCall, organisation_id: str, body: BookingIn, response: HttpResponse
) -> OrderTermsOut:
    """Staff: say whether orders that an organisation pays wait for their payment."""
    key = request.organisation.id
    ctx = version_context(request, lambda: booking_page(key, request.today))
    terms.set_booking(organisation=key, booking=Booking(body.booking), reason=body.reason, ctx=ctx)
    return _booking(request, response)


def _booking(call: OrganisationCall, response: HttpResponse) -> OrderTermsOut:
    """What holds now, with its version."""
    found = booking_page(call.organisation.id, call.today)
    tagged(response, found)
    return OrderTermsOut(booking=found.booking.value, history=answers_of(BookingTerm, found.terms))
