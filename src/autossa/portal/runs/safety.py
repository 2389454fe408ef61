"""One run: what it did, a halted one that goes on or is stopped, one that is voided whole by two people."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.errors import OperationError
from autossa.operations.runs.safety import opening, readers, voiding
from autossa.portal.web.clock import today
from autossa.portal.web.forms import ReasonForm, error_text
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, key_or_404, seen_of
from autossa.queries.runs.safety.run_page import RunPage, run_page
from autossa.queries.runs.safety.voidable import voidable_by

_ALLOWED = gettext_lazy("Allowed: it continues at the next try, within ten minutes, or at once with “Run now”.")
_STOPPED = gettext_lazy("Stopped: nothing is booked for this day until somebody continues the run.")
_PROPOSED = gettext_lazy("Proposed. Another person has to approve it.")
_APPROVED = gettext_lazy("Approved. The worker voids the run, project by project.")


@page(Scope.VENDOR, Action.VIEW_RUNS)
def run(request: VendorRequest, run_id: str) -> HttpResponse:
    """What it did, and what can be done with it."""
    found = _found(request, run_id)
    return render(request, "portal/runs/safety/run.html", {"found": found, "seen": seen_of(found.voidable)})


@page(Scope.VENDOR, Action.START_RUNS, methods=FORM)
def allow(request: VendorRequest, run_id: str) -> HttpResponse:
    """Let a halted run go on, with a reason."""
    return _ask(request, run_id, "allow", opening.allow, _ALLOWED)


@page(Scope.VENDOR, Action.START_RUNS, methods=FORM)
def stop(request: VendorRequest, run_id: str) -> HttpResponse:
    """Have a halted run book nothing, with a reason."""
    return _ask(request, run_id, "stop", opening.stop, _STOPPED)


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
def void(request: VendorRequest, run_id: str) -> HttpResponse:
    """Look at what voiding the whole run would take back, and propose it with a reason."""
    return _ask(request, run_id, "void", voiding.propose, _PROPOSED)


@page(Scope.VENDOR, Action.CORRECT, methods=POST)
def decide_voiding(request: VendorRequest, voiding_id: str) -> HttpResponse:
    """Approve or decline, as the button says."""
    key, is_approved = key_or_404("rvo", voiding_id), request.POST.get("answer") == "approve"
    shown = partial(voidable_by, key, today()) if is_approved else None
    try:
        voiding.decide(voiding=key, is_approved=is_approved, ctx=action_context(request, shown))
    except OperationError as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, str(_APPROVED) if is_approved else _("Declined."))
    return HttpResponseRedirect(reverse("runs"))


@page(Scope.VENDOR, Action.START_RUNS, methods=POST)
def mails(request: VendorRequest) -> HttpResponse:
    """Have e-mails about runs sent to oneself, or not."""
    wanted = request.POST.get("wanted") == "yes"
    readers.want_mails(wanted=wanted, ctx=action_context(request))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("runs"))


def _ask(
    request: VendorRequest, run_id: str, what: str, deed: Callable[..., UUID | None], said: Promise
) -> HttpResponse:
    """A page that asks for a reason, shows what it is about, and does it."""
    form = ReasonForm(request.POST or None, help_text=_("It is kept with the run and in the activity log."))
    here = reverse("run", args=[run_id])
    if request.method == "POST" and form.is_valid():
        try:
            deed(run=key_or_404("run", run_id), reason=form.cleaned_data["reason"], ctx=action_context(request))
        except OperationError as error:
            messages.error(request, error_text(error))
        else:
            messages.success(request, str(said))
        return HttpResponseRedirect(here)
    context = {"parent": Parent(here, _("Run")), "found": _found(request, run_id), "form": form, "what": what}
    return render(request, "portal/runs/safety/decide.html", context)


def _found(request: VendorRequest, run_id: str) -> RunPage:
    found = run_page(key_or_404("run", run_id), today(), account=request.account)
    if found is None:
        raise Http404
    return found
