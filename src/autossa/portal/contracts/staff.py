"""What vendor staff does to one project's contract and bookings: suspend, resume, void."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.contracts import RUNNING
from autossa.domain.rights import Action
from autossa.operations import contracts
from autossa.operations.billing import corrections
from autossa.operations.context import ChangedSinceShown
from autossa.operations.errors import OperationError
from autossa.portal.web.clock import today
from autossa.portal.web.forms import ReasonForm, error_text
from autossa.portal.web.frames import project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, key_or_404, seen_of
from autossa.queries.billing.previews import preview_void
from autossa.queries.contracts.previews import preview_resumption
from autossa.queries.projects.page import ProjectPage, project_page
from autossa.wording import actions
from autossa.wording.refusals import explain


@page(Scope.PROJECT, Action.SUSPEND_CONTRACTS, methods=FORM)
def suspend(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Suspend the contract, with a reason."""
    told = _("We e-mail it to the customer, and it is shown in the activity log.")
    form, page = ReasonForm(request.POST or None, help_text=told), _page(project_id)
    if request.method == "POST" and form.is_valid():
        return _act(
            request,
            "project_contracts",
            lambda: contracts.suspend(
                project=request.project.id,
                reason=form.cleaned_data["reason"],
                ctx=action_context(request, lambda: _suspended(_page(project_id))),
            ),
            _("Suspended: nothing is booked until it is resumed. We e-mailed the customer."),
        )
    contract = page.project.contract
    context = {
        **project_ask_context(request, "project_contracts"),
        "page": page,
        "form": form,
        "can": contract is not None and contract.status in RUNNING,
        "seen": seen_of(_suspended(page)),
    }
    return render(request, "portal/contracts/suspend.html", context)


@page(Scope.PROJECT, Action.SUSPEND_CONTRACTS, methods=FORM)
def resume(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Look at what fell due meanwhile; resume it, and all that is booked."""
    project = request.project.id
    preview = preview_resumption(project, today())
    if request.method == "POST":
        ctx = action_context(request, lambda: preview_resumption(project, today()))
        return _act(
            request,
            "project_contracts",
            lambda: contracts.resume(project=project, ctx=ctx),
            _("Resumed, and what fell due meanwhile is booked. We e-mailed the customer."),
        )
    context = {
        **project_ask_context(request, "project_contracts"),
        "preview": preview,
        "seen": seen_of(preview),
        "button": actions.resume(preview.gross, preview.ssc, preview.currency) if preview else "",
    }
    return render(request, "portal/contracts/resume.html", context)


@page(Scope.PROJECT, Action.CORRECT, methods=FORM)
def void(request: ProjectRequest, project_id: str, settlement_id: str) -> HttpResponse:
    """Void a booking: look at what is given back, say why."""
    key = key_or_404("set", settlement_id)
    preview = preview_void(request.project.id, key, today())
    if preview is None:
        raise Http404
    told = _("We e-mail it to the customer, and it is shown beside the booking.")
    form = ReasonForm(request.POST or None, help_text=told)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        ctx = action_context(request, lambda: preview_void(request.project.id, key, today()))
        return _act(
            request,
            "project_credits",
            lambda: corrections.void(settlement=key, reason=reason, ctx=ctx),
            _("Voided. We e-mailed the customer."),
        )
    refusal = explain(preview.refusal) if preview.refusal else None
    context = {
        **project_ask_context(request, "project_credits"),
        "preview": preview,
        "seen": seen_of(preview),
        "form": form,
        "refusal": refusal,
        "button": actions.void(preview.gross, preview.settlement.ssc, preview.currency),
    }
    return render(request, "portal/billing/void.html", context)


def _suspended(page: ProjectPage) -> object:
    """What the page shows of the contract that is to be suspended."""
    return page.project.contract, page.project.covered_until, page.charge


def _page(project_id: str) -> ProjectPage:
    page = project_page(project_id, today(), tabs=frozenset())
    if page is None:  # it went meanwhile
        raise Http404
    return page


def _act(request: ProjectRequest, back: str, act: Callable[[], object], said: str) -> HttpResponse:
    """Do it; a refusal is told on the page that one comes back to."""
    try:
        act()
    except ChangedSinceShown:
        raise
    except OperationError as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse(back, args=[request.project.public_id]))
