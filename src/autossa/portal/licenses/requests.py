"""A requested license that is not to be: withdrawn by who may enter one, or refused by staff with a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from autossa.domain.licenses import concluded_with
from autossa.domain.refusals import Code, Refusal
from autossa.domain.rights import Action
from autossa.operations import licenses
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, Refused
from autossa.portal.licenses.views import redirect_to_licenses, row_of, stale_form
from autossa.portal.web.forms import ReasonForm, error_text, show_error
from autossa.portal.web.frames import project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, seen_of
from autossa.queries.projects.page import LicenseRow, ProjectPage
from autossa.wording import refusals


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def withdraw(request: ProjectRequest, project_id: str, requested: int) -> HttpResponse:
    """Take a request back while it waits."""
    row, page = row_of(request, requested, lambda line: line.is_requested)
    if row is None or page is None:
        return stale_form(request)
    project = request.project
    if request.method == "POST":
        try:
            licenses.withdraw_request(project=project.id, line=requested, ctx=_context_of(request, requested))
        except Refused as error:
            messages.warning(request, error_text(error))
        else:
            messages.success(request, _("Withdrawn: it will not be confirmed, and costs nothing."))
        return redirect_to_licenses(request)
    context = {**_context(request, row, page), "seen": seen_of(_shown(row, page))}
    return render(request, "portal/licenses/withdraw.html", context)


@page(Scope.PROJECT, Action.ADD_LICENSES, methods=FORM)
def refuse(request: ProjectRequest, project_id: str, requested: int) -> HttpResponse:
    """The vendor will not confirm it: say why."""
    row, page = row_of(request, requested, lambda line: line.is_requested)
    if row is None or page is None:
        return stale_form(request)
    project, form = request.project, _refusal_form(request)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            licenses.refuse_request(
                project=project.id, line=requested, reason=reason, ctx=_context_of(request, requested)
            )
        except Invalid as error:
            show_error(form, error)
        except Refused as error:
            messages.warning(request, error_text(error))
            return redirect_to_licenses(request)
        else:
            messages.success(request, _("Refused. We e-mailed whoever requested it and looks after licenses."))
            return redirect_to_licenses(request)
    context = {**_context(request, row, page), "form": form, "seen": seen_of(_shown(row, page))}
    return render(request, "portal/licenses/refuse.html", context)


def _context_of(request: ProjectRequest, requested: int) -> ActionContext:
    return action_context(request, lambda: _shown(*row_of(request, requested, lambda line: line.is_requested)))


def _shown(row: LicenseRow | None, page: ProjectPage | None) -> object:
    """The line, and whether a contract was concluded with it."""
    return row and row.line, row and page and concluded_with(page.project, row.line)


def _refusal_form(request: ProjectRequest) -> ReasonForm:
    told = _("Whoever requested it and looks after licenses gets it by e-mail; it is shown in the activity log.")
    return ReasonForm(request.POST or None, help_text=told)


def _context(request: ProjectRequest, row: LicenseRow, page: ProjectPage) -> dict[str, Any]:
    stays = concluded_with(page.project, row.line)
    refused = refusals.explain(Refusal(Code.IN_CONTRACT)) if stays else None
    return {**project_ask_context(request, "project_licenses"), "row": row, "refused": refused}
