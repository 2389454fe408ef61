"""Endpoints of the vendor's staff: contracts in review are decided, running ones suspended, resumed, terminated."""

from typing import Annotated

from ninja import Query, Router

from autossa.api.v1.contracts.offer_shapes import ConcludeProjectIn, ResumePreviewOut, resume_preview
from autossa.api.v1.contracts.review_shapes import (
    ApproveIn,
    QueueRowOut,
    ReviewIn,
    ReviewOut,
    ReviewsAsk,
    queue_row,
    review_out,
)
from autossa.api.v1.contracts.routes import newest_contract
from autossa.api.v1.contracts.shapes import AgreedIn, ContractFull, ContractReasonIn
from autossa.api.v1.frame.calls import Call, ProjectCall, agreed_context, context_of, found_or_404, token_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, NotInList, after_of
from autossa.domain.rights import Action
from autossa.operations import contracts
from autossa.operations.context import ActionContext
from autossa.queries.contracts.previews import preview_resumption
from autossa.queries.contracts.review_page import ReviewPage, review_page
from autossa.queries.contracts.reviews import Asked, key_of_review, list_reviews
from autossa.queries.permissions import Scope

router = Router(tags=["Contracts"])
_REVIEW = "/projects/{project_id}/review"
_NOW = "/projects/{project_id}/contract"


@endpoint(router, "GET", "/reviews", Scope.VENDOR, Action.VIEW_PROJECT, answer=Listed[QueueRowOut])
def list_contracts_in_review(request: Call, asked: Annotated[ReviewsAsk, Query()]) -> Listed[QueueRowOut]:
    """Contracts in review, oldest first; each has the id of its project. Read forwards only."""
    key = after_of(asked, "prj")
    after = key_of_review(key) if key else ""
    if after is None:
        raise NotInList("starting_after")
    found = list_reviews(Asked(asked.waiting, after), request.today, asked.limit)
    return Listed(data=[queue_row(row) for row in found.rows], has_more=found.next_after is not None)


@endpoint(router, "GET", _REVIEW, Scope.PROJECT, Action.REVIEW_CONTRACTS, answer=ReviewOut)
def get_review(request: ProjectCall, project_id: str) -> ReviewOut:
    """The contract of a project that is in review, what approving it books, and the text that agrees to it."""
    page = _page(request)
    return review_out(page, request.account.user, token_of(page))


@endpoint(router, "POST", f"{_REVIEW}/approve", Scope.PROJECT, Action.REVIEW_CONTRACTS, answer=ContractFull)
def approve_contract(request: ProjectCall, project_id: str, body: ApproveIn) -> ContractFull:
    """Approve the contract and what is due with it; `lines` requested since are confirmed too, all if none is said."""
    page = _page(request, body.lines)
    ctx = _context(request, body.agreed, page)
    contracts.approve(project=request.project.id, contract=page.row.contract_id, lines=page.chosen, ctx=ctx)
    return newest_contract(request)


@endpoint(router, "POST", f"{_REVIEW}/ask", Scope.PROJECT, Action.REVIEW_CONTRACTS, answer=ContractFull)
def ask_about_contract(request: ProjectCall, project_id: str, body: ReviewIn) -> ContractFull:
    """Ask the customer something; until they answer the contract waits for them."""
    page = _page(request)
    ctx = _context(request, body.agreed, page)
    contracts.ask(project=request.project.id, contract=page.row.contract_id, question=body.text, ctx=ctx)
    return newest_contract(request)


@endpoint(router, "POST", f"{_REVIEW}/reject", Scope.PROJECT, Action.REVIEW_CONTRACTS, answer=ContractFull)
def reject_contract(request: ProjectCall, project_id: str, body: ReviewIn) -> ContractFull:
    """Reject the contract, with a reason that the customer reads."""
    page = _page(request)
    ctx = _context(request, body.agreed, page)
    contracts.reject(project=request.project.id, contract=page.row.contract_id, reason=body.text, ctx=ctx)
    return newest_contract(request)


@endpoint(router, "POST", f"{_NOW}/suspend", Scope.PROJECT, Action.SUSPEND_CONTRACTS, answer=ContractFull)
def suspend_contract(request: ProjectCall, project_id: str, body: ContractReasonIn) -> ContractFull:
    """Suspend the contract: nothing is booked until it is resumed."""
    contracts.suspend(project=request.project.id, reason=body.reason, ctx=context_of(request))
    return newest_contract(request)


@endpoint(router, "POST", f"{_NOW}/resume", Scope.PROJECT, Action.SUSPEND_CONTRACTS, answer=ContractFull)
def resume_contract(request: ProjectCall, project_id: str, body: AgreedIn) -> ContractFull:
    """Resume the contract, and book what fell due meanwhile."""
    ctx = agreed_context(request, body.agreed, lambda: preview_resumption(request.project.id, request.today))
    contracts.resume(project=request.project.id, ctx=ctx)
    return newest_contract(request)


@endpoint(router, "POST", f"{_NOW}/terminate", Scope.PROJECT, Action.SUSPEND_CONTRACTS, answer=ContractFull)
def terminate_contract(request: ProjectCall, project_id: str, body: ContractReasonIn) -> ContractFull:
    """End a suspended contract at once, with its last booked period."""
    contracts.terminate(project=request.project.id, reason=body.reason, ctx=context_of(request))
    return newest_contract(request)


@endpoint(
    router, "POST", "/previews/resume", Scope.PROJECT, Action.SUSPEND_CONTRACTS, answer=ResumePreviewOut, is_read=True
)
def preview_resume(request: ProjectCall, body: ConcludeProjectIn) -> ResumePreviewOut:
    """What resuming a suspended contract would book; nothing is changed."""
    page = found_or_404(preview_resumption(request.project.id, request.today))
    return resume_preview(page, token_of(page))


def _page(call: ProjectCall, also: list[int] | None = None) -> ReviewPage:
    return found_or_404(review_page(call.project.id, call.today, None if also is None else set(also)))


def _context(call: ProjectCall, agreed: str | None, page: ReviewPage) -> ActionContext:
    """Of a decision about all that was read: contract, lines, amounts, what was said."""
    also = set(page.chosen)
    return agreed_context(call, agreed, lambda: review_page(call.project.id, call.today, also))
