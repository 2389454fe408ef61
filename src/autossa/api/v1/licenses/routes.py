"""Endpoints of a project's licenses: requested, added, confirmed, given up; each at the price of a preview."""

from collections.abc import Callable
from typing import Annotated

from ninja import Query, Router

from autossa.api.v1.frame.calls import (
    ProjectCall,
    agreed_context,
    context_of,
    found_or_404,
    token_of,
)
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.licenses.shapes import (
    AdditionsOut,
    AddPreviewIn,
    ConfirmPreviewIn,
    GiveUpPreviewIn,
    KeyIn,
    LicenseAdded,
    LicenseRefusalIn,
    LicensesIn,
    LineOut,
    LinesIn,
    QuantityIn,
    ReturnOut,
    additions_out,
    asked_of,
    line_out,
    return_out,
)
from autossa.domain.lines import Line
from autossa.domain.rights import Action
from autossa.operations import licenses
from autossa.operations.errors import NotFound
from autossa.operations.licenses import activation_keys
from autossa.operations.licenses.additions import new_license
from autossa.queries.access import project_actions
from autossa.queries.licenses.addition_page import addition_page
from autossa.queries.licenses.previews import preview_additions, preview_confirmations, preview_return
from autossa.queries.permissions import Scope
from autossa.queries.projects.page import LicenseRow, ProjectPage, Tab, project_page

router = Router(tags=["Licenses"])
_PRJ = "/projects/{project_id}/licenses"
_LINES = list[LineOut]
_SEES_PRICES = frozenset({Action.EDIT_LICENSES, Action.ADD_LICENSES, Action.VIEW_BILLING})


@endpoint(router, "GET", _PRJ, Scope.PROJECT, Action.VIEW_PROJECT, answer=Listed[LineOut])
def list_licenses(request: ProjectCall, project_id: str, page: Annotated[PageAsk, Query()]) -> Listed[LineOut]:
    """The license lines of a project, in order; the id of a line is its number."""
    return listed(_page(request).licenses, page, line_out, lambda row: str(row.line.number))


@endpoint(router, "GET", f"{_PRJ}/{{int:line}}", Scope.PROJECT, Action.VIEW_PROJECT, answer=LineOut)
def get_license(request: ProjectCall, project_id: str, line: int) -> LineOut:
    """One license line, by its number."""
    return line_out(_row(request, line, lambda _line: True))


@endpoint(router, "POST", _PRJ, Scope.PROJECT, Action.EDIT_LICENSES, answer=_LINES, status=201)
def request_licenses(request: ProjectCall, project_id: str, body: LicensesIn) -> list[LineOut]:
    """Request licenses, all or none; each becomes active and billable once the vendor confirms it."""
    project, today, asked = request.project.id, request.today, [asked_of(one) for one in body.licenses]
    origin = addition_page(request.project, request.account, today).origin
    ctx = agreed_context(request, body.agreed, lambda: preview_additions(project, today, asked))
    licenses.request_all(project=project, asked=asked, origin=origin, ctx=ctx)
    return _lines_of(request, {one.license_id for one in asked})


@endpoint(router, "POST", f"{_PRJ}/add", Scope.PROJECT, Action.ADD_LICENSES, answer=_LINES, status=201)
def add_license(request: ProjectCall, project_id: str, body: LicenseAdded) -> list[LineOut]:
    """Add a license as the vendor's staff: it counts from today, and is charged up to the end of coverage."""
    project, today, asked = request.project.id, request.today, asked_of(body)
    ctx = agreed_context(request, body.agreed, lambda: preview_additions(project, today, [asked]))
    licenses.add(project=project, ctx=ctx, order_reference=body.order_reference, **asked._asdict())
    return _lines_of(request, {asked.license_id})


@endpoint(router, "POST", f"{_PRJ}/confirm", Scope.PROJECT, Action.ADD_LICENSES, answer=_LINES)
def confirm_licenses(request: ProjectCall, project_id: str, body: LinesIn) -> list[LineOut]:
    """Confirm requested lines as the vendor's staff, all or none."""
    project, today, numbers = request.project.id, request.today, set(body.lines)
    ctx = agreed_context(request, body.agreed, lambda: preview_confirmations(project, today, numbers))
    licenses.confirm_all(project=project, lines=sorted(numbers), ctx=ctx)
    return [line_out(row) for row in _page(request).licenses if row.line.number in numbers]


@endpoint(router, "POST", f"{_PRJ}/{{int:line}}/refuse", Scope.PROJECT, Action.ADD_LICENSES)
def refuse_license(request: ProjectCall, project_id: str, line: int, body: LicenseRefusalIn) -> None:
    """Refuse a requested line as the vendor's staff, with a reason that is e-mailed."""
    licenses.refuse_request(project=request.project.id, line=line, reason=body.reason, ctx=context_of(request))


@endpoint(router, "POST", f"{_PRJ}/{{int:line}}/withdraw", Scope.PROJECT, Action.EDIT_LICENSES)
def withdraw_license(request: ProjectCall, project_id: str, line: int) -> None:
    """Withdraw a requested line before it is confirmed."""
    licenses.withdraw_request(project=request.project.id, line=line, ctx=context_of(request))


@endpoint(router, "POST", f"{_PRJ}/{{int:line}}/give-up", Scope.PROJECT, Action.EDIT_LICENSES, answer=_LINES)
def give_up_license(request: ProjectCall, project_id: str, line: int, body: QuantityIn) -> list[LineOut]:
    """Give up a quantity of an open line: it counts until what is paid, or agreed to, is over."""
    project, today, quantity = request.project.id, request.today, body.quantity
    code = _row(request, line, _is_in_use).line.license_id
    ctx = agreed_context(request, body.agreed, lambda: preview_return(project, today, line, quantity))
    licenses.return_license(project=project, license_id=code, quantity=quantity, line=line, ctx=ctx)
    return _lines_of(request, {code})


@endpoint(router, "POST", f"{_PRJ}/{{int:line}}/keep", Scope.PROJECT, Action.EDIT_LICENSES, answer=_LINES)
def keep_license(request: ProjectCall, project_id: str, line: int) -> list[LineOut]:
    """Take back what was given up with a line, before it takes effect."""
    found = _row(request, line, lambda one: one.confirmed and not one.is_open).line
    licenses.undo_return(
        project=request.project.id, license_id=found.license_id, ends_on=found.ended_on, ctx=context_of(request)
    )
    return _lines_of(request, {found.license_id})


@endpoint(router, "POST", "/projects/{project_id}/redeem-key", Scope.PROJECT, Action.EDIT_LICENSES, answer=_LINES)
def redeem_key(request: ProjectCall, project_id: str, body: KeyIn) -> list[LineOut]:
    """Redeem an activation key: its contents are the project's at once. Answers all lines, the new ones among them."""
    activation_keys.redeem(key=body.key, project=request.project.id, ctx=context_of(request))
    return [line_out(row) for row in _page(request).licenses]


# ---------------------------------------------------------------- previews


@endpoint(
    router, "POST", "/previews/add_license", Scope.PROJECT, Action.VIEW_PROJECT, answer=AdditionsOut, is_read=True
)
def preview_add_license(request: ProjectCall, body: AddPreviewIn) -> AdditionsOut:
    """What licenses would cost if they were confirmed today; nothing is changed."""
    actions = project_actions(request.account, request.project.id, request.project.customer_id, request.today)
    if actions.isdisjoint(_SEES_PRICES):
        raise NotFound
    asked = [asked_of(one) for one in body.licenses]
    for one in asked:
        new_license(one, context_of(request))  # says what is wrong with it
    found = found_or_404(preview_additions(request.project.id, request.today, asked))
    return additions_out(found, token_of(found))


@endpoint(
    router, "POST", "/previews/confirm_licenses", Scope.PROJECT, Action.ADD_LICENSES, answer=AdditionsOut, is_read=True
)
def preview_confirm_licenses(request: ProjectCall, body: ConfirmPreviewIn) -> AdditionsOut:
    """What requested lines would cost if they were confirmed today; nothing is changed."""
    numbers = None if body.lines is None else set(body.lines)
    found = found_or_404(preview_confirmations(request.project.id, request.today, numbers))
    return additions_out(found, token_of(found))


@endpoint(router, "POST", "/previews/give_up", Scope.PROJECT, Action.EDIT_LICENSES, answer=ReturnOut, is_read=True)
def preview_give_up(request: ProjectCall, body: GiveUpPreviewIn) -> ReturnOut:
    """Until when a quantity that is given up today would count; nothing is changed."""
    found = found_or_404(preview_return(request.project.id, request.today, body.line, body.quantity))
    return return_out(found, token_of(found))


# ---------------------------------------------------------------- parts


def _page(call: ProjectCall) -> ProjectPage:
    return found_or_404(project_page(call.project.public_id, call.today, tabs=frozenset({Tab.LICENSES})))


def _row(call: ProjectCall, number: int, fits: Callable[[Line], bool]) -> LicenseRow:
    """A line that fits. Raises NotFound."""
    rows = (row for row in _page(call).licenses if row.line.number == number and fits(row.line))
    return found_or_404(next(rows, None))


def _lines_of(call: ProjectCall, codes: set[str]) -> list[LineOut]:
    return [line_out(row) for row in _page(call).licenses if row.line.license_id in codes]


def _is_in_use(line: Line) -> bool:
    return line.confirmed and line.is_open
