"""The invoices and credit notes of a project."""

from django.http import HttpResponse

from autossa.domain.rights import Action
from autossa.portal.web.clock import today
from autossa.portal.web.frames import render_tab
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest
from autossa.queries.billing.issued.collected import collected_of
from autossa.queries.projects.page import Tab


@page(Scope.PROJECT, Action.VIEW_BILLING)
def overview(request: ProjectRequest, project_id: str) -> HttpResponse:
    """All of them, newest first, each with its lines."""
    return render_tab(
        request,
        "project_invoices",
        Tab.INVOICES,
        "billing/invoices",
        lambda _page: {"collected": collected_of(request.project.id, today())},
    )
