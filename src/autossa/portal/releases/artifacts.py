"""Files of a release: uploaded, and removed while it is a draft.

Whoever sends a file is known before a byte of it is read: the check of the form's token, which reads the form, comes
after the permission. So nobody but those who edit the catalogue can fill the disk.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from autossa.documents.uploads import Spooled
from autossa.domain.rights import Action
from autossa.operations.errors import NotFound, OperationError
from autossa.operations.releases import artifacts
from autossa.operations.validation import MAX_CODE
from autossa.portal.releases.releases import parent_of, release_or_404
from autossa.portal.ui.fields import TextField
from autossa.portal.web.forms import error_text, show_error
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context


class FileForm(forms.Form):
    """A file, and for what it is."""

    file = forms.FileField(label=gettext_lazy("File"))
    platform = TextField(
        label=gettext_lazy("Platform"),
        help_text=gettext_lazy("Such as linux-x86_64"),
        max_length=MAX_CODE,
        required=False,
    )
    edition = TextField(label=gettext_lazy("Edition"), max_length=MAX_CODE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _("At most %(most)s MB. Its SHA-256 is computed here; customers see it beside the download.")
        self.fields["file"].help_text = said % {"most": settings.ARTIFACT_LIMIT // 1_000_000}


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
@csrf_exempt
def add(request: VendorRequest, release_id: str) -> HttpResponse:
    """A file of a release; the form is checked within, once it is known who sends it."""
    request.upload_handlers = [Spooled(request)]
    return _add(request, release_id)


@csrf_protect
def _add(request: HttpRequest, release_id: str) -> HttpResponse:
    found = release_or_404(release_id)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            artifacts.add(
                release=found.row.key, content=given["file"].file, file_name=given["file"].name,
                platform=given["platform"], edition=given["edition"], ctx=action_context(request),
            )  # fmt: skip
        except NotFound:
            raise
        except OperationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("%(file)s added.") % {"file": given["file"].name})
            return HttpResponseRedirect(reverse("staff_release", args=[release_id]))
    context = {"form": form, "found": found, "parent": parent_of(found)}
    return render(request, "portal/releases/staff/add_file.html", context)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def remove(request: VendorRequest, release_id: str, artifact_id: str) -> HttpResponse:
    """Remove a file of a draft."""
    found = release_or_404(release_id)
    file = next((one for one in found.files if one.id == artifact_id), None)
    if file is None:
        raise Http404
    if request.method == "POST":
        try:
            artifacts.remove(artifact=file.key, ctx=action_context(request))
        except NotFound:
            raise
        except OperationError as error:
            messages.error(request, error_text(error))
        else:
            messages.success(request, _("%(file)s removed.") % {"file": file.file_name})
        return HttpResponseRedirect(reverse("staff_release", args=[release_id]))
    context = {"found": found, "file": file, "parent": parent_of(found)}
    return render(request, "portal/releases/staff/remove_file.html", context)
