"""What keeps dunning silent: stop it for a payer, a dispute, a promise by staff or by the payer itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.billing.dunning import holds as operations
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.portal.ui.fields import DayField, TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import ReasonForm, error_text, show_error
from autossa.portal.web.frames import ask_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context
from autossa.queries.billing.dunning.pages import Overdue, may_promise, payer_page

_TEXT = 500
_SHORT, _LONG = timedelta(days=7), timedelta(days=30)


class PauseForm(forms.Form):
    """Until when, and why."""

    until = DayField(label=gettext_lazy("Until"), help_text=gettext_lazy("This day included."))
    reason = TextField(label=gettext_lazy("Reason"), max_length=_TEXT, widget=forms.Textarea(attrs={"rows": 2}))


class PromiseForm(forms.Form):
    """By when it is paid."""

    until = DayField(
        label=gettext_lazy("Paid by"), help_text=gettext_lazy("No reminder is sent up to and including this day.")
    )
    note = TextField(
        label=gettext_lazy("Note (optional)"), max_length=_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class OutcomeForm(forms.Form):
    """What came of a dispute."""

    outcome = TextField(label=gettext_lazy("Outcome"), max_length=_TEXT, widget=forms.Textarea(attrs={"rows": 2}))


@page(Scope.ORGANISATION, Action.KEEP_BOOKS, methods=FORM)
def pause(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Stop dunning for a payer."""
    form = PauseForm(request.POST or None, initial={"until": today() + _LONG})

    def deed(ctx: ActionContext) -> None:
        given = form.cleaned_data
        operations.pause(payer=request.organisation.id, until=given["until"], reason=given["reason"], ctx=ctx)

    return _ask(request, form, deed, "pause", _("Dunning is paused for this payer."))


@page(Scope.ORGANISATION, Action.KEEP_BOOKS, methods=POST)
def end_pause(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Go on with it."""
    try:
        operations.end_pause(payer=request.organisation.id, ctx=action_context(request))
    except Invalid as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("The pause is over: dunning continues with the next run."))
    return redirect_to(request, "organisation_dunning")


@page(Scope.ORGANISATION, Action.VIEW_BILLING, methods=FORM)
def promise(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """A day by which everything that is open will be paid, named by the payer's own people, or noted by finance."""
    if not may_promise(request.account, request.organisation):
        raise Http404
    form = PromiseForm(request.POST or None, initial={"until": today() + _SHORT})

    def deed(ctx: ActionContext) -> None:
        given = form.cleaned_data
        operations.promise(payer=request.organisation.id, until=given["until"], note=given["note"], ctx=ctx)

    return _ask(request, form, deed, "promise", _("Noted: no reminder is sent until then."))


@page(Scope.ORGANISATION, Action.KEEP_BOOKS, methods=FORM)
def dispute(request: OrganisationRequest, organisation_id: str, claim_id: str) -> HttpResponse:
    """An invoice is left out until the dispute is settled."""
    form, claim = ReasonForm(request.POST or None), _claim(request, claim_id)

    def deed(ctx: ActionContext) -> None:
        given = form.cleaned_data
        operations.dispute(payer=request.organisation.id, document=claim.key, reason=given["reason"], ctx=ctx)

    return _ask(request, form, deed, "dispute", _("Disputed: it is left out until the dispute is settled."), claim)


@page(Scope.ORGANISATION, Action.KEEP_BOOKS, methods=FORM)
def settle(request: OrganisationRequest, organisation_id: str, claim_id: str) -> HttpResponse:
    """A dispute is over."""
    form, claim = OutcomeForm(request.POST or None), _claim(request, claim_id)

    def deed(ctx: ActionContext) -> None:
        given = form.cleaned_data
        operations.settle(payer=request.organisation.id, document=claim.key, outcome=given["outcome"], ctx=ctx)

    return _ask(request, form, deed, "settle", _("The dispute is settled."), claim)


def _ask(
    request: OrganisationRequest,
    form: forms.Form,
    deed: Callable[[ActionContext], None],
    what: str,
    done: str | Promise,
    claim: Overdue | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            deed(action_context(request))
        except Invalid as error:
            show_error(form, error)
        except NotFound as error:
            messages.error(request, error_text(error))
            return redirect_to(request, "organisation_dunning")
        else:
            messages.success(request, str(done))
            return redirect_to(request, "organisation_dunning")
    context: dict[str, Any] = {**ask_context(request, "organisation_dunning"), "form": form, "claim": claim}
    return render(request, f"portal/billing/dunning/{what}.html", context)


def _claim(request: OrganisationRequest, claim_id: str) -> Overdue:
    row = request.organisation
    found = next((one for one in payer_page(row.id, row.name, today()).overdue if one.id == claim_id), None)
    if found is None:
        raise Http404
    return found
