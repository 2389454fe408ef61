"""Quotes: prepared, read, taken as a file, accepted, withdrawn, approved by somebody who is asked."""

from typing import Annotated, Any, Literal

from django.http.response import HttpResponseBase
from ninja import Query, Router

from autossa.api.v1.billing.lines import lines_of, vat_of
from autossa.api.v1.frame.calls import Call, ProjectCall, context_of, key_of
from autossa.api.v1.frame.endpoints import demand, endpoint
from autossa.api.v1.frame.files import PDF, file_of
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.terms import terms_for
from autossa.api.v1.orders.previewing import wanted_of
from autossa.api.v1.orders.quote_shapes import (
    Accept,
    ApprovalAsk,
    ApproverOut,
    QuoteIn,
    QuoteOut,
    WholeQuote,
)
from autossa.domain.amounts import parse_ssc
from autossa.domain.rights import Action, TokenScope
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.orders import accepting, consents, making
from autossa.operations.orders.papers import quote_file
from autossa.queries.access import project_actions
from autossa.queries.identifiers import quote_name
from autossa.queries.orders.approvers import ACCEPTS
from autossa.queries.orders.quote_page import QuotePage, ask_page, quote_page
from autossa.queries.orders.quotes import QuoteRow, all_quotes, quotes_of
from autossa.queries.permissions import Scope

router = Router(tags=["Quotes"])
_PRJ = "/projects/{project_id}/quotes"
_ONE = f"{_PRJ}/{{quote_id}}"


class OneOfThree(Invalid):
    """Quote credits, licenses or a contract, one of the three."""

    field = "ssc"


class _Ask(PageAsk):
    """All of them, or those that can be accepted still."""

    state: Literal["", "open"] = ""


@endpoint(router, "GET", _PRJ, Scope.PROJECT, Action.VIEW_BILLING, answer=Listed[QuoteOut])
def list_quotes(request: ProjectCall, project_id: str, ask: Annotated[PageAsk, Query()]) -> Listed[QuoteOut]:
    """Quotes of a project, newest first."""
    return listed(quotes_of(request.project.id, request.today, request.moment), ask, _row)


@endpoint(router, "GET", "/quotes", Scope.VENDOR, Action.VIEW_BILLING, answer=Listed[QuoteOut])
def list_all_quotes(request: Call, ask: Annotated[_Ask, Query()]) -> Listed[QuoteOut]:
    """Staff: the newest quotes of all projects."""
    return listed(all_quotes(request.today, request.moment, ask.state), ask, _row)


@endpoint(router, "POST", _PRJ, Scope.PROJECT, Action.PREPARE_QUOTES, answer=WholeQuote, status=201)
def prepare_quote(request: ProjectCall, project_id: str, body: QuoteIn) -> WholeQuote:
    """A quote for credits, licenses or a contract, at the prices of the day. It commits nobody until it is accepted."""
    if sum((body.ssc is not None, bool(body.licenses), bool(body.option))) != 1:
        raise OneOfThree
    given: dict[str, Any] = {
        "project": request.project.id, "payer": key_of("org", body.payer, "payer"),
        "order_number": body.order_number, "ctx": context_of(request),
    }  # fmt: skip
    if body.ssc is not None:
        key = making.quote_credits(ssc=parse_ssc(body.ssc), **given)
    elif body.licenses:
        key = making.quote_licenses(wanted=wanted_of(body.licenses), **given)
    else:
        key = making.quote_contract(option=body.option, **given)
    return _whole(request, _found(request, quote_name(key)))


@endpoint(router, "GET", _ONE, Scope.PROJECT, Action.VIEW_BILLING, answer=WholeQuote)
def get_quote(request: ProjectCall, project_id: str, quote_id: str) -> WholeQuote:
    """A quote: what it says, whether it holds today, who was asked."""
    return _whole(request, _found(request, quote_id))


@endpoint(router, "GET", f"{_ONE}/pdf", Scope.PROJECT, Action.VIEW_BILLING, files=(PDF,))
def get_quote_pdf(request: ProjectCall, project_id: str, quote_id: str) -> HttpResponseBase:
    """A quote as it was issued."""
    quote = _found(request, quote_id).quote
    return file_of(quote_file(quote=quote.key, ctx=context_of(request)), f"{quote.number}.pdf", PDF)


@endpoint(
    router, "POST", f"{_ONE}/accept", Scope.PROJECT, Action.VIEW_BILLING, answer=WholeQuote, needs=TokenScope.READ
)
def accept_quote(request: ProjectCall, project_id: str, quote_id: str, body: Accept) -> WholeQuote:
    """Order or conclude what a quote offers, at its figures; for whoever may order or conclude without it.

    The token has the scope of that: billing for an order, contracts for a contract.
    """
    quote = _found(request, quote_id).quote
    allowed = project_actions(request.account, request.project.id, request.project.customer_id, request.today)
    demand(request, ACCEPTS[quote.about], allowed)
    accepting.accept(quote=quote.key, terms=body.agreed_terms(), ctx=context_of(request))
    return _whole(request, _found(request, quote_id))


@endpoint(router, "POST", f"{_ONE}/withdraw", Scope.PROJECT, Action.PREPARE_QUOTES, answer=WholeQuote)
def withdraw_quote(request: ProjectCall, project_id: str, quote_id: str) -> WholeQuote:
    """Take a quote back that was not accepted."""
    making.withdraw(quote=_found(request, quote_id).quote.key, ctx=context_of(request))
    return _whole(request, _found(request, quote_id))


@endpoint(
    router, "GET", f"{_ONE}/approvers", Scope.PROJECT, Action.PREPARE_QUOTES, answer=Listed[ApproverOut]
)  # fmt: skip
def list_approvers(
    request: ProjectCall, project_id: str, quote_id: str, ask: Annotated[PageAsk, Query()]
) -> Listed[ApproverOut]:
    """Who can be asked to approve an open quote that the customer pays."""
    found = ask_page(quote_id, request.project.id, request.today, request.moment)
    if found is None:
        raise NotFound
    return listed(found.people, ask, lambda one: answer_of(ApproverOut, one))


@endpoint(router, "POST", f"{_ONE}/ask", Scope.PROJECT, Action.PREPARE_QUOTES, answer=WholeQuote)
def ask_approval(request: ProjectCall, project_id: str, quote_id: str, body: ApprovalAsk) -> WholeQuote:
    """Ask somebody of the customer by e-mail to approve a quote; they answer by the link in it."""
    quote = _found(request, quote_id).quote
    consents.ask(quote=quote.key, approver=body.approver, message=body.message, ctx=context_of(request))
    return _whole(request, _found(request, quote_id))


def _row(quote: QuoteRow) -> QuoteOut:
    return answer_of(QuoteOut, quote)


def _found(call: ProjectCall, quote_id: str) -> QuotePage:
    found = quote_page(quote_id, call.project.id, call.today, call.moment)
    if found is None:
        raise NotFound
    return found


def _whole(call: Call, found: QuotePage) -> WholeQuote:
    return answer_of(
        WholeQuote, found.quote,
        lines=lines_of(found.document), vat=vat_of(found.document), holds=found.holds,
        differences=[{"figure": one.figure, "was": one.was, "now": one.now} for one in found.differences],
        refusal=found.refusal.code.value if found.refusal else None, unverified=found.unverified,
        terms=terms_for(call, found.quote.binds),
    )  # fmt: skip
