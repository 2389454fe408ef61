"""Creating a project, and giving one another name."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.projects import projects
from autossa.portal.web.forms import PriceListForm
from autossa.portal.web.frames import page_context, project_frame
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, ProjectRequest, action_context
from autossa.queries.identifiers import project_name


class NameForm(forms.Form):
    """What a project is called."""

    name = forms.CharField(max_length=projects.LONGEST_NAME)

    def refuse(self, error: Invalid) -> None:
        """Say what is wrong with the name, and what to do."""
        if isinstance(error, projects.NameTaken):
            told = _("There is a project of this name already. Choose another, such as the town or site.")
        else:
            told = _("This name cannot be used. Use letters, digits and spaces.")
        self.add_error("name", told)


class ProjectForm(PriceListForm, NameForm):
    """A new project: its name, and the price list where there are several."""


@page(Scope.ORGANISATION, Action.CREATE_PROJECT, methods=FORM)
def create(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """A new project of a customer; licenses come next."""
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"name": form.cleaned_data["name"], "price_list": form.chosen}
        try:
            key = projects.create(customer=request.organisation.id, ctx=action_context(request), **given)
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("The project is there. Add its licenses next, then its contract."))
            return HttpResponseRedirect(reverse("project_licenses", args=[project_name(key)]))
    return render(request, "portal/projects/create.html", {**page_context(request, ""), "form": form})


@page(Scope.PROJECT, Action.CREATE_PROJECT, methods=FORM)
def rename(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Another name for a project; invoices that were issued keep the old one."""
    project = request.project
    form = NameForm(request.POST or None, initial={"name": project.name})
    if request.method == "POST" and form.is_valid():
        try:
            changed = projects.rename(project=project.id, name=form.cleaned_data["name"], ctx=action_context(request))
        except Invalid as error:
            form.refuse(error)
        else:
            if changed:
                messages.success(request, _("The project has its new name."))
            return HttpResponseRedirect(reverse("project", args=[project.public_id]))
    return render(request, "portal/projects/rename.html", {**project_frame(request, "project"), "form": form})
