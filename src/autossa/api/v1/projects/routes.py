"""Endpoints of projects."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from autossa.api.v1.credits.shapes import entry_out
from autossa.api.v1.frame.calls import Call, OrganisationCall, ProjectCall, context_of, found_or_404, key_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.api.v1.licenses.shapes import line_out
from autossa.api.v1.projects.shapes import ProjectIn, ProjectName, ProjectOut, coverage_out, project_out
from autossa.domain.rights import Action
from autossa.operations.projects import edit
from autossa.queries.access import Project, project_actions
from autossa.queries.identifiers import project_name
from autossa.queries.permissions import Permission, Scope, find
from autossa.queries.projects.brief import read_brief
from autossa.queries.projects.page import Tab, project_page

router = Router(tags=["Projects"])
_MORE = "(lines|coverage|ledger)"
Expand = Annotated[
    str, Query(pattern=f"^({_MORE}(,{_MORE})*)?$", max_length=60, description="lines, coverage, ledger; with commas.")
]


@endpoint(router, "GET", "/projects/{project_id}", Scope.PROJECT, Action.VIEW_PROJECT, answer=ProjectOut)
def get_project(request: ProjectCall, project_id: str, response: HttpResponse, expand: Expand = "") -> ProjectOut:
    """A project as it is today; `expand` adds more of it. The ETag is that of the project without it."""
    found = _project(request, request.project)
    tagged(response, found.model_dump())
    return _expanded(request, found, frozenset(expand.split(","))) if expand else found


@endpoint(
    router, "POST", "/organisations/{organisation_id}/projects", Scope.ORGANISATION, Action.CREATE_PROJECT,
    answer=ProjectOut, status=201,
)  # fmt: skip
def create_project(request: OrganisationCall, organisation_id: str, body: ProjectIn) -> ProjectOut:
    """A new project of a customer, with nothing in it yet."""
    price_list = key_of("plt", body.price_list, "price_list")
    key = edit.create_project(
        customer=request.organisation.id, name=body.name, price_list=price_list, ctx=context_of(request)
    )
    return _made(request, key)


@endpoint(
    router, "PATCH", "/projects/{project_id}", Scope.PROJECT, Action.CREATE_PROJECT, answer=ProjectOut, versioned=True
)
def rename_project(request: ProjectCall, project_id: str, body: ProjectName, response: HttpResponse) -> ProjectOut:
    """Give a project another name."""
    ctx = version_context(request, lambda: _shown(request))
    edit.rename_project(project=request.project.id, name=body.name, ctx=ctx)
    found = _project(request, request.project)
    tagged(response, found.model_dump())
    return found


def _made(call: Call, key: UUID) -> ProjectOut:
    """A project that was made just now, for who made it."""
    seen = Permission(Scope.PROJECT, Action.VIEW_PROJECT)
    found = find(seen, call.account, {"project_id": project_name(key)}, call.today)
    assert found.project is not None
    return _project(call, found.project)


def _project(call: Call, project: Project) -> ProjectOut:
    brief = read_brief(project.id, call.today)
    assert brief is not None, "it was found a moment before"
    actions = project_actions(call.account, project.id, project.customer_id, call.today)
    return project_out(brief, sees_money=Action.VIEW_BILLING in actions)


def _expanded(call: ProjectCall, found: ProjectOut, more: frozenset[str]) -> ProjectOut:
    """The same with what was asked for besides."""
    tabs = {"lines": Tab.LICENSES, "ledger": Tab.CREDITS if found.balance else None}
    wanted = frozenset(tab for name, tab in tabs.items() if tab and name in more)
    page = found_or_404(project_page(found.id, call.today, tabs=wanted))
    added: dict[str, Any] = {}
    if "lines" in more:
        added["lines"] = [line_out(row) for row in page.licenses]
    if "coverage" in more:
        added["coverage"] = coverage_out(page.project.coverage)
    if "ledger" in more and found.balance:
        added["ledger"] = [entry_out(entry, page.currency) for entry in page.ledger]
    return found.model_copy(update=added)


def _shown(call: ProjectCall) -> Any:
    return _project(call, call.project).model_dump()
