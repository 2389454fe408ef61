"""What two people decide: giving up what is left of a claim, paying credit out."""

from typing import Annotated

from ninja import Query, Router

from autossa.api.v1.billing.claims import claim_named
from autossa.api.v1.billing.payments.shapes import (
    DecisionOut,
    ProposedOut,
    RefundIn,
    RefundProposed,
    WriteOffIn,
)
from autossa.api.v1.frame.calls import Call, OrganisationCall, agreed_context, context_of, path_key, token_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import minor
from autossa.domain.amounts import Money, show
from autossa.domain.currencies import places_of
from autossa.domain.rights import Action
from autossa.operations.billing.payments import refunds, write_offs
from autossa.operations.errors import NotFound
from autossa.queries.billing.payments.account_page import account_page
from autossa.queries.billing.payments.finding import refund_name, write_off_name
from autossa.queries.billing.payments.waiting import waiting_decisions
from autossa.queries.permissions import Scope

router = Router(tags=["Payments"])
_ORG = "/organisations/{organisation_id}"


@endpoint(
    router, "POST", f"{_ORG}/claims/{{claim_id}}/write-off", Scope.ORGANISATION, Action.CORRECT, answer=ProposedOut,
    status=201,
)  # fmt: skip
def write_off_claim(request: OrganisationCall, organisation_id: str, claim_id: str, body: WriteOffIn) -> ProposedOut:
    """Staff: give up what is left of an invoice or fee: at once where one person may, else once another agrees."""
    key, (currency, _) = claim_named(claim_id), _open(request, claim_id)
    agreed = token_of(minor(body.rest, currency, "rest")) if body.rest else None
    ctx = agreed_context(request, agreed, lambda: _open(request, claim_id)[1])
    done = write_offs.propose(claim=key, reason=body.reason, ctx=ctx)
    return ProposedOut(
        id=write_off_name(done.key), amount=show(done.amount, places_of(currency)), currency=currency,
        is_in_force=done.is_in_force,
    )  # fmt: skip


@endpoint(
    router, "POST", f"{_ORG}/refunds", Scope.ORGANISATION, Action.CORRECT, answer=RefundProposed, status=201
)  # fmt: skip
def propose_refund(request: OrganisationCall, organisation_id: str, body: RefundIn) -> RefundProposed:
    """Staff: credit is to be paid out to the account that the payer confirmed, once another person agrees."""
    key = refunds.propose(
        payer=request.organisation.id, currency=body.currency, amount=minor(body.amount, body.currency),
        reason=body.reason, ctx=context_of(request),
    )  # fmt: skip
    return RefundProposed(id=refund_name(key))


@endpoint(router, "GET", "/payment-decisions", Scope.VENDOR, Action.CORRECT, answer=Listed[DecisionOut])
def list_payment_decisions(request: Call, ask: Annotated[PageAsk, Query()]) -> Listed[DecisionOut]:
    """Staff: write-offs and refunds that wait for a second person, the oldest first."""
    return listed(waiting_decisions(request.account.user), ask, lambda row: answer_of(DecisionOut, row))


@endpoint(router, "POST", "/write-offs/{write_off_id}/approve", Scope.VENDOR, Action.CORRECT)
def approve_write_off(request: Call, write_off_id: str) -> None:
    """Staff: another person's proposal is right; from today on it is given up."""
    write_offs.approve(write_off=path_key("wof", write_off_id), ctx=context_of(request))


@endpoint(router, "POST", "/write-offs/{write_off_id}/decline", Scope.VENDOR, Action.CORRECT)
def decline_write_off(request: Call, write_off_id: str) -> None:
    """Staff: it stays owed."""
    write_offs.decline(write_off=path_key("wof", write_off_id), ctx=context_of(request))


@endpoint(router, "POST", "/refunds/{refund_id}/approve", Scope.VENDOR, Action.CORRECT)
def approve_refund(request: Call, refund_id: str) -> None:
    """Staff: another person's proposal is right; it goes out with the next file for the bank."""
    refunds.approve(refund=path_key("ref", refund_id), ctx=context_of(request))


@endpoint(router, "POST", "/refunds/{refund_id}/decline", Scope.VENDOR, Action.CORRECT)
def decline_refund(request: Call, refund_id: str) -> None:
    """Staff: it stays on account."""
    refunds.decline(refund=path_key("ref", refund_id), ctx=context_of(request))


def _open(call: OrganisationCall, claim_id: str) -> tuple[str, Money]:
    """The currency of a claim of the payer, and what is left of it. Raises NotFound."""
    for account in account_page(call.organisation.id, call.today, may_pay=False).accounts:
        for claim in account.claims:
            if claim.id == claim_id:
                return account.currency, claim.rest
    raise NotFound
