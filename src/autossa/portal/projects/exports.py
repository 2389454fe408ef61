"""The list of projects for other programs: exactly what is listed, in its order, or only the projects ticked."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from autossa.documents.projects.listing import project_table
from autossa.portal.projects import filters
from autossa.portal.ui.tables_export import csv_response, xlsx_response
from autossa.portal.web.clock import today
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, count_export, safe_next
from autossa.queries.projects.listing import ProjectRow, each_project


@page(Scope.SELF, methods=FORM)
def as_csv(request: AccountRequest) -> HttpResponseBase:
    """As CSV, row by row."""
    rows = _rows(request)
    if rows is None:
        return _ask_to_select(request)
    count_export(request)
    return csv_response(_name("csv"), project_table(rows))


@page(Scope.SELF, methods=FORM)
def as_xlsx(request: AccountRequest) -> HttpResponseBase:
    """As a workbook."""
    rows = _rows(request)
    if rows is None:
        return _ask_to_select(request)
    count_export(request)
    return xlsx_response(_name("xlsx"), _("Projects"), project_table(rows))


def _rows(request: AccountRequest) -> Iterator[ProjectRow] | None:
    """What is exported; None where only selected projects were asked for, and none was selected."""
    given = request.POST if request.method == "POST" else request.GET
    asked = filters.asked_of(given)
    if request.method == "POST":
        asked = filters.selected_only(asked, given)
        if not asked.only:
            return None
    return each_project(asked, today(), account=request.account, scope=filters.visible_to(request))


def _ask_to_select(request: AccountRequest) -> HttpResponseRedirect:
    messages.warning(request, _("Select at least one project, then export again. Nothing was exported."))
    return HttpResponseRedirect(safe_next(request))


def _name(ending: str) -> str:
    return f"projects-{today().isoformat()}.{ending}"
