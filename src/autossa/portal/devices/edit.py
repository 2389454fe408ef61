"""Devices are registered, renamed, made standby of another, removed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.devices import devices
from autossa.operations.errors import Invalid
from autossa.portal.devices.forms import NameForm, RegisterForm, StandbyForm
from autossa.portal.devices.views import ask_about, find_present, to_device, to_devices
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text, show_error
from autossa.portal.web.frames import project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context
from autossa.queries.devices.page import devices_page


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def register(request: ProjectRequest, project_id: str) -> HttpResponse:
    """A device that licenses can be activated on from now on."""
    found = devices_page(request.project.id, today())
    if found is None:
        raise Http404
    form = RegisterForm(request.POST or None, masters=[one for one in found.devices if one.master is None])
    if request.method == "POST" and form.is_valid():
        made: list[UUID] = []
        if _done(form, lambda: made.append(_register(request, form))):
            messages.success(request, _("Registered: %(device)s.") % {"device": form.cleaned_data["name"]})
            return to_device(request, made[0])
    context = {**project_ask_context(request, "project_devices"), "form": form}
    return render(request, "portal/devices/acts/register.html", context)


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def rename(request: ProjectRequest, project_id: str, device_id: str) -> HttpResponse:
    """Another name for it."""
    found = find_present(request, device_id)
    form = NameForm(request.POST or None, initial={"name": found.row.name})
    if request.method == "POST" and form.is_valid():
        given = {**_which(request, found.row.key), "name": form.cleaned_data["name"]}
        if _done(form, lambda: devices.rename(**given)):
            messages.success(request, _("Saved."))
            return to_device(request, device_id)
    return render(request, "portal/devices/acts/rename.html", {**ask_about(request, found), "form": form})


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def standby(request: ProjectRequest, project_id: str, device_id: str) -> HttpResponse:
    """It stands by for another device, or is one of its own again."""
    found = find_present(request, device_id)
    of = next((one.id for one in found.masters if one.key == found.row.master), "")
    form = StandbyForm(request.POST or None, masters=found.masters, initial={"master": of})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["master"]
        if chosen == of or _done(form, lambda: _set_standby(request, found.row.key, form.masters.get(chosen))):
            messages.success(request, _("Saved."))
            return to_device(request, device_id)
    return render(request, "portal/devices/acts/standby.html", {**ask_about(request, found), "form": form})


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def remove(request: ProjectRequest, project_id: str, device_id: str) -> HttpResponse:
    """It leaves the project; nothing may be activated on it."""
    found = find_present(request, device_id)
    if request.method == "POST":
        try:
            devices.remove(**_which(request, found.row.key))
        except Invalid as error:
            messages.error(request, error_text(error))
            return to_device(request, device_id)
        messages.success(request, _("Removed: %(device)s.") % {"device": found.row.name})
        return to_devices(request)
    return render(request, "portal/devices/acts/remove.html", ask_about(request, found))


def _register(request: ProjectRequest, form: RegisterForm) -> UUID:
    given = form.cleaned_data
    return devices.register(
        project=request.project.id,
        name=given["name"],
        hardware_id=given["hardware_id"],
        standby_of=form.masters.get(given.get("master", "")),
        ctx=action_context(request),
    )


def _set_standby(request: ProjectRequest, device: UUID, master: UUID | None) -> None:
    if master is None:
        devices.end_standby(**_which(request, device))
    else:
        devices.make_standby(**_which(request, device), master=master)


def _which(request: ProjectRequest, device: UUID) -> dict[str, Any]:
    return {"project": request.project.id, "device": device, "ctx": action_context(request)}


def _done(form: forms.Form, does: Callable[[], object]) -> bool:
    """Do it; what is wrong is shown in the form."""
    try:
        does()
    except Invalid as error:
        show_error(form, error)
        return False
    return True
