"""The devices of a project, one of them, and what the other pages of devices share."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.portal.web.clock import today
from autossa.portal.web.frames import Parent, project_ask_context, project_frame, render_tab
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest
from autossa.queries.devices.page import DevicePage, device_id, device_page, devices_page
from autossa.queries.devices.rows import OnDevice
from autossa.queries.projects.page import ProjectPage, Tab


@page(Scope.PROJECT, Action.VIEW_PROJECT)
def overview(request: ProjectRequest, project_id: str) -> HttpResponse:
    """The devices, standbys below their master, and what of each license is free."""

    def more(_page: ProjectPage) -> dict[str, Any]:
        return {"devices": devices_page(request.project.id, today())}

    return render_tab(request, "project_devices", Tab.LICENSES, "devices/overview", more)


@page(Scope.PROJECT, Action.VIEW_PROJECT)
def device(request: ProjectRequest, project_id: str, device_id: str) -> HttpResponse:
    """One device, gone or not."""
    context = {**project_frame(request, "project_devices"), "found": find(request, device_id), "today": today()}
    return render(request, "portal/devices/device.html", context)


def find(request: ProjectRequest, device: str) -> DevicePage:
    """A device of the project that the permission was checked on. Raises Http404."""
    found = device_page(request.project.id, device, today())
    if found is None:
        raise Http404
    return found


def find_present(request: ProjectRequest, device: str) -> DevicePage:
    """As `find`, neither removed nor lost. Raises Http404."""
    found = find(request, device)
    if not found.row.is_there:
        raise Http404
    return found


def on_device(found: DevicePage, activation: str) -> OnDevice | None:
    """What stands on a device by the id of its activation; None once that has changed."""
    return next((one for one in found.row.licenses if one.id == activation), None)


def ask_about(request: ProjectRequest, found: DevicePage) -> dict[str, Any]:
    """Around a page that asks about a device: its link back leads there."""
    address = reverse("device", args=[request.project.public_id, found.row.id])
    return {
        **project_ask_context(request, "project_devices"),
        "found": found,
        "device": found.row,
        "parent": Parent(address, found.row.name),
    }


def to_device(request: ProjectRequest, device: str | UUID) -> HttpResponseRedirect:
    """To the page of a device."""
    public = device if isinstance(device, str) else device_id(device)
    return HttpResponseRedirect(reverse("device", args=[request.project.public_id, public]))


def to_devices(request: ProjectRequest) -> HttpResponseRedirect:
    """To the devices of the project."""
    return HttpResponseRedirect(reverse("project_devices", args=[request.project.public_id]))


def stale_form(request: ProjectRequest, device: str) -> HttpResponse:
    """Sent twice, or somebody else was quicker; an address that never was one is not there."""
    if request.method != "POST":
        raise Http404
    messages.warning(request, _("The licenses on this device have changed in the meantime. Check them below."))
    return to_device(request, device)
