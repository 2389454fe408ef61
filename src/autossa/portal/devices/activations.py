"""Licenses are activated on devices, released from them, moved between them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.devices import activations
from autossa.operations.errors import Invalid, OperationError, Refused
from autossa.portal.devices.forms import ActivateForm, MoveForm
from autossa.portal.devices.views import ask_about, find_present, on_device, stale_form, to_device
from autossa.portal.web.clock import today
from autossa.portal.web.forms import AmountForm, show_error
from autossa.portal.web.frames import project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, key_or_404, seen_of
from autossa.queries.devices.activation_page import ActivationPage, activation_page


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def activate(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Choose a license, how many, and a device; look at it, with what to know before; do it."""
    found = _page(request, _given(request, "license"))
    step = request.POST.get("step", "")
    chosen = {name: _given(request, name) for name in ("license", "device", "quantity")}
    form = ActivateForm(request.POST or None, page=found)
    if request.method == "GET" or step == "change":
        form = ActivateForm(initial=_suggested(found, chosen), page=found)
    checked = step != "change" and form.is_valid()
    if checked and step == "do":
        try:
            return _activate(request, form)
        except OperationError as error:
            if not isinstance(error, Invalid | Refused):
                raise
            show_error(form, error)
            checked = False
    context = {
        **project_ask_context(request, "project_devices"),
        "form": form,
        "found": found,
        "advice": found.advice,
        "chosen": _chosen(form, found) if checked else None,
        "seen": seen_of(_shown(found, chosen["license"])),
        "today": today(),
    }
    return render(request, f"portal/devices/activate/{'check' if checked else 'ask'}.html", context)


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def release(request: ProjectRequest, project_id: str, device_id: str, activation_id: str) -> HttpResponse:
    """Release some of a license from the device: back to the free stock."""
    found = find_present(request, device_id)
    row = on_device(found, activation_id)
    if row is None:
        return stale_form(request, device_id)
    form = AmountForm(request.POST or None, most=row.quantity, initial={"quantity": row.quantity})
    if request.method == "POST" and form.is_valid():
        quantity = form.cleaned_data["quantity"]
        try:
            activations.release(
                project=request.project.id, device=found.row.key, license_id=row.license_id, quantity=quantity,
                ctx=action_context(request),
            )  # fmt: skip
        except Invalid as error:
            show_error(form, error)
        else:
            said = _("Released from %(device)s: %(quantity)s of %(license)s. They are available again, and live on.")
            facts = {"device": found.row.name, "quantity": quantity, "license": row.license_id}
            messages.success(request, said % facts)
            return to_device(request, device_id)
    return render(request, "portal/devices/acts/release.html", {**ask_about(request, found), "form": form, "row": row})


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def move(request: ProjectRequest, project_id: str, device_id: str, activation_id: str) -> HttpResponse:
    """Move some of a license to another device of the project."""
    found = find_present(request, device_id)
    row = on_device(found, activation_id)
    if row is None:
        return stale_form(request, device_id)
    form = MoveForm(request.POST or None, most=row.quantity, targets=found.masters, initial={"quantity": row.quantity})
    if request.method == "POST" and form.is_valid():
        given, target = form.cleaned_data, form.targets[form.cleaned_data["to"]]
        try:
            activations.move(
                project=request.project.id, device=found.row.key, license_id=row.license_id, to=target.key,
                quantity=given["quantity"], ctx=action_context(request),
            )  # fmt: skip
        except Invalid as error:
            show_error(form, error)
        else:
            said = _("Moved to %(device)s: %(quantity)s of %(license)s.")
            facts = {"device": target.name, "quantity": given["quantity"], "license": row.license_id}
            messages.success(request, said % facts)
            return to_device(request, target.id)
    return render(request, "portal/devices/acts/move.html", {**ask_about(request, found), "form": form, "row": row})


def _activate(request: ProjectRequest, form: ActivateForm) -> HttpResponse:
    given = form.cleaned_data
    ctx = action_context(request, lambda: _shown(_page(request, given["license"]), given["license"]))
    activations.activate(
        project=request.project.id,
        device=key_or_404("dev", given["device"]),
        license_id=given["license"],
        quantity=given["quantity"],
        ctx=ctx,
    )
    said = _("Activated: %(quantity)s of %(license)s.")
    messages.success(request, said % {"quantity": given["quantity"], "license": given["license"]})
    return to_device(request, given["device"])


def _page(request: ProjectRequest, license_id: str) -> ActivationPage:
    found = activation_page(request.project.id, license_id, today())
    if found is None:  # it went meanwhile
        raise Http404
    return found


def _shown(found: ActivationPage, license_id: str) -> object:
    """What whoever decides has seen: how many are free, and what waiting costs."""
    stock = next((one for one in found.page.stocks if one.license_id == license_id), None)
    return stock, found.advice.advice if found.advice else None


def _given(request: HttpRequest, name: str) -> str:
    """From the form, or the address of the link that led here."""
    return request.POST.get(name, request.GET.get(name, ""))


def _suggested(found: ActivationPage, chosen: dict[str, str]) -> dict[str, Any]:
    """What the link or the form before named; of the license all that is free."""
    free = {code: n for code, _name, n, _licensed in found.licenses}
    license_id = chosen["license"] or next(iter(free), "")
    return {
        "license": license_id,
        "device": chosen["device"],
        "quantity": chosen["quantity"] or free.get(license_id, ""),
    }


def _chosen(form: ActivateForm, found: ActivationPage) -> dict[str, Any]:
    given = form.cleaned_data
    stock = next(one for one in found.page.stocks if one.license_id == given["license"])
    device = next(one for one in found.page.devices if one.id == given["device"])
    return {"stock": stock, "device": device, "quantity": given["quantity"], "left": stock.free - given["quantity"]}
