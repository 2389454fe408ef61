"""For vendor staff: what a pasted license file is, and which devices have to confirm a newer one."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.devices.license_files.checks import MAX_LETTERS, check_text
from autossa.portal.ui.fields import TextField
from autossa.portal.vendor.catalogue import catalogue_context
from autossa.portal.web.clock import today
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.devices.overdue import overdue_everywhere
from autossa.wording import license_files as words


class CheckForm(forms.Form):
    """Any text that somebody has."""

    text = TextField(
        label=gettext_lazy("Text of the file"),
        help_text=gettext_lazy("A license file or the manifest of a release; line breaks do not matter"),
        max_length=MAX_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )


@page(Scope.VENDOR, Action.VIEW_CATALOGUE, methods=FORM)
def check(request: VendorRequest) -> HttpResponse:
    """Paste a text, read what it is."""
    form = CheckForm(request.POST or None)
    context = {**catalogue_context(request, "check_license_file"), "form": form}
    if request.method == "POST" and form.is_valid():
        found = check_text(text=form.cleaned_data["text"], ctx=action_context(request))
        tone = "ok" if found.is_genuine and not found.revoked else "danger"
        sentences = list(words.check_sentences(found))
        remarks = len(list(words.remarks(found))) + 1
        context |= {"found": found, "tone": tone, "headline": sentences[:remarks], "said": sentences[remarks:]}
    return render(request, "portal/devices/files/check.html", context)


@page(Scope.VENDOR, Action.VIEW_CATALOGUE)
def overdue(request: VendorRequest) -> HttpResponse:
    """Devices of all projects that may still use a file of before a decrease."""
    return render(request, "portal/devices/files/overdue.html", {"overdue": overdue_everywhere(today())})
