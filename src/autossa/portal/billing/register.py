"""The register of invoices: of everything (staff), of an organisation, of a project; searched, paged, exported."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from autossa.documents.billing.register import register_table
from autossa.domain.rights import Action
from autossa.portal.ui.fields import ExactField, SearchField
from autossa.portal.ui.tables_export import csv_response, xlsx_response
from autossa.portal.web.clock import today
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
from autossa.queries.billing.register import listing
from autossa.queries.billing.register.asked import Asked, Sort, Which
from autossa.queries.billing.register.listing import Register, RegisterRow
from autossa.queries.organisations.documents import each_of_organisation, register_of

WHICH = {
    Which.ALL: gettext_lazy("All"),
    Which.OPEN: pgettext_lazy("invoices", "Open"),
    Which.OVERDUE: gettext_lazy("Overdue"),
    Which.PAID: gettext_lazy("Paid"),
    Which.CREDITED: gettext_lazy("Credited"),
    Which.NOTES: gettext_lazy("Credit notes"),
}
SORT = {
    Sort.NEWEST: gettext_lazy("Newest first"),
    Sort.OLDEST: gettext_lazy("Oldest first"),
    Sort.LARGEST: gettext_lazy("Largest amount first"),
}


class RegisterForm(forms.Form):
    """What the register is narrowed to."""

    q = SearchField(label=gettext_lazy("Search"))
    state = forms.ChoiceField(label=gettext_lazy("Status"), choices=[*WHICH.items()], required=False)
    least = ExactField(label=gettext_lazy("Gross from"), decimals=3, least=Fraction(0), required=False)
    most = ExactField(label=gettext_lazy("Gross to"), decimals=3, least=Fraction(0), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), choices=[*SORT.items()], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        search = self.fields["q"]
        search.help_text = _("Number, payer, project, order number or gross amount")
        search.widget.attrs["placeholder"] = search.help_text

    def asked(self, after: str) -> Asked:
        """What is asked for; what makes no sense is not."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return Asked(
            given.get("q") or "",
            Which(given.get("state") or Which.ALL),
            given.get("least"),
            given.get("most"),
            Sort(given.get("sort") or Sort.NEWEST),
            after,
        )


@page(Scope.VENDOR, Action.VIEW_BILLING)
def of_everything(request: VendorRequest) -> HttpResponse:
    """All documents of the installation."""
    asked = _asked(request)
    found = listing.read_register(asked, listing.EVERYTHING, today())
    return render(request, "portal/billing/register/of_everything.html", _list(request, asked, found))


@page(Scope.ORGANISATION, Action.VIEW_BILLING)
def of_organisation(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """What an organisation pays, and of its projects; a partner's also of customers that gave it billing rights."""
    asked = _asked(request)
    found = register_of(request.account, request.organisation, asked, today())
    context = {**page_context(request, "organisation_invoices"), **_list(request, asked, found)}
    return render(request, "portal/billing/register/of_organisation.html", context)


@page(Scope.PROJECT, Action.VIEW_BILLING)
def of_project(request: ProjectRequest, project_id: str) -> HttpResponse:
    """What a project was invoiced for, whoever pays."""
    asked = _asked(request)
    found = listing.read_register(asked, _of_project(request), today())
    context = {**project_frame(request, "project_invoices"), **_list(request, asked, found)}
    return render(request, "portal/billing/register/of_project.html", context)


@page(Scope.VENDOR, Action.VIEW_BILLING)
def export_everything(request: VendorRequest, ending: str) -> HttpResponseBase:
    """As a file, exactly what is listed."""
    return _export(request, listing.each_document(_asked(request), listing.EVERYTHING, today()), ending)


@page(Scope.ORGANISATION, Action.VIEW_BILLING)
def export_organisation(request: OrganisationRequest, organisation_id: str, ending: str) -> HttpResponseBase:
    """As a file, exactly what is listed."""
    rows = each_of_organisation(request.account, request.organisation, _asked(request), today())
    return _export(request, rows, ending)


@page(Scope.PROJECT, Action.VIEW_BILLING)
def export_project(request: ProjectRequest, project_id: str, ending: str) -> HttpResponseBase:
    """As a file, exactly what is listed."""
    return _export(request, listing.each_document(_asked(request), _of_project(request), today()), ending)


def _of_project(request: ProjectRequest) -> listing.Scope:
    return listing.Scope(projects=(request.project.id,))


def _asked(request: AccountRequest) -> Asked:
    return RegisterForm(request.GET).asked(request.GET.get("after", ""))


def _list(request: AccountRequest, asked: Asked, found: Register) -> dict[str, Any]:
    form = RegisterForm(request.GET)
    more = urlencode({**_given(form), "after": found.next_after}) if found.next_after else ""
    return {"form": form, "asked": asked, "found": found, "query": urlencode(_given(form)), "more": more}


def _given(form: RegisterForm) -> dict[str, str]:
    """What the address says, without what is not asked for."""
    return {name: form.data[name] for name in form.fields if form.data.get(name)}


def _export(request: AccountRequest, rows: Iterator[RegisterRow], ending: str) -> HttpResponseBase:
    if ending not in ("csv", "xlsx"):
        raise Http404
    count_export(request)
    name = f"invoices-{today().isoformat()}.{ending}"
    if ending == "xlsx":
        return xlsx_response(name, _("Invoices"), register_table(rows))
    return csv_response(name, register_table(rows))
