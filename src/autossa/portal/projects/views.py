"""A project and its tabs. What somebody may not see or do is absent."""

from django.http import HttpResponse

from autossa.domain.rights import Action
from autossa.portal.web.frames import render_tab
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest
from autossa.queries.projects.page import Tab


@page(Scope.PROJECT, Action.VIEW_PROJECT)
def overview(request: ProjectRequest, project_id: str) -> HttpResponse:
    """What is covered until when, what happens next, what needs a decision."""
    return render_tab(request, "project", Tab.OVERVIEW, "projects/overview")
