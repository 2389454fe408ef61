"""Endpoints of projects."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from autossa.api.v1.frame.calls import ProjectCall
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.api.v1.projects.shapes import ProjectName, ProjectOut, project_out
from autossa.domain.rights import Action
from autossa.operations.projects.edit import rename_project as rename
from autossa.queries.access import project_actions
from autossa.queries.permissions import Scope
from autossa.queries.projects.page import project_page

router = Router(tags=["Projects"])


@endpoint(router, "GET", "/projects/{project_id}", Scope.PROJECT, Action.VIEW_PROJECT, answer=ProjectOut)
def get_project(request: ProjectCall, project_id: str, response: HttpResponse) -> ProjectOut:
    """A project as it is today."""
    found = _project(request, project_id)
    tagged(response, _shown(request))
    return found


@endpoint(
    router, "PATCH", "/projects/{project_id}", Scope.PROJECT, Action.CREATE_PROJECT, answer=ProjectOut, versioned=True
)
def rename_project(request: ProjectCall, project_id: str, body: ProjectName, response: HttpResponse) -> ProjectOut:
    """Give a project another name."""
    ctx = version_context(request, lambda: _shown(request))
    rename(project=request.project.id, name=body.name, ctx=ctx)
    return get_project(request, project_id, response)


def _project(call: ProjectCall, project_id: str) -> ProjectOut:
    page = project_page(project_id, call.today, tabs=frozenset())
    assert page is not None, "it was found a moment before"
    actions = project_actions(call.account, call.project.id, call.project.customer_id, call.today)
    return project_out(page, sees_money=Action.VIEW_BILLING in actions)


def _shown(call: ProjectCall) -> Any:
    return _project(call, call.project.public_id).model_dump()
