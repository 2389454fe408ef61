"""Payments by card: a page of the gateway is opened, and what became of it is read."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated
from uuid import UUID

from ninja import Field, Query, Router

from autossa.api.v1.billing.claims import claim_in
from autossa.api.v1.frame.calls import OrganisationCall, ProjectCall, context_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import AmountIn, AmountText, Answer, Body, Currency, CurrencyIn, Day, Id, minor
from autossa.domain.rights import Action
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.errors import NotFound
from autossa.operations.orders.checkouts import asking, opening
from autossa.operations.orders.checkouts.gateway import CardsNotOffered, CardsRefused, CardsUnavailable
from autossa.queries.billing.checkouts.pages import OpenClaim, PayPage, find_checkout, pay_pages
from autossa.queries.billing.payments.finding import new_key
from autossa.queries.permissions import Scope
from autossa.wording.languages import current

router = Router(tags=["Card payments"])
_ORG = "/organisations/{organisation_id}/card-payments"


class PayableClaim(Answer):
    """What can be paid by card."""

    id: Id
    number: str
    day: Day
    due_on: Day
    gross: AmountText
    rest: AmountText
    is_fee: bool
    is_overdue: bool
    is_disputed: bool


class PayableByCardOut(Answer):
    """What is open in a currency."""

    currency: Currency
    claims: list[PayableClaim]
    on_account: AmountText
    everything: AmountText = Field(description="All of it that is not disputed.")


class PayIn(Body):
    """What is paid, at which amount; without claims all that is open and not disputed."""

    currency: CurrencyIn
    amount: AmountIn = Field(description="What the open amounts come to: nothing else is paid.")
    claims: list[Id] = Field([], max_length=opening.MOST_CLAIMS)


class PageOut(Answer):
    """The page on which it is paid."""

    url: str = Field(description="Where a person goes to pay.")


class CheckoutOut(Answer):
    """What became of it."""

    id: Id
    state: str
    amount: AmountText
    received: AmountText
    currency: Currency
    for_what: list[str]
    url: str
    project: Id | None
    order_state: str | None
    contract: str | None
    is_unsure: bool = Field(description="The gateway could not be asked just now.")


@endpoint(router, "GET", f"{_ORG}/open", Scope.ORGANISATION, Action.EDIT_BILLING, answer=Listed[PayableByCardOut])
def list_payable_by_card(
    request: OrganisationCall, organisation_id: str, ask: Annotated[PageAsk, Query()]
) -> Listed[PayableByCardOut]:
    """What is open and can be paid by card, by currency; a currency is the id in this list."""
    return listed(pay_pages(request.organisation.id, request.today), ask, _payable, lambda row: row.currency)


@endpoint(router, "POST", _ORG, Scope.ORGANISATION, Action.EDIT_BILLING, answer=PageOut, status=201)
def pay_by_card(request: OrganisationCall, organisation_id: str, body: PayIn) -> PageOut:
    """Open a page of the gateway on which open claims are paid."""
    claims = [claim_in(one, "claims") for one in body.claims] or _everything(request, body.currency)
    url = opening.pay_claims(
        checkout=new_key(), payer=request.organisation.id, currency=body.currency, claims=claims,
        amount=minor(body.amount, body.currency), language=current(), ctx=context_of(request),
    )  # fmt: skip
    return PageOut(url=url)


@endpoint(
    router, "GET", f"{_ORG}/{{checkout_id}}", Scope.ORGANISATION, Action.EDIT_BILLING, answer=CheckoutOut
)  # fmt: skip
def get_card_payment(request: OrganisationCall, organisation_id: str, checkout_id: str) -> CheckoutOut:
    """What became of a payment by card: the gateway is asked, as when a person comes back from its page."""
    key, is_unsure = path_key("chk", checkout_id), True
    with suppress(CardsUnavailable, CardsRefused, CardsNotOffered):
        ctx = ActionContext(SYSTEM, request.today, request.moment)
        asking.ask(checkout=key, payer=request.organisation.id, ctx=ctx)
        is_unsure = False
    found = find_checkout(request.organisation.id, checkout_id)
    if found is None:
        raise NotFound
    return answer_of(CheckoutOut, found, is_unsure=is_unsure)


@endpoint(
    router, "POST", "/projects/{project_id}/orders/{order_id}/pay-by-card", Scope.PROJECT, Action.EDIT_BILLING,
    answer=PageOut, status=201,
)  # fmt: skip
def pay_order_by_card(request: ProjectCall, project_id: str, order_id: str) -> PageOut:
    """Open a page of the gateway on which an order of credits or licenses is paid; then it is booked by itself."""
    url = opening.pay_order(order=order_id, project=request.project.id, language=current(), ctx=context_of(request))
    return PageOut(url=url)


def _everything(call: OrganisationCall, currency: str) -> Sequence[UUID]:
    pages = [page for page in pay_pages(call.organisation.id, call.today) if page.currency == currency]
    return [claim.key for page in pages for claim in page.claims if not claim.is_disputed]


def _payable(page: PayPage) -> PayableByCardOut:
    return answer_of(PayableByCardOut, page, claims=[_claim(one, page.currency) for one in page.claims])


def _claim(one: OpenClaim, currency: str) -> PayableClaim:
    return answer_of(PayableClaim, one, currency=currency, id=one.id)
