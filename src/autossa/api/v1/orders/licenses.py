"""Orders of licenses, and the preview of any order."""

from typing import Annotated

from ninja import Query, Router

from autossa.api.v1.frame.calls import Call, ProjectCall, agreed_context, context_of, key_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Reason
from autossa.api.v1.orders.previewing import OneOfBoth, preview_of, preview_out, wanted_of
from autossa.api.v1.orders.shapes import LicenseOrderIn, LicenseOrderOut, OrderAsk, OrderPreviewOut, Paid
from autossa.domain.amounts import parse_ssc
from autossa.domain.rights import Action
from autossa.operations.credits.orders import check_amount
from autossa.operations.errors import NotFound
from autossa.operations.orders import licenses as orders
from autossa.queries.orders.order_listing import new_order_name
from autossa.queries.orders.orders import LicenseOrder, find_license_order, license_orders_of
from autossa.queries.permissions import Scope

router = Router(tags=["Orders"])
_PRJ = "/projects/{project_id}/license-orders"


@endpoint(router, "POST", "/previews/order", Scope.PROJECT, Action.PREPARE_QUOTES, answer=OrderPreviewOut, is_read=True)
def preview_order(request: ProjectCall, body: OrderAsk) -> OrderPreviewOut:
    """What an order of credits or of licenses would cost today, and what a lapsed project lacks."""
    if (body.ssc is None) == (not body.licenses):
        raise OneOfBoth
    payer = key_of("org", body.payer, "payer") if body.payer else None
    ssc = parse_ssc(body.ssc) if body.ssc is not None else None
    if ssc is not None:
        check_amount(ssc)
    else:
        orders.check_wanted(request.project.id, wanted_of(body.licenses))
    return preview_out(request, preview_of(request, payer, ssc=ssc, wanted=wanted_of(body.licenses)))


@endpoint(router, "GET", _PRJ, Scope.PROJECT, Action.VIEW_BILLING, answer=Listed[LicenseOrderOut])
def list_license_orders(
    request: ProjectCall, project_id: str, ask: Annotated[PageAsk, Query()]
) -> Listed[LicenseOrderOut]:
    """Orders of licenses of a project, those that wait for their payment first."""
    return listed(license_orders_of(request.project.id), ask, _out)


@endpoint(router, "GET", f"{_PRJ}/{{license_order_id}}", Scope.PROJECT, Action.VIEW_BILLING, answer=LicenseOrderOut)
def get_license_order(request: ProjectCall, project_id: str, license_order_id: str) -> LicenseOrderOut:
    """An order of licenses."""
    return _out(_of_project(request, license_order_id))


@endpoint(router, "POST", _PRJ, Scope.PROJECT, Action.EDIT_BILLING, answer=LicenseOrderOut, status=201)
def order_licenses(request: ProjectCall, project_id: str, body: LicenseOrderIn) -> LicenseOrderOut:
    """Order licenses at the list prices of the day. They are added when the payment has come."""
    payer, wanted = key_of("org", body.payer, "payer"), wanted_of(body.licenses)
    orders.check_wanted(request.project.id, wanted)
    plan = preview_of(request, payer, wanted=wanted).plan
    name, key = new_order_name("lor")
    orders.place(
        order=key, project=request.project.id, wanted=wanted, payer=payer, gross=plan.gross,
        terms=body.agreed_terms(), order_number=body.order_number,
        ctx=agreed_context(request, body.agreed, lambda: preview_of(request, payer, wanted=wanted).shown),
    )  # fmt: skip
    return _out(_found(name))


@endpoint(
    router, "POST", f"{_PRJ}/{{license_order_id}}/withdraw", Scope.PROJECT, Action.EDIT_BILLING, answer=LicenseOrderOut
)
def withdraw_license_order(request: ProjectCall, project_id: str, license_order_id: str) -> LicenseOrderOut:
    """Take an order back while it waits for its payment."""
    found = _of_project(request, license_order_id)
    orders.withdraw(order=found.key, project=request.project.id, ctx=context_of(request))
    return _out(_found(license_order_id))


@endpoint(
    router, "POST", "/license-orders/{license_order_id}/book", Scope.VENDOR, Action.CORRECT, answer=LicenseOrderOut
)
def book_license_order(request: Call, license_order_id: str, body: Paid) -> LicenseOrderOut:
    """Staff: the payment has come; the licenses are added and invoiced."""
    orders.book(order=_found(license_order_id).key, paid_on=body.paid_on, ctx=context_of(request))
    return _out(_found(license_order_id))


@endpoint(
    router, "POST", "/license-orders/{license_order_id}/decline", Scope.VENDOR, Action.CORRECT, answer=LicenseOrderOut
)
def decline_license_order(request: Call, license_order_id: str, body: Reason) -> LicenseOrderOut:
    """Staff: it will not be booked; who ordered and who pays are told why."""
    orders.decline(order=_found(license_order_id).key, reason=body.reason, ctx=context_of(request))
    return _out(_found(license_order_id))


def _out(order: LicenseOrder) -> LicenseOrderOut:
    return answer_of(LicenseOrderOut, order)


def _found(text: str) -> LicenseOrder:
    found = find_license_order(text)
    if found is None:
        raise NotFound
    return found


def _of_project(call: ProjectCall, text: str) -> LicenseOrder:
    found = _found(text)
    if found.project_key != call.project.id:
        raise NotFound
    return found
