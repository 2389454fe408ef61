"""What vendor staff does to one project's contract and bookings: suspend, resume, void."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from autossa.domain.contracts import RUNNING
from autossa.domain.rights import Action
from autossa.operations import contracts, corrections, resuming
from autossa.operations.errors import Invalid, NotFound, Refused
from autossa.portal.asking import FORM, ReasonForm, key_or_404
from autossa.portal.clock import today
from autossa.portal.formats import money, ssc
from autossa.portal.gates import On, action_context, gate
from autossa.portal.projects import frame
from autossa.portal.refusals import tell
from autossa.queries.project_pages import ProjectPage, project_page
from autossa.queries.resumptions import Resumption, preview_resumption
from autossa.queries.voids import VoidPreview, preview_void


@gate(On.PROJECT, Action.SUSPEND_CONTRACTS)
@require_http_methods(FORM)
@never_cache
def suspend(request: HttpRequest, project_id: str) -> HttpResponse:
    """Suspend the contract, with a reason."""
    form, page = ReasonForm(request.POST or None), _page(project_id)
    if request.method == "POST" and form.is_valid():
        return _act(
            request,
            "project_contracts",
            lambda: contracts.suspend(
                project=request.project.id,  # type: ignore[attr-defined]
                reason=form.cleaned_data["reason"],
                ctx=action_context(request),
            ),
            _("Suspended: nothing is booked until it is resumed. The customer is told by mail."),
        )
    contract = page.project.contract
    context = {
        **frame(request, "project_contracts"),
        "page": page,
        "form": form,
        "can": contract is not None and contract.status in RUNNING,
    }
    return render(request, "portal/staff/suspend_contract.html", context)


@gate(On.PROJECT, Action.SUSPEND_CONTRACTS)
@require_http_methods(FORM)
@never_cache
def resume(request: HttpRequest, project_id: str) -> HttpResponse:
    """Look at what fell due meanwhile; resume it, and all that is booked."""
    project = request.project.id  # type: ignore[attr-defined]
    preview = preview_resumption(project, today())
    seen = f"{preview.gross}:{preview.ssc}" if preview else ""
    if request.method == "POST" and (preview is None or request.POST.get("seen") == seen):
        return _act(
            request,
            "project_contracts",
            lambda: resuming.resume(project=project, ctx=action_context(request)),
            _("Resumed, and what fell due meanwhile is booked. The customer is told by mail."),
        )
    context = {
        **frame(request, "project_contracts"),
        "page": _page(project_id),
        "preview": preview,
        "seen": seen,
        "changed": request.method == "POST",
        "button": _resume_button(preview) if preview else "",
    }
    return render(request, "portal/staff/resume_contract.html", context)


@gate(On.PROJECT, Action.CORRECT)
@require_http_methods(FORM)
@never_cache
def void(request: HttpRequest, project_id: str, settlement_id: str) -> HttpResponse:
    """Void a booking: look at what is given back, say why."""
    key = key_or_404("set", settlement_id)
    preview = preview_void(request.project.id, key, today())  # type: ignore[attr-defined]
    if preview is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _act(
            request,
            "project_credits",
            lambda: corrections.void(settlement=key, reason=reason, ctx=action_context(request)),
            _("Voided. The customer is told by mail."),
        )
    refusal = tell(preview.refusal) if preview.refusal else None
    context = {
        **frame(request, "project_credits"),
        "preview": preview,
        "form": form,
        "refusal": refusal,
        "button": _button(preview),
    }
    return render(request, "portal/staff/void_booking.html", context)


def _page(project_id: str) -> ProjectPage:
    page = project_page(project_id, today(), tabs=frozenset())
    if page is None:  # it went meanwhile
        raise Http404
    return page


def _act(request: HttpRequest, back: str, act: Callable[[], object], said: str) -> HttpResponse:
    """Do it; a refusal is told on the page that one comes back to."""
    try:
        act()
    except Refused as error:
        messages.error(request, tell(error.refusal).text)
    except (Invalid, NotFound):
        messages.error(request, _("This did not work: something has changed meanwhile. Look again and try once more."))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse(back, args=[request.project.public_id]))  # type: ignore[attr-defined]


def _resume_button(preview: Resumption) -> str:
    if preview.gross:
        return _("Resume the contract for %(amount)s") % {"amount": money(preview.gross, preview.currency)}
    if preview.ssc:
        return _("Resume the contract for %(amount)s of the balance") % {"amount": ssc(preview.ssc)}
    return _("Resume the contract")


def _button(preview: VoidPreview) -> str:
    if preview.gross:
        return _("Void this booking of %(amount)s") % {"amount": money(preview.gross, preview.currency)}
    return _("Void this booking of %(amount)s") % {"amount": ssc(preview.settlement.ssc)}
