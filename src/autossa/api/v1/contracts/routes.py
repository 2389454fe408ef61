"""Endpoints of contracts, as their customer has them: read, concluded, answered, changed, cancelled."""

from typing import Annotated, Any

from ninja import Query, Router

from autossa.api.v1.contracts.offer_shapes import (
    CancelPreviewIn,
    CancelPreviewOut,
    ConcludeProjectIn,
    OptionPreviewOut,
    cancel_preview,
    option_preview,
)
from autossa.api.v1.contracts.shapes import (
    AgreedIn,
    CancelIn,
    ContractFull,
    OptionIn,
    TextIn,
    contract_out,
)
from autossa.api.v1.frame.calls import ProjectCall, agreed_context, allowed, context_of, found_or_404, token_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.domain.rights import Action
from autossa.operations import contracts
from autossa.queries.contracts.history import ContractRow
from autossa.queries.contracts.option_previews import change_option_page, undo_option_page
from autossa.queries.contracts.previews import cancel_page, undo_page, withdraw_page
from autossa.queries.contracts.thread import load_review_thread
from autossa.queries.permissions import Scope
from autossa.queries.projects.page import Tab, project_page
from autossa.queries.vendor.terms.acceptances import acceptances_of_project

router = Router(tags=["Contracts"])
_PRJ = "/projects/{project_id}"
_NOW = f"{_PRJ}/contract"


@endpoint(router, "GET", f"{_PRJ}/contracts", Scope.PROJECT, Action.VIEW_PROJECT, answer=Listed[ContractFull])
def list_contracts(request: ProjectCall, project_id: str, page: Annotated[PageAsk, Query()]) -> Listed[ContractFull]:
    """Every contract of a project, newest first, with its history; the id of one in this list is its number."""
    threads = load_review_thread(request.project.id)
    return listed(
        _rows(request), page, lambda row: contract_out(row, threads.get(row.number, ())), lambda row: str(row.number)
    )


@endpoint(router, "GET", f"{_PRJ}/contracts/{{int:number}}", Scope.PROJECT, Action.VIEW_PROJECT, answer=ContractFull)
def get_contract(request: ProjectCall, project_id: str, number: int) -> ContractFull:
    """One contract of a project, by its number."""
    row = found_or_404(next((row for row in _rows(request) if row.number == number), None))
    return contract_out(row, load_review_thread(request.project.id).get(number, ()))


@endpoint(router, "POST", f"{_NOW}/answer", Scope.PROJECT, Action.EDIT_CONTRACTS, answer=ContractFull)
def answer_question(request: ProjectCall, project_id: str, body: TextIn) -> ContractFull:
    """Answer the vendor's question, so that the review goes on."""
    contracts.answer(project=request.project.id, text=body.text, ctx=context_of(request))
    return newest_contract(request)


@endpoint(router, "POST", f"{_NOW}/withdraw", Scope.PROJECT, Action.EDIT_CONTRACTS, answer=ContractFull)
def withdraw_contract(request: ProjectCall, project_id: str, body: AgreedIn) -> ContractFull:
    """Withdraw a contract that the vendor has not decided on yet."""
    ctx = agreed_context(request, body.agreed, lambda: withdraw_page(request.project.id, request.today))
    contracts.withdraw(project=request.project.id, ctx=ctx)
    return newest_contract(request)


@endpoint(router, "POST", f"{_NOW}/change-option", Scope.PROJECT, Action.EDIT_CONTRACTS, answer=ContractFull)
def change_option(request: ProjectCall, project_id: str, body: OptionIn) -> ContractFull:
    """Go on with another option from the earliest term end; at once while the contract is in review."""
    ctx = agreed_context(request, body.agreed, lambda: change_option_page(request.project.id, request.today))
    contracts.change_option(project=request.project.id, option=body.option, ctx=ctx)
    return newest_contract(request)


@endpoint(router, "POST", f"{_NOW}/undo-change-option", Scope.PROJECT, Action.EDIT_CONTRACTS, answer=ContractFull)
def undo_change_option(request: ProjectCall, project_id: str, body: AgreedIn) -> ContractFull:
    """Take back the change of the option that lies ahead."""
    ctx = agreed_context(request, body.agreed, lambda: undo_option_page(request.project.id, request.today))
    contracts.undo_change_option(project=request.project.id, ctx=ctx)
    return newest_contract(request)


@endpoint(router, "POST", f"{_NOW}/cancel", Scope.PROJECT, Action.EDIT_CONTRACTS, answer=ContractFull)
def cancel_contract(request: ProjectCall, project_id: str, body: CancelIn) -> ContractFull:
    """Cancel the contract, to the earliest end or a later day."""
    ctx = agreed_context(request, body.agreed, lambda: cancel_page(request.project.id, request.today, body.ends_on))
    contracts.cancel(project=request.project.id, ctx=ctx, end=body.ends_on)
    return newest_contract(request)


@endpoint(router, "POST", f"{_NOW}/undo-cancellation", Scope.PROJECT, Action.EDIT_CONTRACTS, answer=ContractFull)
def undo_cancellation(request: ProjectCall, project_id: str, body: AgreedIn) -> ContractFull:
    """Withdraw the cancellation: the contract goes on with no gap in coverage."""
    ctx = agreed_context(request, body.agreed, lambda: undo_page(request.project.id, request.today))
    contracts.undo_cancellation(project=request.project.id, ctx=ctx)
    return newest_contract(request)


@endpoint(
    router, "POST", "/previews/cancel", Scope.PROJECT, Action.EDIT_CONTRACTS, answer=CancelPreviewOut, is_read=True
)
def preview_cancel(request: ProjectCall, body: CancelPreviewIn) -> CancelPreviewOut:
    """To which end the contract can be cancelled today; nothing is changed."""
    page = allowed(cancel_page(request.project.id, request.today, body.ends_on))
    return cancel_preview(page, token_of(page))


@endpoint(
    router, "POST", "/previews/change_option", Scope.PROJECT, Action.EDIT_CONTRACTS, answer=OptionPreviewOut,
    is_read=True,
)  # fmt: skip
def preview_change_option(request: ProjectCall, body: ConcludeProjectIn) -> OptionPreviewOut:
    """With which options the contract could go on, from when, and what a year of each costs; nothing is changed."""
    page = allowed(change_option_page(request.project.id, request.today))
    return option_preview(page, token_of(page))


@endpoint(router, "GET", f"{_PRJ}/accepted-terms", Scope.PROJECT, Action.VIEW_ACTIVITY, answer=list[dict[str, Any]])
def list_accepted_terms(request: ProjectCall, project_id: str) -> list[dict[str, Any]]:
    """What the contracts and orders of a project were placed with, oldest first."""
    return list(acceptances_of_project(request.project.id))


def newest_contract(call: ProjectCall) -> ContractFull:
    """The newest contract of the project that the permission was checked on. Raises NotFound without one."""
    row = found_or_404(next(iter(_rows(call)), None))
    return contract_out(row, load_review_thread(call.project.id).get(row.number, ()))


def _rows(call: ProjectCall) -> tuple[ContractRow, ...]:
    page = project_page(call.project.public_id, call.today, tabs=frozenset({Tab.CONTRACTS}))
    return found_or_404(page).contracts
