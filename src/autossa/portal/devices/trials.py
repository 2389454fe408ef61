"""A product is tried out on a device; what is installed there is said by a person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from autossa.domain.dates import DAY
from autossa.domain.rights import Action
from autossa.operations.devices import reports, trials
from autossa.operations.errors import Invalid
from autossa.portal.devices.forms import InstalledForm, ProductForm
from autossa.portal.devices.views import ask_about, find_present, to_device
from autossa.portal.web.forms import show_error
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context
from autossa.wording import formats


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def trial(request: ProjectRequest, project_id: str, device_id: str) -> HttpResponse:
    """Try a product out, once on each device."""
    found = find_present(request, device_id)
    form = ProductForm(request.POST or None, products=found.to_try)
    if request.method == "POST" and form.is_valid():
        product = form.cleaned_data["product"]
        try:
            ends_on = trials.start(
                project=request.project.id, device=found.row.key, product=product, ctx=action_context(request)
            )
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("The trial runs until %(day)s.") % {"day": formats.day(ends_on - DAY)})
            return to_device(request, device_id)
    return render(request, "portal/devices/acts/trial.html", {**ask_about(request, found), "form": form})


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def installed(request: ProjectRequest, project_id: str, device_id: str) -> HttpResponse:
    """Somebody says which version is installed there."""
    found = find_present(request, device_id)
    form = InstalledForm(request.POST or None, products=found.products)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reports.report(
                device=found.row.key, product=given["product"], version=given["version"], ctx=action_context(request)
            )
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return to_device(request, device_id)
    return render(request, "portal/devices/acts/installed.html", {**ask_about(request, found), "form": form})
