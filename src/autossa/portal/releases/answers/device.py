"""What can be installed on one device."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from autossa.domain.rights import Action
from autossa.portal.releases.answers.shown import shown_product
from autossa.portal.web.clock import today
from autossa.portal.web.frames import actions_on, project_frame
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest
from autossa.queries.releases.device import device_releases
from autossa.queries.releases.matrix import NEWEST
from autossa.wording import entitlements


@page(Scope.PROJECT, Action.VIEW_PROJECT)
def overview(request: ProjectRequest, project_id: str, device_id: str) -> HttpResponse:
    """Of each product the newest first, with a trial and what is installed; `show=all` for the older ones too."""
    limit = None if request.GET.get("show") == "all" else NEWEST
    found = device_releases(request.project.id, device_id, today(), limit=limit)
    if found is None:
        raise Http404
    names, may = found.type_names, actions_on(request)
    context = {
        **project_frame(request, "project_releases"),
        "device": found,
        "as_of": found.as_of,
        "products": [(one, shown_product(one.releases, names, may, on_device=True)) for one in found.products],
        "exceeded": found.exceeded,
        "may_run": entitlements.may_run(),
    }
    return render(request, "portal/releases/answers/device.html", context)
