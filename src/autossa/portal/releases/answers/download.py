"""A file of a release for a project or one of its devices: the button makes a link that expires, and follows it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from autossa.domain.rights import Action
from autossa.operations.releases import downloads
from autossa.portal.web.forms import error_text
from autossa.portal.web.page import POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, key_or_404


@page(Scope.PROJECT, Action.VIEW_PROJECT, methods=POST)
def for_project(request: ProjectRequest, project_id: str, artifact_id: str) -> HttpResponseRedirect:
    """For whatever the project may install."""
    return _to_file(request, artifact_id, None, reverse("project_releases", args=[project_id]))


@page(Scope.PROJECT, Action.VIEW_PROJECT, methods=POST)
def for_device(request: ProjectRequest, project_id: str, device_id: str, artifact_id: str) -> HttpResponseRedirect:
    """For what this device may install."""
    back = reverse("device_releases", args=[project_id, device_id])
    return _to_file(request, artifact_id, key_or_404("dev", device_id), back)


def _to_file(request: ProjectRequest, artifact_id: str, device: UUID | None, back: str) -> HttpResponseRedirect:
    """To the link; back where it may not be downloaded (any more)."""
    key, ctx = key_or_404("art", artifact_id), action_context(request)
    try:
        token = downloads.make_link(artifact=key, project=request.project.id, device=device, ctx=ctx)
    except downloads.NothingToDownload as error:
        messages.warning(request, error_text(error))
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(reverse("download", args=[token]))
