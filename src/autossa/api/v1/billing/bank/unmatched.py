"""Payments that wait for somebody: what each may be for; set aside; compared again."""

from typing import Annotated

from ninja import Field, Query, Router, Schema
from pydantic import ConfigDict

from autossa.api.v1.billing.bank.shapes import (
    FoundPayerOut,
    Matched,
    MayBePaid,
    MoneyOutOut,
    OneUnmatched,
    SuggestedOut,
    UnmatchedOut,
)
from autossa.api.v1.frame.calls import Call, context_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, OnwardAsk, PageAsk, after_in, listed
from autossa.api.v1.frame.rows import answer_of, answers_of
from autossa.api.v1.frame.shapes import Line, Reason
from autossa.domain.rights import Action
from autossa.operations.billing.bank import setting_aside
from autossa.operations.errors import NotFound
from autossa.operations.orders import paid
from autossa.queries.billing.bank.unmatched import Paid, Unmatched, one_payment, out_page, payable_name, unmatched_page
from autossa.queries.permissions import Scope

router = Router(tags=["Bank"])
_WAITING = "/bank/unmatched"


class SearchAsk(Schema):
    """Who may have paid."""

    model_config = ConfigDict(extra="forbid")

    q: Line = Field("", description="Name or number of the payer, or the number of an invoice.")
    payer: str = Field("", max_length=40, description="The id of a payer: what is open of it.")


@endpoint(router, "GET", _WAITING, Scope.VENDOR, Action.CORRECT, answer=Listed[UnmatchedOut])
def list_unmatched(request: Call, ask: Annotated[OnwardAsk, Query()]) -> Listed[UnmatchedOut]:
    """Staff: payments that nobody knows yet, the oldest first, each with what it may be for. To assign: payments."""
    found = unmatched_page(request.today, after_in(ask, "pmt"), ask.limit)
    return Listed(data=[_out(row) for row in found.rows], has_more=bool(found.next_after))


@endpoint(router, "GET", "/bank/unexplained", Scope.VENDOR, Action.CORRECT, answer=Listed[MoneyOutOut])
def list_unexplained(request: Call, ask: Annotated[PageAsk, Query()]) -> Listed[MoneyOutOut]:
    """Staff: what went out, and nobody knows why."""
    return listed(out_page(), ask, lambda row: answer_of(MoneyOutOut, row))


@endpoint(router, "GET", f"{_WAITING}/{{payment_id}}", Scope.VENDOR, Action.CORRECT, answer=OneUnmatched)
def get_unmatched(request: Call, payment_id: str, ask: Annotated[SearchAsk, Query()]) -> OneUnmatched:
    """Staff: one of them; with a search who may have paid, with a payer what is open of it."""
    found = one_payment(path_key("pmt", payment_id), request.today, ask.q, ask.payer)
    if found is None:
        raise NotFound
    return answer_of(
        OneUnmatched, found.row, suggestions=_suggestions(found.row), found=answers_of(FoundPayerOut, found.found),
        chosen=answer_of(FoundPayerOut, found.chosen) if found.chosen else None,
        open=[_payable(one) for one in found.open],
    )  # fmt: skip


@endpoint(router, "POST", "/bank/match", Scope.VENDOR, Action.CORRECT, answer=Matched)
def match_again(request: Call) -> Matched:
    """Staff: all that waits is compared with what is open now."""
    return Matched(matched=paid.match_again(ctx=context_of(request)))


@endpoint(router, "POST", "/bank/lines/{line_id}/set-aside", Scope.VENDOR, Action.CORRECT)
def set_aside(request: Call, line_id: str, body: Reason) -> None:
    """Staff: a line of a statement is no customer's; say why."""
    setting_aside.set_aside(bank_payment=path_key("bpy", line_id), reason=body.reason, ctx=context_of(request))


def _out(row: Unmatched) -> UnmatchedOut:
    return answer_of(UnmatchedOut, row, suggestions=_suggestions(row))


def _suggestions(row: Unmatched) -> list[SuggestedOut]:
    return [
        answer_of(
            SuggestedOut, one, currency=row.currency, documents=[_payable(paid_for) for paid_for in one.documents]
        )
        for one in row.suggestions
    ]


def _payable(one: Paid) -> MayBePaid:
    return answer_of(MayBePaid, one, claim=payable_name(one))
