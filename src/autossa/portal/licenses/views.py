"""The licenses of a project, and what its other pages of licenses share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.lines import Line
from autossa.domain.rights import Action
from autossa.portal.web.clock import today
from autossa.portal.web.frames import render_tab
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest
from autossa.queries.projects.page import LicenseRow, ProjectPage, Tab, project_page


@page(Scope.PROJECT, Action.VIEW_PROJECT)
def overview(request: ProjectRequest, project_id: str) -> HttpResponse:
    """The license lines."""

    def more(page: ProjectPage) -> dict[str, Any]:
        return {"requested": sum(row.line.is_requested for row in page.licenses)}

    return render_tab(request, "project_licenses", Tab.LICENSES, "licenses/overview", more)


def redirect_to_licenses(request: ProjectRequest) -> HttpResponseRedirect:
    """To the licenses of the project."""
    return HttpResponseRedirect(reverse("project_licenses", args=[request.project.public_id]))


def row_of(
    request: ProjectRequest, number: int, fits: Callable[[Line], bool]
) -> tuple[LicenseRow | None, ProjectPage | None]:
    """A line that fits, of the project that the permission was checked on, and its page."""
    page = project_page(request.project.public_id, today(), tabs=frozenset({Tab.LICENSES}))
    rows = page.licenses if page else ()
    return next((row for row in rows if row.line.number == number and fits(row.line)), None), page


def stale_form(request: ProjectRequest) -> HttpResponse:
    """Sent twice, or somebody else was quicker; an address that never was one is not there."""
    if request.method != "POST":
        raise Http404
    messages.warning(request, _("This license has changed in the meantime. Check it below."))
    return redirect_to_licenses(request)
