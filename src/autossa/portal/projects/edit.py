"""Creating a project, and giving one another name."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.projects.edit import MAX_NAME, create_project, rename_project
from autossa.portal.ui.fields import TextField
from autossa.portal.web.forms import PriceListForm, show_error
from autossa.portal.web.frames import Parent, page_context, project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, ProjectRequest, action_context
from autossa.queries.identifiers import project_name


class NameForm(forms.Form):
    """What a project is called."""

    name = TextField(
        label=gettext_lazy("Name of the project"),
        help_text=gettext_lazy("The installation, such as a site"),
        max_length=MAX_NAME,
    )


class ProjectForm(PriceListForm, NameForm):
    """A new project: its name, and the price list where there are several."""

    field_order = ("name", "price_list")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "price_list" in self.fields:
            self.fields["price_list"].help_text = _("Determines the currency of the invoices")


@page(Scope.ORGANISATION, Action.CREATE_PROJECT, methods=FORM)
def create(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """A new project of a customer; licenses come next."""
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"name": form.cleaned_data["name"], "price_list": form.chosen}
        try:
            key = create_project(customer=request.organisation.id, ctx=action_context(request), **given)
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Project created. Next: add licenses, then a contract."))
            return HttpResponseRedirect(reverse("project_licenses", args=[project_name(key)]))
    context = {**page_context(request, ""), "parent": Parent(reverse("home")), "form": form}
    return render(request, "portal/projects/create.html", context)


@page(Scope.PROJECT, Action.CREATE_PROJECT, methods=FORM)
def rename(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Another name for a project; invoices that were issued keep the old one."""
    project = request.project
    form = NameForm(request.POST or None, initial={"name": project.name})
    if request.method == "POST" and form.is_valid():
        try:
            changed = rename_project(project=project.id, name=form.cleaned_data["name"], ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            if changed:
                messages.success(request, _("Project renamed."))
            return HttpResponseRedirect(reverse("project", args=[project.public_id]))
    return render(request, "portal/projects/rename.html", {**project_ask_context(request, "project"), "form": form})
