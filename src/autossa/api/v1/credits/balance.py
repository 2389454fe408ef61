"""Endpoints of the credits of a project: balance, ledger; extended by hand; corrected by the vendor's finance."""

from typing import Annotated

from ninja import Query, Router

from autossa.api.v1.credits.shapes import (
    AdjustedOut,
    AdjustIn,
    CreditsOut,
    EntryOut,
    ExtendIn,
    ExtendPreviewIn,
    ExtensionOut,
    VoidIn,
    VoidOut,
    VoidPreviewIn,
    entry_out,
    extension_out,
    lot_out,
    void_out,
)
from autossa.api.v1.frame.calls import (
    ProjectCall,
    agreed_context,
    context_of,
    found_or_404,
    key_of,
    path_key,
    token_of,
)
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.shapes import ssc_text
from autossa.domain.amounts import parse_ssc
from autossa.domain.rights import Action
from autossa.operations import credits
from autossa.operations.billing import corrections
from autossa.queries.as_of import project_as_of
from autossa.queries.billing.previews import preview_void
from autossa.queries.credits.lots import load_lots
from autossa.queries.credits.previews import preview_extensions
from autossa.queries.permissions import Scope
from autossa.queries.projects.brief import ProjectBrief, read_brief
from autossa.queries.projects.page import LONG, Tab, project_page

router = Router(tags=["Credits"])
_PRJ = "/projects/{project_id}"


@endpoint(router, "GET", f"{_PRJ}/credits", Scope.PROJECT, Action.VIEW_BILLING, answer=CreditsOut)
def get_credits(request: ProjectCall, project_id: str) -> CreditsOut:
    """The balance of a project, and the lots of it from where they came."""
    brief, lots = _brief(request), load_lots(request.project.id, LONG)
    rows = [lot_out(row, brief.currency) for row in (*lots.left, *lots.used_up)]
    return CreditsOut(free=ssc_text(brief.free), held=ssc_text(brief.held), lots=rows, has_more=lots.has_more)


@endpoint(router, "GET", f"{_PRJ}/ledger", Scope.PROJECT, Action.VIEW_BILLING, answer=Listed[EntryOut])
def list_ledger(request: ProjectCall, project_id: str, page: Annotated[PageAsk, Query()]) -> Listed[EntryOut]:
    """Every entry of a project's credits, newest first, a thousand at most, each with what it paid for."""
    found = found_or_404(project_page(project_id, request.today, tabs=frozenset({Tab.CREDITS}), everything=True))
    return listed(found.ledger, page, lambda entry: entry_out(entry, found.currency))


@endpoint(router, "POST", f"{_PRJ}/extend", Scope.PROJECT, Action.EDIT_CONTRACTS)
def extend_project(request: ProjectCall, project_id: str, body: ExtendIn) -> None:
    """Extend coverage by hand, from the balance alone."""
    project, today, months = request.project.id, request.today, body.months
    ctx = agreed_context(request, body.agreed, lambda: preview_extensions(project, today, (months,))[0])
    credits.extend(project=project, months=months, ctx=ctx)


@endpoint(router, "POST", "/previews/extend", Scope.PROJECT, Action.EDIT_CONTRACTS, answer=ExtensionOut, is_read=True)
def preview_extend(request: ProjectCall, body: ExtendPreviewIn) -> ExtensionOut:
    """What extending by hand today would cost and cover; nothing is changed."""
    (found,) = preview_extensions(request.project.id, request.today, (body.months,))
    return extension_out(found, _brief(request).currency, token_of(found))


@endpoint(router, "POST", f"{_PRJ}/credits/adjust", Scope.PROJECT, Action.CORRECT, answer=AdjustedOut)
def adjust_credits(request: ProjectCall, project_id: str, body: AdjustIn) -> AdjustedOut:
    """Add credits as the vendor's finance, or take them away, with a reason."""
    credits.adjust(project=request.project.id, ssc=parse_ssc(body.ssc), reason=body.reason, ctx=context_of(request))
    found = found_or_404(project_as_of(request.project.id, request.today)).project.credits
    return AdjustedOut(free=ssc_text(found.free), held=ssc_text(found.held))


@endpoint(router, "POST", f"{_PRJ}/settlements/{{settlement_id}}/void", Scope.PROJECT, Action.CORRECT)
def void_booking(request: ProjectCall, project_id: str, settlement_id: str, body: VoidIn) -> None:
    """Void a booking as the vendor's finance: credits flow back, coverage is revoked, a credit note is issued."""
    project, today, key = request.project.id, request.today, path_key("set", settlement_id)
    found_or_404(preview_void(project, key, today))
    ctx = agreed_context(request, body.agreed, lambda: preview_void(project, key, today))
    corrections.void(settlement=key, reason=body.reason, ctx=ctx)


@endpoint(router, "POST", "/previews/void", Scope.PROJECT, Action.CORRECT, answer=VoidOut, is_read=True)
def preview_void_booking(request: ProjectCall, body: VoidPreviewIn) -> VoidOut:
    """What voiding a booking would do; nothing is changed."""
    key = key_of("set", body.settlement, "settlement")
    found = found_or_404(preview_void(request.project.id, key, request.today))
    return void_out(body.settlement, found, token_of(found))


def _brief(call: ProjectCall) -> ProjectBrief:
    return found_or_404(read_brief(call.project.id, call.today))
