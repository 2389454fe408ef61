"""What vendor staff does to one project's contract and bookings: suspend, resume, terminate, void, waive."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.conclusions import with_requested
from autossa.domain.contracts import RUNNING, Status
from autossa.domain.gaps import find_gap
from autossa.domain.rights import Action
from autossa.operations import contracts
from autossa.operations.billing import corrections
from autossa.operations.context import ChangedSinceShown
from autossa.operations.errors import OperationError
from autossa.operations.projects.waivers import waive_late
from autossa.portal.ui.fields import DayField
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


@page(Scope.PROJECT, Action.SUSPEND_CONTRACTS, methods=FORM)
def terminate(request: ProjectRequest, project_id: str) -> HttpResponse:
    """End a suspended contract at once, with a reason."""
    told = _("We e-mail it to the customer, and it is shown in the activity log.")
    form, page = ReasonForm(request.POST or None, help_text=told), _page(project_id)
    if request.method == "POST" and form.is_valid():
        reason, ctx = form.cleaned_data["reason"], action_context(request, lambda: _suspended(_page(project_id)))
        return _act(
            request,
            "project_contracts",
            lambda: contracts.terminate(project=request.project.id, reason=reason, ctx=ctx),
            _("Terminated. We e-mailed the customer."),
        )
    contract = page.project.contract
    context = {
        **project_ask_context(request, "project_contracts"),
        "page": page,
        "form": form,
        "can": contract is not None and contract.status is Status.SUSPENDED,
        "seen": seen_of(_suspended(page)),
    }
    return render(request, "portal/contracts/terminate.html", context)


class WaiverForm(ReasonForm):
    """Up to which day, and why."""

    last_day = DayField(label=gettext_lazy("Last day"))
    field_order = ("last_day", "reason")


@page(Scope.PROJECT, Action.WAIVE, methods=FORM)
def waive(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Let the gap of the project count once, up to and including a day."""
    told = _("It is shown on the project, to whoever reviews its contracts, and in the activity log.")
    form, page = WaiverForm(request.POST or None, help_text=told), _page(project_id)
    if request.method == "POST" and form.is_valid():
        given, ctx = form.cleaned_data, action_context(request, lambda: _waivable(_page(project_id)))
        return _act(
            request,
            "project",
            lambda: waive_late(project=request.project.id, last_day=given["last_day"], reason=given["reason"], ctx=ctx),
            _("Waived. We e-mailed the customer."),
        )
    project = page.project
    context = {
        **project_ask_context(request, "project"),
        "page": page,
        "form": form,
        "gap": find_gap(project, today(), with_requested(project.lines)),
        "times": project.terms.policy.late_multiplier,
        "seen": seen_of(_waivable(page)),
    }
    return render(request, "portal/contracts/waive.html", context)


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


def _waivable(page: ProjectPage) -> object:
    """What the page shows of the gap that is to count once."""
    return page.project.first_uncovered, page.project.waived_until


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
