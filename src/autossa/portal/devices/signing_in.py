"""What a device signs in with: its secret, shown once, or a code to type on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.devices import credentials
from autossa.operations.errors import Invalid
from autossa.portal.devices.views import ask_about, find_present, to_device
from autossa.portal.web.forms import error_text
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def secret(request: ProjectRequest, project_id: str, device_id: str) -> HttpResponse:
    """Create a secret; the answer to the form shows it, once."""
    found = find_present(request, device_id)
    context = ask_about(request, found)
    if request.method == "POST":
        context["secret"] = credentials.issue(device=found.row.key, ctx=action_context(request))
    return render(request, "portal/devices/signing_in/secret.html", context)


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def revoke(request: ProjectRequest, project_id: str, device_id: str) -> HttpResponse:
    """The device signs in no more."""
    found = find_present(request, device_id)
    if request.method == "POST":
        try:
            credentials.revoke(device=found.row.key, ctx=action_context(request))
        except Invalid as error:
            messages.error(request, error_text(error))
        else:
            messages.success(request, _("Secret revoked. It no longer works."))
        return to_device(request, device_id)
    return render(request, "portal/devices/signing_in/revoke.html", ask_about(request, found))


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def code(request: ProjectRequest, project_id: str, device_id: str) -> HttpResponse:
    """Create a code to type on the device; the answer to the form shows it, once."""
    found = find_present(request, device_id)
    context = ask_about(request, found)
    if request.method == "POST":
        context["shown"] = credentials.make_code(device=found.row.key, ctx=action_context(request))
    return render(request, "portal/devices/signing_in/code.html", context)
