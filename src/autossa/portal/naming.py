"""Creating a project, and giving one another name."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from autossa.domain.rights import Action
from autossa.operations import projects
from autossa.operations.errors import Invalid
from autossa.portal.asking import FORM, PriceListForm
from autossa.portal.gates import On, action_context, gate
from autossa.portal.organisations import around, key_of
from autossa.portal.projects import frame
from autossa.queries.lookup import project_name


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


@gate(On.ORGANISATION, Action.CREATE_PROJECT)
@require_http_methods(FORM)
@never_cache
def create(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """A new project of a customer; licenses come next."""
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"name": form.cleaned_data["name"], "price_list": form.chosen}
        try:
            key = projects.create(customer=key_of(request), ctx=action_context(request), **given)
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("The project is there. Add its licenses next, then its contract."))
            return HttpResponseRedirect(reverse("project_licenses", args=[project_name(key)]))
    return render(request, "portal/organisations/create_project.html", {**around(request, ""), "form": form})


@gate(On.PROJECT, Action.CREATE_PROJECT)
@require_http_methods(FORM)
@never_cache
def rename(request: HttpRequest, project_id: str) -> HttpResponse:
    """Another name for a project; invoices that were issued keep the old one."""
    project = request.project  # type: ignore[attr-defined]
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
    return render(request, "portal/projects/rename.html", {**frame(request, "project"), "form": form})
