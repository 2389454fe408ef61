"""The releases of a project: what it may install of each product, why, and what would change it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from autossa.domain.rights import Action
from autossa.portal.releases.answers.shown import shown_product
from autossa.portal.web.clock import today
from autossa.portal.web.frames import actions_on, project_frame
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest
from autossa.queries.releases.matrix import releases_page
from autossa.wording import entitlements


@page(Scope.PROJECT, Action.VIEW_PROJECT)
def overview(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Products × releases; `show=all` for the older ones too."""
    found = releases_page(request.project.id, today(), everything=request.GET.get("show") == "all")
    if found is None:
        raise Http404
    may = actions_on(request)
    context = {
        **project_frame(request, "project_releases"),
        "as_of": found.as_of,
        "products": [shown_product(one, found.type_names, may) for one in found.products],
        "exceeded": found.exceeded,
        "may_run": entitlements.may_run(),
    }
    return render(request, "portal/releases/answers/matrix.html", context)
