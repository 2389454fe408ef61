"""Who pays for a contract: asked for on the project's page, agreed to or refused on the other side's."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from autossa.domain.rights import Action
from autossa.operations import payers
from autossa.operations.errors import Invalid, NotFound
from autossa.portal.asking import FORM, key_or_404
from autossa.portal.clock import today
from autossa.portal.gates import On, action_context, gate, the_account
from autossa.portal.organisations import around, key_of, to
from autossa.queries.payers import PayerPage, payer_page, waiting_for


class PayerForm(forms.Form):
    """Who shall pay."""

    payer = forms.ChoiceField(widget=forms.RadioSelect)


@gate(On.PROJECT, Action.EDIT_BILLING)
@require_http_methods(FORM)
@never_cache
def change(request: HttpRequest, project_id: str) -> HttpResponse:
    """Ask that somebody else pays."""
    project = request.project  # type: ignore[attr-defined]
    page = payer_page(project.id, today())
    form = PayerForm(request.POST or None)
    form.fields["payer"].choices = [(str(key), name) for key, name in page.possible]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        return _ask(request, page, form.cleaned_data["payer"])
    return render(request, "portal/organisations/payer.html", {"page": page, "form": form})


@gate(On.PROJECT, Action.EDIT_BILLING)
@require_POST
def withdraw(request: HttpRequest, project_id: str) -> HttpResponse:
    """Take back what was asked for."""
    project = request.project  # type: ignore[attr-defined]
    try:
        payers.withdraw(project=project.id, ctx=action_context(request))
    except NotFound:
        messages.error(request, _("It was answered meanwhile."))
    else:
        messages.success(request, _("Taken back: the payer stays as it is."))
    return HttpResponseRedirect(reverse("payer", args=[project_id]))


@gate(On.ORGANISATION, Action.CONFIRM_PAYER)
@require_safe
@never_cache
def overview(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """What waits for the organisation's answer."""
    mine = the_account(request).user
    rows = [(row, row.asked_by_id == mine) for row in waiting_for(key_of(request))]
    return render(request, "portal/organisations/payers.html", {**around(request, "payers"), "rows": rows})


@gate(On.ORGANISATION, Action.CONFIRM_PAYER)
@require_POST
def answer(request: HttpRequest, organisation_id: str, change_id: str) -> HttpResponse:
    """Agree, or refuse."""
    key, word = key_or_404("pay", change_id), request.POST.get("answer")
    decide = payers.confirm if word == "yes" else payers.refuse if word == "no" else None
    if decide is None:
        return to(request, "payers")
    try:
        decide(change=key, confirmer=key_of(request), ctx=action_context(request))
    except NotFound:
        raise Http404 from None
    except Invalid:
        messages.error(
            request,
            _("This cannot be agreed to: you have asked for it yourself, or the contract or the hand-over has ended."),
        )
    else:
        messages.success(request, _("Agreed.") if word == "yes" else _("Refused: everything stays as it is."))
    return to(request, "payers")


def _ask(request: HttpRequest, page: PayerPage, chosen: str) -> HttpResponse:
    project = request.project  # type: ignore[attr-defined]
    payer = next(key for key, _name in page.possible if str(key) == chosen)
    try:
        payers.ask(project=project.id, payer=payer, ctx=action_context(request))
    except (Invalid, NotFound):
        messages.error(request, _("This did not work: something has changed meanwhile. Look again and try once more."))
    else:
        messages.success(request, _("Asked for. Nothing changes before the other side agrees."))
    return HttpResponseRedirect(reverse("payer", args=[page.project]))
