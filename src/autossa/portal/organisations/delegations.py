"""Hand-overs: a customer gives a partner rights on its projects, sees them, and takes them back at once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action, Right
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import delegations
from autossa.portal.web.clock import today
from autossa.portal.web.forms import NotedMultipleChoiceField, set_choices
from autossa.portal.web.frames import ask_context, page_context, redirect_to
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, key_or_404
from autossa.queries.billing.payers import liabilities
from autossa.queries.organisations.delegations import Phase, find_hand_over, given_by_customer, partner_of, projects_of
from autossa.queries.organisations.organisations import find_partner
from autossa.wording import glossary

ALL = ""


class HandOverForm(forms.Form):
    """To whom, on what, which rights, until when."""

    number = forms.CharField(
        label=gettext_lazy("Partner number"),
        help_text=gettext_lazy("Ask your partner for it; partners see it on the page of their organisation."),
        max_length=40,
    )
    project = forms.ChoiceField(label=gettext_lazy("Projects"), required=False)
    rights = NotedMultipleChoiceField(
        label=gettext_lazy("Rights"), choices=[*glossary.RIGHT.items()], notes=glossary.RIGHT_NOTE
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Leave empty to give access until you revoke it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, projects: list[tuple[UUID, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(ALL, _("All projects, including future ones")), *((public, name) for _k, public, name in projects)]
        set_choices(self, "project", choices)

    def clean_last_day(self) -> Any:
        """A last day that has not gone by."""
        day = self.cleaned_data["last_day"]
        if day is not None and day < today():
            raise forms.ValidationError(_("This date is in the past. Enter today or a later date."))
        return day

    def clean_number(self) -> str:
        """A partner's number; all others are answered alike."""
        number = str(self.cleaned_data["number"]).strip()
        if find_partner(number) is None:
            raise forms.ValidationError(_("There is no partner with this number. Ask the partner for its number."))
        return number


@dataclass(frozen=True, slots=True)
class _Chosen:
    partner: UUID
    partner_name: str
    project: UUID | None
    project_name: str
    rights: tuple[Right, ...]
    last_day: Any


@page(Scope.ORGANISATION, Action.VIEW_HAND_OVERS)
def overview(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """What is handed over, to come, and over."""
    found = given_by_customer(request.organisation.id, today())
    context = {
        **page_context(request, "hand_overs"),
        "open": (*found[Phase.IN_FORCE], *found[Phase.COMING]),
        "over": found[Phase.OVER],
    }
    return render(request, "portal/organisations/hand_overs.html", context)


@page(Scope.ORGANISATION, Action.HAND_OVER, methods=FORM)
def give(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Choose, check, hand over."""
    projects = projects_of(request.organisation.id)
    form = HandOverForm(request.POST or None, projects=projects)
    step = request.POST.get("step", "")
    chosen = None
    if request.method == "POST" and form.is_valid() and step != "change":
        chosen = _chosen(form, projects)
        if step == "give":
            return _give(request, chosen)
    if step == "change":  # back to the form as it was filled in, without errors
        form = HandOverForm(initial=_filled(request), projects=projects)
    context = {**ask_context(request, "hand_overs"), "form": form, "chosen": chosen}
    return render(request, f"portal/organisations/{'hand_over_check' if chosen else 'hand_over'}.html", context)


@page(Scope.ORGANISATION, Action.HAND_OVER, methods=FORM)
def revoke(request: OrganisationRequest, organisation_id: str, hand_over_id: str) -> HttpResponse:
    """Take rights back at once; before that it is said what the partner still pays."""
    found = find_hand_over(request.organisation.id, hand_over_id, today())
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            key = key_or_404("hdo", hand_over_id)
            delegations.revoke(hand_over=key, customer=request.organisation.id, ctx=action_context(request))
        except NotFound:
            raise Http404 from None
        messages.success(request, _("Access of %(partner)s revoked.") % {"partner": found.partner})
        return redirect_to(request, "hand_overs")
    paid = liabilities(partner_of(hand_over_id), request.organisation.id, None, today())
    context = {**ask_context(request, "hand_overs"), "row": found, "paid": paid}
    return render(request, "portal/organisations/revoke.html", context)


def _give(request: OrganisationRequest, chosen: _Chosen) -> HttpResponse:
    try:
        delegations.give(
            customer=request.organisation.id,
            partner=chosen.partner,
            project=chosen.project,
            rights=chosen.rights,
            ends_on=delegations.after(chosen.last_day),
            ctx=action_context(request),
        )
    except (Invalid, NotFound):
        messages.error(request, _("This page was out of date. Check the list and try again."))
    else:
        messages.success(request, _("%(partner)s now has access.") % {"partner": chosen.partner_name})
    return redirect_to(request, "hand_overs")


def _chosen(form: HandOverForm, projects: list[tuple[UUID, str, str]]) -> _Chosen:
    given = form.cleaned_data
    partner = find_partner(given["number"])
    assert partner is not None  # the form has looked
    key, name = next(((key, name) for key, public, name in projects if public == given["project"]), (None, ""))
    rights = tuple(Right(right) for right in given["rights"])
    return _Chosen(partner[0], partner[1], key, name, rights, given["last_day"])


def _filled(request: HttpRequest) -> dict[str, Any]:
    return {
        "number": request.POST.get("number", ""),
        "project": request.POST.get("project", ""),
        "rights": request.POST.getlist("rights"),
        "last_day": request.POST.get("last_day", ""),
    }
