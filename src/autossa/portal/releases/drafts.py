"""Drafts of releases: entered, and changed until they are published."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.releases.catalogue import Channel, ReleaseClass
from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.releases import releases
from autossa.operations.validation import MAX_CODE
from autossa.portal.releases.releases import parent_of
from autossa.portal.ui.fields import DayField, TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import NotedChoiceField, set_choices, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, key_or_404
from autossa.queries.releases.drafts import DraftChoices, draft_choices, draft_to_edit
from autossa.queries.releases.pages import ReleasePage
from autossa.wording import glossary


class DraftForm(forms.Form):
    """What a release is."""

    branch = forms.ChoiceField(label=gettext_lazy("Branch"))
    version = TextField(label=gettext_lazy("Version"), max_length=MAX_CODE)
    released_on = DayField(
        label=gettext_lazy("Release day"),
        help_text=gettext_lazy("Whoever is covered on this day may install it for ever. The day may be in the future."),
    )
    release_class = NotedChoiceField(
        label=gettext_lazy("Type of release"),
        choices=list(glossary.RELEASE_CLASS.items()),
        notes=glossary.RELEASE_CLASS_NOTE,
    )
    channel = NotedChoiceField(
        label=gettext_lazy("Channel"), choices=list(glossary.CHANNEL.items()), notes=glossary.CHANNEL_NOTE
    )
    notes = TextField(
        label=gettext_lazy("Notes"),
        help_text=gettext_lazy("What is new, as plain text; customers read it with the release."),
        max_length=releases.MAX_NOTES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    features = forms.MultipleChoiceField(
        label=gettext_lazy("License types that unlock one of its features"),
        help_text=gettext_lazy("Without one, that feature stays locked; the release can be installed."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    requires = forms.MultipleChoiceField(
        label=gettext_lazy("License types it cannot be installed without"),
        help_text=gettext_lazy("A project without one of them may not install the release."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, choices: DraftChoices, found: ReleasePage | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(code, f"{code} · {name}") for code, name in choices.types]
        set_choices(self, "features", types)
        set_choices(self, "requires", types)
        if found is None:
            set_choices(self, "branch", choices.branches)
        else:  # a version stays on its branch
            del self.fields["branch"]

    def given(self) -> releases.ReleaseText:
        """The release as it was entered."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "branch"}
        given["release_class"] = ReleaseClass(given["release_class"])
        given["channel"] = Channel(given["channel"])
        return releases.ReleaseText(**given)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def add(request: VendorRequest) -> HttpResponse:
    """A release that nobody is shown yet."""
    choices = draft_choices()
    first = {"release_class": ReleaseClass.FEATURE.value, "channel": Channel.STABLE.value}
    initial = {**first, "released_on": today(), "branch": request.GET.get("branch", "")}
    form = DraftForm(request.POST or None, choices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        branch, ctx = key_or_404("brn", form.cleaned_data["branch"]), action_context(request)
        try:
            key = releases.draft(branch=branch, given=form.given(), ctx=ctx)
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Draft saved. Nobody sees it before you publish it. Add its files next."))
            return HttpResponseRedirect(reverse("staff_release", args=[choices.id_of(key)]))
    context = {"form": form, "parent": Parent(reverse("staff_releases"), _("Releases")), "choices": choices}
    return render(request, "portal/releases/staff/draft.html", context)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def edit(request: VendorRequest, release_id: str) -> HttpResponse:
    """Change a draft; what is out stays as it is."""
    there = draft_to_edit(key_or_404("rel", release_id), today())
    if there is None:
        raise Http404
    found, choices = there
    form = DraftForm(request.POST or None, choices=choices, found=found, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            releases.edit_draft(release=found.row.key, given=form.given(), ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Draft saved."))
            return HttpResponseRedirect(reverse("staff_release", args=[release_id]))
    context = {"form": form, "found": found, "parent": parent_of(found), "choices": choices}
    return render(request, "portal/releases/staff/draft.html", context)


def _initial(found: ReleasePage) -> dict[str, Any]:
    row = found.row
    return {
        "version": row.version,
        "released_on": row.released_on,
        "release_class": row.release_class.value,
        "channel": row.channel.value,
        "notes": found.notes,
        "features": found.features,
        "requires": found.requires,
    }
