"""A list of releases, as a file or pasted: first what it would do, line by line, then that, and nothing else."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from autossa.domain.rights import Action
from autossa.operations.errors import OperationError
from autossa.operations.releases import imports
from autossa.operations.releases.lists import MAY, MUST, ListRefused
from autossa.portal.ui.fields import TextField
from autossa.portal.web.forms import error_text, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, seen_of
from autossa.wording import formats

_MOST = settings.BODY_LIMIT // 2  # of a list; as it is sent in a form it takes more


class ListForm(forms.Form):
    """A list, as a file or as text."""

    file = forms.FileField(
        label=gettext_lazy("File"), required=False, widget=forms.FileInput(attrs={"accept": ".csv,.txt"})
    )
    pasted = TextField(
        label=gettext_lazy("Or its text"),
        max_length=_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Also publish the releases"),
        help_text=gettext_lazy("Otherwise they are drafts, which nobody sees."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _("CSV in UTF-8, at most %(most)s kB; a longer one in parts.")
        self.fields["file"].help_text = said % {"most": _MOST // 1000}

    def clean(self) -> dict[str, Any]:
        """One list, in UTF-8: `list`."""
        given = super().clean() or {}
        file, pasted = given.get("file"), given.get("pasted", "")
        if bool(file) == bool(pasted):
            raise ValidationError(_("Select a file or paste its text."))
        if file and file.size > _MOST:
            raise ValidationError(_("The list is too large. Import it in parts."))
        try:
            read = self.fields["pasted"].clean(file.read().decode("utf-8-sig")) if file else pasted
        except UnicodeDecodeError:
            self.add_error("file", _("This file is not UTF-8. Save it as “CSV UTF-8”."))
        except ValidationError as error:
            self.add_error("file", error)
        else:
            given["list"] = "\n".join(read.splitlines())  # browsers send line ends of their own
        return given


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def import_list(request: VendorRequest) -> HttpResponse:
    """Asked, shown, done: what is done is what was shown, of the text that was shown."""
    step = request.POST.get("step", "")
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and step == "edit":
        form = ListForm(initial={"pasted": request.POST.get("pasted"), "publish": "publish" in request.POST})
    if not form.is_valid():
        return _page(request, form)
    text, publish = form.cleaned_data["list"], form.cleaned_data["publish"]
    try:
        if step == "do":
            ctx = action_context(request, lambda: _shown(text, imports.plan_import(text, publish=publish)))
            done = imports.import_list(text, publish=publish, ctx=ctx)
            messages.success(request, _imported(done))
            return HttpResponseRedirect(reverse("staff_releases"))
        steps = imports.plan_import(text, publish=publish)
    except ListRefused as refused:
        return _page(request, form, problems=_problems(refused))
    except OperationError as error:
        show_error(form, error)
        return _page(request, form)
    return _page(request, form, steps=steps, text=text, publish=publish, seen=seen_of(_shown(text, steps)))


def _shown(text: str, steps: tuple[imports.Step, ...]) -> tuple[Any, ...]:
    return (text, *((step.deed.value, step.listed) for step in steps))


def _problems(refused: ListRefused) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.column, error_text(problem.error)) for problem in refused.problems]


def _imported(steps: tuple[imports.Step, ...]) -> str:
    count = len({step.listed.key for step in steps if step.deed is not imports.Deed.KEEP})
    said = ngettext("%(count)s release imported.", "%(count)s releases imported.", count)
    return said % {"count": formats.whole(count)}


def _page(request: VendorRequest, form: ListForm, **more: Any) -> HttpResponse:
    parent = Parent(reverse("staff_releases"), _("Releases"))
    columns = {"must": MUST, "may": MAY}
    steps: tuple[imports.Step, ...] = more.get("steps", ())
    deeds = sum(step.deed is not imports.Deed.KEEP for step in steps)
    context = {"form": form, "parent": parent, "deeds": deeds, **columns, **more}
    return render(request, "portal/releases/staff/import.html", context)
