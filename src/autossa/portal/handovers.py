"""Hand-overs: a customer gives a partner rights on its projects, sees them, and takes them back at once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from autossa.domain.rights import Action, Right
from autossa.operations import handovers
from autossa.operations.errors import Invalid, NotFound
from autossa.portal import wording_rights
from autossa.portal.asking import FORM, key_or_404
from autossa.portal.clock import today
from autossa.portal.gates import On, action_context, gate
from autossa.portal.organisations import around, key_of, to
from autossa.queries.handovers import Phase, find_hand_over, given_by_customer, partner_of, projects_of
from autossa.queries.organisations import find_partner
from autossa.queries.payers import liabilities

ALL = ""


class HandOverForm(forms.Form):
    """To whom, on what, which rights, until when."""

    number = forms.CharField(max_length=40)
    project = forms.ChoiceField(required=False)
    rights = forms.MultipleChoiceField(choices=[*wording_rights.RIGHT.items()], widget=forms.CheckboxSelectMultiple)
    last_day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, projects: list[tuple[UUID, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(ALL, _("All projects, those to come included")), *((public, name) for _k, public, name in projects)]
        self.fields["project"].choices = choices  # type: ignore[attr-defined]

    def clean_last_day(self) -> Any:
        """A last day that has not gone by."""
        day = self.cleaned_data["last_day"]
        if day is not None and day < today():
            raise forms.ValidationError(_("This day is in the past. Choose today or a later day."))
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


@gate(On.ORGANISATION, Action.VIEW_HAND_OVERS)
@require_safe
@never_cache
def overview(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """What is handed over, to come, and over."""
    found = given_by_customer(key_of(request), today())
    context = {
        **around(request, "hand_overs"),
        "open": (*found[Phase.IN_FORCE], *found[Phase.COMING]),
        "over": found[Phase.OVER],
    }
    return render(request, "portal/organisations/hand_overs.html", context)


@gate(On.ORGANISATION, Action.HAND_OVER)
@require_http_methods(FORM)
@never_cache
def give(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Choose, check, hand over."""
    projects = projects_of(key_of(request))
    form = HandOverForm(request.POST or None, projects=projects)
    step = request.POST.get("step", "")
    chosen = None
    if request.method == "POST" and form.is_valid() and step != "change":
        chosen = _chosen(form, projects)
        if step == "give":
            return _give(request, chosen)
    if step == "change":  # back to the form as it was filled in, without errors
        form = HandOverForm(initial=_filled(request), projects=projects)
    context = {
        **around(request, ""),
        "form": form,
        "chosen": chosen,
        "notes": [(wording_rights.RIGHT[right], wording_rights.RIGHT_NOTE[right]) for right in Right],
    }
    return render(request, "portal/organisations/hand_over.html", context)


@gate(On.ORGANISATION, Action.HAND_OVER)
@require_http_methods(FORM)
@never_cache
def revoke(request: HttpRequest, organisation_id: str, hand_over_id: str) -> HttpResponse:
    """Take rights back at once; before that it is said what the partner still pays."""
    found = find_hand_over(key_of(request), hand_over_id, today())
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            key = key_or_404("hdo", hand_over_id)
            handovers.revoke(hand_over=key, customer=key_of(request), ctx=action_context(request))
        except NotFound:
            raise Http404 from None
        messages.success(request, _("The rights of %(partner)s are taken back.") % {"partner": found.partner})
        return to(request, "hand_overs")
    paid = liabilities(partner_of(hand_over_id), key_of(request), None, today())
    context = {**around(request, ""), "row": found, "paid": paid}
    return render(request, "portal/organisations/revoke.html", context)


def _give(request: HttpRequest, chosen: _Chosen) -> HttpResponse:
    try:
        handovers.give(
            customer=key_of(request),
            partner=chosen.partner,
            project=chosen.project,
            rights=chosen.rights,
            ends_on=handovers.after(chosen.last_day),
            ctx=action_context(request),
        )
    except (Invalid, NotFound):
        messages.error(
            request, _("This did not work: something has changed meanwhile. Look at the list and try again.")
        )
    else:
        messages.success(request, _("Handed over to %(partner)s.") % {"partner": chosen.partner_name})
    return to(request, "hand_overs")


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
