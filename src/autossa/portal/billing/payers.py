"""Who pays for a contract: asked for on the project's page, agreed to or refused on the other side's."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.billing import payers
from autossa.operations.context import ChangedSinceShown
from autossa.operations.errors import Invalid, NotFound
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text, set_choices
from autossa.portal.web.frames import page_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, ProjectRequest, action_context, key_or_404, seen_of
from autossa.queries.billing.payers import Change, PayerPage, payer_page, waiting_for


class PayerForm(forms.Form):
    """Who shall pay."""

    payer = forms.ChoiceField(widget=forms.RadioSelect)


@page(Scope.PROJECT, Action.EDIT_BILLING, methods=FORM)
def change(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Ask that somebody else pays."""
    project = request.project
    page = payer_page(project.id, today())
    form = PayerForm(request.POST or None)
    set_choices(form, "payer", [(str(key), name) for key, name in page.possible])
    if request.method == "POST" and form.is_valid():
        return _ask(request, page, form.cleaned_data["payer"])
    return render(request, "portal/billing/payer.html", {"page": page, "form": form, "seen": seen_of(page.change)})


@page(Scope.PROJECT, Action.EDIT_BILLING, methods=POST)
def withdraw(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Take back what was asked for."""
    project = request.project
    try:
        payers.withdraw(project=project.id, ctx=action_context(request, lambda: payer_page(project.id, today()).change))
    except (ChangedSinceShown, NotFound) as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Request withdrawn: the payer stays the same."))
    return HttpResponseRedirect(reverse("payer", args=[project_id]))


@page(Scope.ORGANISATION, Action.CONFIRM_PAYER)
def overview(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """What waits for the organisation's answer."""
    mine = request.account.user
    rows = [(row, row.asked_by_id == mine, seen_of(row)) for row in waiting_for(request.organisation.id)]
    return render(request, "portal/billing/payers.html", {**page_context(request, "payers"), "rows": rows})


@page(Scope.ORGANISATION, Action.CONFIRM_PAYER, methods=POST)
def answer(request: OrganisationRequest, organisation_id: str, change_id: str) -> HttpResponse:
    """Agree, or refuse."""
    key, word = key_or_404("pay", change_id), request.POST.get("answer")
    decide = payers.confirm if word == "yes" else payers.refuse if word == "no" else None
    if decide is None:
        return redirect_to(request, "payers")
    try:
        ctx = action_context(request, lambda: _one(request, change_id))
        decide(change=key, confirmer=request.organisation.id, ctx=ctx)
    except (ChangedSinceShown, Invalid) as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Agreed.") if word == "yes" else _("Refused: everything stays as it is."))
    return redirect_to(request, "payers")


def _one(request: OrganisationRequest, change_id: str) -> Change | None:
    return next((row for row in waiting_for(request.organisation.id) if row.id == change_id), None)


def _ask(request: ProjectRequest, page: PayerPage, chosen: str) -> HttpResponse:
    project = request.project
    payer = next(key for key, _name in page.possible if str(key) == chosen)
    try:
        payers.ask(project=project.id, payer=payer, ctx=action_context(request))
    except (Invalid, NotFound) as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Request sent. Nothing changes until the other side agrees."))
    return HttpResponseRedirect(reverse("payer", args=[page.project]))
