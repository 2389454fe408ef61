"""The review queue, and the page on which one contract is decided."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations import contracts
from autossa.operations.context import ActionContext, ChangedSinceShown
from autossa.operations.errors import OperationError
from autossa.portal.ui.fields import TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, VendorRequest, action_context, line_numbers, seen_of
from autossa.queries.access import staff_may
from autossa.queries.contracts.review_page import ReviewPage, review_page
from autossa.queries.contracts.reviews import Asked, QueueRow, ReviewFlag, Waiting, list_reviews
from autossa.wording import actions, glossary
from autossa.wording.refusals import explain

# What is written with an act: its label, and who reads it.
_TEXTS = {
    "ask": (
        gettext_lazy("Question"),
        gettext_lazy("They get it by e-mail and answer here. Until then the contract waits for them."),
    ),
    "reject": (
        gettext_lazy("Reason"),
        gettext_lazy(
            "We e-mail it to the customer. Reserved credits are released, and the days of the review do not count"
            " towards the gap."
        ),
    ),
}
_UNVERIFIED = {ReviewFlag.NOT_VERIFIED, ReviewFlag.DETAILS_CHANGED}


class TextForm(forms.Form):
    """What the customer shall read."""

    text = TextField(max_length=contracts.MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: Any = None, *, act: str) -> None:
        super().__init__(data, prefix=act)
        self.fields["text"].label, self.fields["text"].help_text = _TEXTS[act]


@page(Scope.VENDOR, Action.VIEW_PROJECT)
def queue(request: VendorRequest) -> HttpResponse:
    """Contracts in review, oldest first."""
    waiting = next((one for one in Waiting if one.value == request.GET.get("waiting")), Waiting.ALL)
    found = list_reviews(Asked(waiting, request.GET.get("after", "")), today())
    context = {
        "waiting": waiting,
        "found": found,
        "rows": [(row, tags(row)) for row in found.rows],
        "filters": [(one, glossary.WAITING[one], found.counts[one], _query(one)) for one in Waiting],
        "more": _query(waiting, found.next_after) if found.next_after else "",
        "may_review": staff_may(request.account, Action.REVIEW_CONTRACTS),
    }
    return render(request, "portal/contracts/reviews.html", context)


@page(Scope.PROJECT, Action.REVIEW_CONTRACTS, methods=FORM)
def review(request: ProjectRequest, project_id: str) -> HttpResponse:
    """One contract: everything about it, then approve, ask or reject."""
    given = request.POST or request.GET
    also = line_numbers(given.getlist("also")) if "chosen" in given else None
    page = review_page(request.project.id, today(), also)
    if page is None:
        messages.info(request, _("No contract of this project is in review any more."))
        return HttpResponseRedirect(reverse("project_contracts", args=[project_id]))
    forms_: dict[str, TextForm] = {act: TextForm(act=act) for act in _TEXTS}
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("act", ""))
        if act is not None and (done := act(request, page, forms_)):
            return done
    return render(request, "portal/contracts/review.html", _context(request, page, forms_))


def tags(row: QueueRow) -> list[tuple[str, object, object]]:
    """What differs from the ordinary: tone, word, note."""
    return [(glossary.REVIEW_FLAG_TONE[o], glossary.REVIEW_FLAG[o], glossary.REVIEW_FLAG_NOTE[o]) for o in row.flags]


def button(page: ReviewPage) -> str:
    """The act and the amount."""
    approval = page.approval
    return actions.approve(page.row.contract.option, approval.gross, approval.ssc, approval.currency)


def _context(request: ProjectRequest, page: ReviewPage, forms_: dict[str, TextForm]) -> dict[str, object]:
    refusal = page.approval.refusal
    return {
        "project": request.project,
        "page": page,
        "row": page.row,
        "contract": page.row.contract,
        "tags": tags(page.row),
        "must_verify": not _UNVERIFIED.isdisjoint(page.row.flags),
        "is_own": page.is_own(request.account.user),
        "refusal": explain(refusal) if refusal else None,
        "button": button(page),
        "seen": seen_of(page),
        "has_later": any(line.later for line in page.lines),
        "ask_form": forms_["ask"],
        "reject_form": forms_["reject"],
    }


def _approve(request: ProjectRequest, page: ReviewPage, _forms: dict[str, TextForm]) -> HttpResponse | None:
    return _decide(
        request,
        lambda project: contracts.approve(
            project=project, contract=page.row.contract_id, lines=page.chosen, ctx=_context_of(request, page)
        ),
        _("Approved: %(project)s. We e-mailed the customer.") % {"project": page.row.project},
    )


def _ask(request: ProjectRequest, page: ReviewPage, forms_: dict[str, TextForm]) -> HttpResponse | None:
    return _with_text(
        request, page, forms_, "ask", _("The question is on its way. The contract waits for the customer's answer.")
    )


def _reject(request: ProjectRequest, page: ReviewPage, forms_: dict[str, TextForm]) -> HttpResponse | None:
    said = _("Rejected: %(project)s. We e-mailed the customer with your reason.") % {"project": page.row.project}
    return _with_text(request, page, forms_, "reject", said)


_ACTS: dict[str, Callable[[ProjectRequest, ReviewPage, dict[str, TextForm]], HttpResponse | None]] = {
    "approve": _approve,
    "ask": _ask,
    "reject": _reject,
}


def _with_text(
    request: ProjectRequest, page: ReviewPage, forms_: dict[str, TextForm], act: str, said: str
) -> HttpResponse | None:
    form = forms_[act] = TextForm(request.POST, act=act)
    if not form.is_valid():
        return None
    text, contract = form.cleaned_data["text"], page.row.contract_id

    def do(project: UUID) -> object:
        if act == "ask":
            return contracts.ask(project=project, contract=contract, question=text, ctx=_context_of(request, page))
        return contracts.reject(project=project, contract=contract, reason=text, ctx=_context_of(request, page))

    return _decide(request, do, said, form)


def _decide(
    request: ProjectRequest, act: Callable[[UUID], object], said: str, form: TextForm | None = None
) -> HttpResponse | None:
    """Do it and go back to the queue; when it is refused say why, and show the page again."""
    try:
        act(request.project.id)
    except ChangedSinceShown:
        raise
    except OperationError as error:
        if form is not None and error.field:  # what was written
            form.add_error("text", error_text(error))
            return None
        messages.error(request, error_text(error))
    else:
        messages.success(request, said)
        return HttpResponseRedirect(reverse("reviews"))
    return HttpResponseRedirect(reverse("review", args=[request.project.public_id]))


def _context_of(request: ProjectRequest, page: ReviewPage) -> ActionContext:
    """Of a decision about all that the page showed: contract, lines, amounts, what was said."""
    also = set(page.chosen)
    return action_context(request, lambda: review_page(request.project.id, today(), also))


def _query(waiting: Waiting, after: str | None = None) -> str:
    given = {"waiting": "" if waiting is Waiting.ALL else waiting.value, "after": after or ""}
    return urlencode({name: value for name, value in given.items() if value})
