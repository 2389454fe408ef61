"""The exchange without a network: what a device shows is pasted or uploaded, the answer is a license file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.documents.licenses.requests import MAX_LETTERS
from autossa.domain.rights import Action
from autossa.operations.devices import exchange as operations
from autossa.operations.errors import Invalid, NotFound
from autossa.portal.devices.files import files_context, to_file
from autossa.portal.ui.fields import TextField
from autossa.portal.web.forms import show_error
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context


class ExchangeForm(forms.Form):
    """What a device shows: as text, or as the file that it wrote."""

    text = TextField(
        label=gettext_lazy("Text of the device"),
        help_text=gettext_lazy("What the device shows, or what your phone reads from its QR code"),
        max_length=MAX_LETTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(label=gettext_lazy("Or its file"), required=False, allow_empty_file=True)

    def clean(self) -> dict[str, Any]:
        """One of both; the file is read as text."""
        given = super().clean() or {}
        if self.errors:
            return given
        file = given.get("file")
        if file is not None and file.size <= MAX_LETTERS:
            given["text"] = file.read().decode("utf-8", "replace")
        elif file is not None:
            raise ValidationError(
                _("This file is too large. A request has at most %(most)s characters.") % {"most": MAX_LETTERS}
            )
        if not given.get("text"):
            raise ValidationError(_("Paste the text of the device, or select its file."))
        return given


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def exchange(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Answer a device."""
    form = ExchangeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer = operations.answer(
                project=request.project.id, given=form.cleaned_data["text"], ctx=action_context(request)
            )
        except (Invalid, NotFound) as error:
            show_error(form, error)
        else:
            if answer.issued is not None:
                return to_file(request, answer.issued)
            said = _("Device %(device)s has confirmed the license file with serial %(serial)s.")
            messages.success(request, said % {"device": answer.device, "serial": answer.serial})
            return HttpResponseRedirect(reverse("project_license_files", args=[request.project.public_id]))
    return render(request, "portal/devices/files/exchange.html", {**files_context(request), "form": form})
