"""A requested license that is not to be: withdrawn by who may enter one, or refused by staff with a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from autossa.domain.licenses import concluded_with
from autossa.domain.refusals import Code, Refusal
from autossa.domain.rights import Action
from autossa.operations import licenses
from autossa.operations.errors import Invalid, Refused
from autossa.portal import refusals
from autossa.portal.asking import FORM, ReasonForm
from autossa.portal.gates import On, action_context, gate
from autossa.portal.licenses import back, gone, row_of
from autossa.portal.projects import frame
from autossa.queries.project_pages import LicenseRow, ProjectPage


@gate(On.PROJECT, Action.EDIT_LICENSES)
@require_http_methods(FORM)
@never_cache
def withdraw(request: HttpRequest, project_id: str, requested: int) -> HttpResponse:
    """Take a request back while it waits."""
    row, page = row_of(request, requested, lambda line: line.is_requested)
    if row is None or page is None:
        return gone(request)
    project = request.project  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            licenses.withdraw_request(project=project.id, line=requested, ctx=action_context(request))
        except Refused as error:
            messages.warning(request, refusals.tell(error.refusal).text)
        else:
            messages.success(request, _("Withdrawn: it is not confirmed any more, and costs nothing."))
        return back(request)
    return render(request, "portal/licenses/withdraw.html", _context(request, row, page))


@gate(On.PROJECT, Action.ADD_LICENSES)
@require_http_methods(FORM)
@never_cache
def refuse(request: HttpRequest, project_id: str, requested: int) -> HttpResponse:
    """The vendor will not confirm it: say why."""
    row, page = row_of(request, requested, lambda line: line.is_requested)
    if row is None or page is None:
        return gone(request)
    project, form = request.project, ReasonForm(request.POST or None)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            licenses.refuse_request(project=project.id, line=requested, reason=reason, ctx=action_context(request))
        except Invalid:
            form.add_error("reason", _("Use letters, digits and signs that can be seen."))
        except Refused as error:
            messages.warning(request, refusals.tell(error.refusal).text)
            return back(request)
        else:
            messages.success(request, _("Refused. Whoever asked for it and looks after licenses is told by mail."))
            return back(request)
    return render(request, "portal/licenses/refuse.html", {**_context(request, row, page), "form": form})


def _context(request: HttpRequest, row: LicenseRow, page: ProjectPage) -> dict[str, Any]:
    stays = concluded_with(page.project, row.line)
    refused = refusals.tell(Refusal(Code.IN_CONTRACT)) if stays else None
    return {**frame(request, ""), "row": row, "refused": refused}
