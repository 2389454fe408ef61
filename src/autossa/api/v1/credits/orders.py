"""Orders of credits: placed and taken back by who pays, booked or declined by the vendor's finance."""

from typing import Annotated, Literal

from ninja import Query, Router

from autossa.api.v1.credits.order_shapes import CreditOrderIn, CreditOrderOut
from autossa.api.v1.frame.calls import Call, ProjectCall, agreed_context, context_of, key_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, NotInList, OnwardAsk, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Reason
from autossa.api.v1.orders.previewing import preview_of
from autossa.api.v1.orders.shapes import Paid
from autossa.domain.amounts import parse_ssc
from autossa.domain.rights import Action
from autossa.operations.credits import orders
from autossa.operations.errors import NotFound
from autossa.queries.credits.orders import Order, find_order, open_orders, orders_of, past_orders
from autossa.queries.orders.order_listing import new_order_name
from autossa.queries.permissions import Scope

router = Router(tags=["Orders"])
_PRJ = "/projects/{project_id}/credit-orders"


@endpoint(router, "GET", _PRJ, Scope.PROJECT, Action.VIEW_BILLING, answer=Listed[CreditOrderOut])
def list_credit_orders(
    request: ProjectCall, project_id: str, ask: Annotated[PageAsk, Query()]
) -> Listed[CreditOrderOut]:
    """Orders of credits of a project, those that wait for their payment first, then the newest."""
    return listed(orders_of(request.project.id), ask, _out)


@endpoint(router, "GET", f"{_PRJ}/{{order_id}}", Scope.PROJECT, Action.VIEW_BILLING, answer=CreditOrderOut)
def get_credit_order(request: ProjectCall, project_id: str, order_id: str) -> CreditOrderOut:
    """An order of credits."""
    return _out(_of_project(request, order_id))


@endpoint(router, "POST", _PRJ, Scope.PROJECT, Action.EDIT_BILLING, answer=CreditOrderOut, status=201)
def order_credits(request: ProjectCall, project_id: str, body: CreditOrderIn) -> CreditOrderOut:
    """Order credits at the price of the day. They are booked when the payment has come, at once for a trusted payer."""
    payer, ssc = key_of("org", body.payer, "payer"), parse_ssc(body.ssc)
    orders.check_amount(ssc)
    found = preview_of(request, payer, ssc=ssc)
    name, key = new_order_name("ord")
    orders.place(
        order=key, project=request.project.id, ssc=ssc, payer=payer, gross=found.plan.gross,
        order_number=body.order_number, terms=body.agreed_terms(),
        ctx=agreed_context(request, body.agreed, lambda: preview_of(request, payer, ssc=ssc).shown),
    )  # fmt: skip
    return _out(_found(name))


@endpoint(router, "POST", f"{_PRJ}/{{order_id}}/withdraw", Scope.PROJECT, Action.EDIT_BILLING, answer=CreditOrderOut)
def withdraw_credit_order(request: ProjectCall, project_id: str, order_id: str) -> CreditOrderOut:
    """Take an order back while it waits for its payment."""
    found = _of_project(request, order_id)
    orders.withdraw(order=found.key, project=request.project.id, ctx=context_of(request))
    return _out(_found(order_id))


class _Ask(OnwardAsk):
    """Those that wait for their payment, the oldest first; or those that were decided, the newest first."""

    state: Literal["open", "past"] = "open"


@endpoint(router, "GET", "/credit-orders", Scope.VENDOR, Action.CORRECT, answer=Listed[CreditOrderOut])
def list_all_credit_orders(request: Call, ask: Annotated[_Ask, Query()]) -> Listed[CreditOrderOut]:
    """Staff: orders of credits of all projects."""
    if ask.starting_after and find_order(ask.starting_after) is None:
        raise NotInList("starting_after")
    found = (past_orders if ask.state == "past" else open_orders)(ask.starting_after, ask.limit)
    return Listed(data=[_out(row) for row in found.rows], has_more=found.next_after is not None)


@endpoint(
    router, "POST", "/credit-orders/{order_id}/book", Scope.VENDOR, Action.CORRECT, answer=CreditOrderOut
)  # fmt: skip
def book_credit_order(request: Call, order_id: str, body: Paid) -> CreditOrderOut:
    """Staff: the payment has come; the credits are added and invoiced."""
    orders.book(order=_found(order_id).key, paid_on=body.paid_on, ctx=context_of(request))
    return _out(_found(order_id))


@endpoint(
    router, "POST", "/credit-orders/{order_id}/decline", Scope.VENDOR, Action.CORRECT, answer=CreditOrderOut
)  # fmt: skip
def decline_credit_order(request: Call, order_id: str, body: Reason) -> CreditOrderOut:
    """Staff: it will not be booked; who ordered and who pays are told why."""
    orders.decline(order=_found(order_id).key, reason=body.reason, ctx=context_of(request))
    return _out(_found(order_id))


def _out(order: Order) -> CreditOrderOut:
    return answer_of(CreditOrderOut, order)


def _found(order_id: str) -> Order:
    found = find_order(order_id)
    if found is None:
        raise NotFound
    return found


def _of_project(call: ProjectCall, order_id: str) -> Order:
    found = _found(order_id)
    if found.project != call.project.public_id:
        raise NotFound
    return found
