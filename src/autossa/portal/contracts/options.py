"""Another option for a contract: from a term end on, in review at once, and taking that back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.refusals import Refusal
from autossa.domain.rights import Action
from autossa.operations import contracts
from autossa.operations.errors import Refused
from autossa.portal.web.clock import today
from autossa.portal.web.forms import set_choices
from autossa.portal.web.frames import project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, seen_of
from autossa.queries.contracts.option_previews import ChangeOptionPage, change_option_page, undo_option_page
from autossa.wording import glossary
from autossa.wording.formats import day
from autossa.wording.refusals import explain


class OptionForm(forms.Form):
    """With which option it goes on."""

    option = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose one of the options.")}
    )

    def __init__(self, *args: Any, found: ChangeOptionPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.option.name, glossary.plan(one.option)) for one in found.choices if one.refusal is None]
        set_choices(self, "option", choices)


@page(Scope.PROJECT, Action.EDIT_CONTRACTS, methods=FORM)
def change(request: ProjectRequest, project_id: str) -> HttpResponse:
    """The options, from which day each would hold, and what a year of it costs."""
    project = request.project.id
    found = change_option_page(project, today())
    if isinstance(found, Refusal):
        return _back(request, found)
    form = OptionForm(request.POST if request.method == "POST" else None, found=found)
    if request.method == "POST" and form.is_valid():
        ctx = action_context(request, lambda: change_option_page(project, today()))
        return _change(request, found, form.cleaned_data["option"], ctx)
    asked = request.POST.get("option") or request.GET.get("option", "")
    rows = [(one, explain(one.refusal).text if one.refusal else "") for one in found.choices]
    context = {"page": found, "rows": rows, "form": form, "asked": asked, "seen": seen_of(found)}
    return _ask(request, "change", context)


@page(Scope.PROJECT, Action.EDIT_CONTRACTS, methods=FORM)
def undo(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Take back what lies ahead."""
    found = undo_option_page(request.project.id, today())
    if isinstance(found, Refusal):
        return _back(request, found)
    if request.method == "POST":
        try:
            contracts.undo_change_option(project=request.project.id, ctx=action_context(request))
        except Refused as refused:
            return _back(request, refused.refusal)
        messages.success(request, _("Change of the option undone. We e-mailed a confirmation."))
        return _to_contracts(request)
    return _ask(request, "undo", {"page": found})


def _change(request: ProjectRequest, found: ChangeOptionPage, option: str, ctx: Any) -> HttpResponse:
    try:
        contracts.change_option(project=request.project.id, option=option, ctx=ctx)
    except Refused as refused:
        return _back(request, refused.refusal)
    choice = found.choice(option)
    given = {"plan": glossary.plan(choice.option), "day": day(choice.starts_on)} if choice else {}
    if found.in_review:
        text = _("The option is now %(plan)s. The review goes on. We e-mailed a confirmation.")
    else:
        text = _("From %(day)s the contract goes on as %(plan)s. You can undo it until that period is billed.")
    messages.success(request, text % given)
    return _to_contracts(request)


def _ask(request: ProjectRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    context = {**project_ask_context(request, "project_contracts"), **context}
    return render(request, f"portal/contracts/options/{template}.html", context)


def _back(request: ProjectRequest, refusal: Refusal) -> HttpResponse:
    """What cannot be done (any more) is said on the page of contracts."""
    messages.error(request, explain(refusal).text)
    return _to_contracts(request)


def _to_contracts(request: ProjectRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("project_contracts", args=[request.project.public_id]))
