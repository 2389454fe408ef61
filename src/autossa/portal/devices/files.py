"""License files of a project: the list, one file as text, download and QR code; the published keys."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control

from autossa.documents.licenses import qr
from autossa.domain.rights import Action
from autossa.operations.devices import files
from autossa.operations.devices.files import Issued
from autossa.operations.errors import Invalid
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text
from autossa.portal.web.frames import Parent, project_frame
from autossa.portal.web.page import POST, Cache, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, key_or_404
from autossa.queries.devices.files_page import files_page
from autossa.queries.devices.license_files import FileRow, claims_of, find_file
from autossa.queries.devices.signing_keys import jwks
from autossa.wording.license_files import license_sentences

LABEL = gettext_lazy("License files")
_FIVE_MINUTES = 300


@page(Scope.PROJECT, Action.VIEW_PROJECT)
def overview(request: ProjectRequest, project_id: str) -> HttpResponse:
    """The files, the newest first, and the devices that have to confirm a newer one."""
    found = files_page(request.project.id, today())
    context = {**project_frame(request, ""), "found": found, "gone": any(one.is_gone for one in found.overdue)}
    return render(request, "portal/devices/files/overview.html", context)


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=POST)
def issue(request: ProjectRequest, project_id: str) -> HttpResponse:
    """The current file of the project, or of one of its devices."""
    device = request.POST.get("device", "")
    key = key_or_404("dev", device) if device else None
    try:
        issued = files.refresh(project=request.project.id, device=key, ctx=action_context(request))
    except Invalid as error:
        messages.error(request, error_text(error))
        return HttpResponseRedirect(reverse("project_license_files", args=[request.project.public_id]))
    return to_file(request, issued)


@page(Scope.PROJECT, Action.VIEW_PROJECT)
def show(request: ProjectRequest, project_id: str, file_id: str) -> HttpResponse:
    """One file: as a QR code, as text, to download, and what it says."""
    row = _file(request, file_id)
    context = {**files_context(request), "row": row, "has_code": qr.svg(row.body) is not None}
    return render(
        request, "portal/devices/files/file.html", context | {"said": list(license_sentences(claims_of(row.body)))}
    )


@page(Scope.PROJECT, Action.VIEW_PROJECT)
def download(request: ProjectRequest, project_id: str, file_id: str) -> HttpResponse:
    """The text as a file."""
    row = _file(request, file_id)
    name = f"{row.id}-{row.serial}.jws"
    return HttpResponse(
        row.body, content_type="application/jose", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@page(Scope.PROJECT, Action.VIEW_PROJECT)
def qr_code(request: ProjectRequest, project_id: str, file_id: str) -> HttpResponse:
    """The text as a picture. Raises Http404 where it is too long for one."""
    picture = qr.svg(_file(request, file_id).body)
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/svg+xml")


@cache_control(public=True, max_age=_FIVE_MINUTES)
@page(Scope.PUBLIC, cache=Cache.BY_VIEW)
def published_keys(request: HttpRequest) -> HttpResponse:
    """The keys that devices believe: a revoked one is gone within minutes."""
    return JsonResponse(jwks(), content_type="application/jwk-set+json")


def to_file(request: ProjectRequest, issued: Issued) -> HttpResponseRedirect:
    """To the page of a file that was issued, or is current still."""
    if issued.is_new:
        messages.success(request, _("License file with serial %(serial)s issued.") % {"serial": issued.serial})
    else:
        messages.info(request, _("The newest license file is still up to date; here it is again."))
    return HttpResponseRedirect(reverse("license_file", args=[request.project.public_id, issued.public_id]))


def files_context(request: ProjectRequest) -> dict[str, Any]:
    """Around a page below the list of files."""
    parent = Parent(reverse("project_license_files", args=[request.project.public_id]), LABEL)
    return {**project_frame(request, ""), "parent": parent}


def _file(request: ProjectRequest, file_id: str) -> FileRow:
    row = find_file(request.project.id, file_id)
    if row is None:
        raise Http404
    return row
