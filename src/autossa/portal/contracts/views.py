"""The contracts of a project, and what its customer does with them: answer, withdraw, cancel, undo."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain import cancellations, option_changes, reviews
from autossa.domain.contracts import Status
from autossa.domain.dates import DAY
from autossa.domain.lifecycle import Action as Step
from autossa.domain.lifecycle import refused_in_state
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.domain.rights import Action
from autossa.operations import contracts
from autossa.operations.errors import Invalid, Refused
from autossa.portal.contracts import wizard_answers
from autossa.portal.ui.fields import DayField, TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text
from autossa.portal.web.frames import actions_on, project_ask_context, render_tab
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context
from autossa.queries.contracts.previews import CancelPage, cancel_page, open_question, undo_page, withdraw_page
from autossa.queries.contracts.thread import ThreadEntry, load_review_thread
from autossa.queries.projects.page import ProjectPage, Tab
from autossa.wording.formats import day, last_day
from autossa.wording.refusals import explain

LATEST_END = date(2200, 1, 1)


class AnswerForm(forms.Form):
    """The answer to the vendor's question."""

    text = TextField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("The review goes on once it is sent."),
        max_length=contracts.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write an answer; the review waits for it.")},
    )


class EndForm(forms.Form):
    """The wished last day of a contract."""

    last_day = DayField(
        label=gettext_lazy("Last day of the contract"),
    )

    def clean_last_day(self) -> date | None:
        """Within the calendar."""
        found: date | None = self.cleaned_data["last_day"]
        if found is not None and found >= LATEST_END:
            raise forms.ValidationError(_("This day is too far away."))
        return found


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done to a contract now."""

    name: str
    label: str | Promise
    is_quiet: bool = True


@page(Scope.PROJECT, Action.VIEW_PROJECT)
def overview(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Every contract of the project, newest first, with what can be done."""
    may_edit = Action.EDIT_CONTRACTS in actions_on(request)
    return render_tab(
        request,
        "project_contracts",
        Tab.CONTRACTS,
        "contracts/overview",
        lambda page: _overview(request, page, may_edit),
    )


@page(Scope.PROJECT, Action.EDIT_CONTRACTS, methods=FORM)
def cancel(request: ProjectRequest, project_id: str) -> HttpResponse:
    """To which end, what stays usable; then the button that names the day."""
    given = request.POST if request.method == "POST" else request.GET
    form = EndForm(given if given.get("last_day") else None)
    wished = form.cleaned_data.get("last_day") if form.is_bound and form.is_valid() else None
    page = cancel_page(request.project.id, today(), wished + DAY if wished else None)
    if isinstance(page, Refusal):
        return _back(request, page)
    if request.method == "POST" and wished and page.too_early is None:
        return _cancel(request, wished + DAY)
    return _ask(request, "cancel", _cancelling(page, form))


@page(Scope.PROJECT, Action.EDIT_CONTRACTS, methods=FORM)
def undo(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Take a cancellation back."""
    page = undo_page(request.project.id, today())
    if isinstance(page, Refusal):
        return _back(request, page)
    if request.method == "POST":
        return _do(request, contracts.undo_cancellation, _("Cancellation withdrawn. We e-mailed a confirmation."))
    return _ask(request, "undo", {"page": page})


@page(Scope.PROJECT, Action.EDIT_CONTRACTS, methods=FORM)
def withdraw(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Take back what the vendor has not decided yet."""
    page = withdraw_page(request.project.id, today())
    if isinstance(page, Refusal):
        return _back(request, page)
    if request.method == "POST":
        return _do(request, contracts.withdraw, _("Withdrawn. We e-mailed a confirmation."))
    return _ask(request, "withdraw", {"page": page})


@page(Scope.PROJECT, Action.EDIT_CONTRACTS, methods=FORM)
def answer(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Answer the vendor's question, so that the review goes on."""
    project = request.project
    said = open_question(project.id, today())
    if said is None:
        messages.error(request, _("There is no open question: it was answered meanwhile."))
        return _to_contracts(request)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            contracts.answer(project=project.id, text=form.cleaned_data["text"], ctx=action_context(request))
        except Invalid as error:
            form.add_error("text", error_text(error))
        except Refused as refused:
            return _back(request, refused.refusal)
        else:
            messages.success(request, _("Sent. The vendor goes on with the review."))
            return _to_contracts(request)
    return _ask(request, "answer", {"form": form, "thread": [one for one in said if one.text]})


# ---------------------------------------------------------------- parts


def _overview(request: ProjectRequest, page: ProjectPage, may_edit: bool) -> dict[str, Any]:
    threads = load_review_thread(request.project.id)
    acts = _acts(page.project) if may_edit else []
    can_conclude = may_edit and not refused_in_state(Step.CONCLUDE, page.project.contract)
    return {
        "rows": [
            _row(page, row, threads.get(row.number, ()), acts if row is page.contracts[0] else [])
            for row in page.contracts
        ],
        "can_conclude": can_conclude,
        "has_begun": can_conclude and wizard_answers.has_begun(request, page.id),
    }


def _acts(project: Project) -> list[Act]:
    """What the rules allow now; the use case asks them again."""
    now = today()
    found = []
    contract = project.contract
    if contract is not None and contract.status is Status.QUESTION:
        found.append(Act("answer_question", gettext_lazy("Answer the question"), is_quiet=False))
    if isinstance(reviews.withdraw(project, now), Outcome):
        found.append(Act("withdraw_contract", gettext_lazy("Withdraw")))
    if contract is not None and refused_in_state(Step.CHANGE_OPTION, contract) is None:
        replaces = gettext_lazy("Replace the option")
        found.append(Act("change_option", replaces if contract.is_under_review else gettext_lazy("Change the option")))
    if isinstance(option_changes.undo(project, now), Outcome):
        found.append(Act("undo_change_option", gettext_lazy("Undo the change of the option")))
    if isinstance(cancellations.undo(project, now), Outcome):
        found.append(Act("undo_cancellation", gettext_lazy("Withdraw the cancellation")))
    if isinstance(cancellations.cancel(project, now), Outcome):
        is_ending = contract is not None and contract.status is Status.ENDING
        found.append(
            Act("cancel", gettext_lazy("Choose an earlier end") if is_ending else gettext_lazy("Cancel contract"))
        )
    return found


def _row(page: ProjectPage, row: Any, thread: tuple[ThreadEntry, ...], acts: list[Act]) -> dict[str, Any]:
    is_newest = page.contracts[0] is row
    last = thread[-1] if thread else None
    return {
        "contract": row,
        "by": thread[0].actor if thread else "",
        "thread": [one for one in thread if one.text],
        "acts": acts,
        "cancelling": page.timeline.cancelling if is_newest else None,
        "reason": last.text
        if last and last.action in ("reject_contract", "suspend_contract", "terminate_contract")
        else "",
    }


def _cancelling(page: CancelPage, form: EndForm) -> dict[str, Any]:
    if page.too_early is not None and form.is_bound:
        form.add_error("last_day", explain(page.too_early).text)
    label = _("Cancel, effective %(day)s") % {"day": day(last_day(page.end))}
    return {"page": page, "form": form, "label": label}


def _cancel(request: ProjectRequest, end: date) -> HttpResponse:
    project = request.project
    try:
        contracts.cancel(project=project.id, ctx=action_context(request), end=end)
    except Refused as refused:
        return _back(request, refused.refusal)
    text = _("Cancelled, effective %(day)s. You can withdraw the cancellation until then. We e-mailed a confirmation.")
    messages.success(request, text % {"day": day(last_day(end))})
    return _to_contracts(request)


def _do(request: ProjectRequest, act: Any, text: str) -> HttpResponse:
    try:
        act(project=request.project.id, ctx=action_context(request))
    except Refused as refused:
        return _back(request, refused.refusal)
    messages.success(request, text)
    return _to_contracts(request)


def _ask(request: ProjectRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, f"portal/contracts/{template}.html", {**project_ask_context(request, "project_contracts"), **context}
    )


def _back(request: ProjectRequest, refusal: Refusal) -> HttpResponse:
    """What cannot be done (any more) is said on the page of contracts."""
    messages.error(request, explain(refusal).text)
    return _to_contracts(request)


def _to_contracts(request: ProjectRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("project_contracts", args=[request.project.public_id]))
