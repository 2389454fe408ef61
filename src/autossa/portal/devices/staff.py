"""What vendor staff does with devices: lost ones are written off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.devices import lost as lost_devices
from autossa.operations.errors import Invalid
from autossa.portal.devices.views import ask_about, find_present, to_device
from autossa.portal.web.forms import ReasonForm, show_error
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, seen_of


@page(Scope.PROJECT, Action.WRITE_OFF_DEVICES, methods=FORM)
def lost(request: ProjectRequest, project_id: str, device_id: str) -> HttpResponse:
    """Write a lost device off; what was on it is available again."""
    found = find_present(request, device_id)
    told = _("How it was lost, and who said so. It is kept with the device and shown in the activity log.")
    form = ReasonForm(request.POST or None, help_text=told)
    if request.method == "POST" and form.is_valid():
        try:
            came_back = lost_devices.write_off(
                project=request.project.id,
                device=found.row.key,
                reason=form.cleaned_data["reason"],
                ctx=action_context(request, lambda: find_present(request, device_id).row.licenses),
            )
        except Invalid as error:
            show_error(form, error)
        else:
            said = _("Written off: %(device)s. Licenses that are available again: %(count)s.")
            messages.success(request, said % {"device": found.row.name, "count": came_back})
            return to_device(request, device_id)
    context = {**ask_about(request, found), "form": form, "seen": seen_of(found.row.licenses)}
    return render(request, "portal/devices/acts/lost.html", context)
