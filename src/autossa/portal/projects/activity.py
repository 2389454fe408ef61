"""The activity log of a project, of an organisation, of everything: filtered, paged, exported."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.documents.projects.activity import activity_table, describe
from autossa.domain.rights import Action
from autossa.portal.ui.fields import DayField, SearchField
from autossa.portal.ui.tables_export import csv_response
from autossa.portal.web.clock import today
from autossa.portal.web.forms import set_choices
from autossa.portal.web.frames import page_context, project_frame
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import (
    AccountRequest,
    OrganisationRequest,
    ProjectRequest,
    VendorRequest,
    count_export,
)
from autossa.queries.projects.activity import (
    ActivityFilter,
    Whose,
    export_activity,
    log_of,
    read_activity,
)
from autossa.wording import glossary


class FilterForm(forms.Form):
    """What the log is limited to."""

    field_order = ("actor", "action", "project", "since", "until")

    actor = SearchField(label=gettext_lazy("Who"))
    action = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)
    project = SearchField(label=gettext_lazy("Project"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(glossary.ACTION)

    def offer(self, actions: Iterable[str]) -> None:
        """Only these actions, by their words."""
        choices = sorted(((code, glossary.action(code)) for code in actions), key=lambda item: item[1].casefold())
        set_choices(self, "action", [("", _("Everything")), *choices])

    def asked(self, after: str) -> ActivityFilter:
        """What is asked for; what makes no sense is not."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        names = ("actor", "action", "since", "until", "project")
        return ActivityFilter(after=after, **{name: given[name] for name in names if given.get(name)})


@page(Scope.PROJECT, Action.VIEW_ACTIVITY)
def of_project(request: ProjectRequest, project_id: str) -> HttpResponse:
    """What happened to a project."""
    page = _page(request, Whose(project=request.project.id))
    return render(
        request, "portal/projects/activity_of_project.html", {**project_frame(request, "project_activity"), **page}
    )


@page(Scope.PROJECT, Action.VIEW_ACTIVITY)
def export_of_project(request: ProjectRequest, project_id: str) -> HttpResponseBase:
    """As a sheet."""
    return _export(request, Whose(project=request.project.id))


@page(Scope.ORGANISATION, Action.VIEW_ACTIVITY)
def of_organisation(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """What happened to an organisation, its people and its projects; who acted for it."""
    page = _page(request, log_of(request.account, request.organisation))
    return render(
        request,
        "portal/projects/activity_of_organisation.html",
        {**page_context(request, "organisation_activity"), **page},
    )


@page(Scope.ORGANISATION, Action.VIEW_ACTIVITY)
def export_of_organisation(request: OrganisationRequest, organisation_id: str) -> HttpResponseBase:
    """As a sheet."""
    return _export(request, log_of(request.account, request.organisation))


@page(Scope.VENDOR, Action.VIEW_ACTIVITY)
def of_everything(request: VendorRequest) -> HttpResponse:
    """Everything, for staff."""
    return render(request, "portal/projects/activity_of_everything.html", _page(request, Whose()))


@page(Scope.VENDOR, Action.VIEW_ACTIVITY)
def export_of_everything(request: VendorRequest) -> HttpResponseBase:
    """As a sheet."""
    return _export(request, Whose())


def _page(request: HttpRequest, whose: Whose) -> dict[str, Any]:
    form = FilterForm(request.GET or None)
    asked = form.asked(request.GET.get("after", ""))
    log = read_activity(whose, asked)
    if log.actions is not None:  # what never occurred here is no choice, unless it was asked for
        form.offer(log.actions | ({asked.action} - {""}))
    query = urlencode({name: value for name in form.fields if (value := request.GET.get(name))})
    return {
        "form": form,
        "rows": [(row, describe(row)) for row in log.rows],
        "query": query,
        "is_narrowed": asked != ActivityFilter(),
        "more": urlencode({**_given(request, form), "after": log.next_after}) if log.next_after else "",
        "has_addresses": any(row.address for row in log.rows),
        "today": today(),
    }


def _given(request: HttpRequest, form: FilterForm) -> dict[str, str]:
    return {name: value for name in form.fields if (value := request.GET.get(name))}


def _export(request: AccountRequest, whose: Whose) -> HttpResponseBase:
    """The rows asked for; the page that says what is wrong where something is, rather than all rows."""
    form = FilterForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return HttpResponseRedirect(f"{request.path.removesuffix('.csv')}/?{request.GET.urlencode()}")
    count_export(request)
    return csv_response(f"activity-{today().isoformat()}.csv", activity_table(export_activity(whose, form.asked(""))))
