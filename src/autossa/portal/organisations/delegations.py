"""Partner access: a customer gives a partner rights on its projects, sees them, and revokes them at once."""

from dataclasses import dataclass
from datetime import date, timedelta
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
from autossa.portal.ui.fields import DayField, TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import NotedMultipleChoiceField, error_text, set_choices
from autossa.portal.web.frames import ask_context, page_context, redirect_to
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, key_or_404, seen_of
from autossa.queries.organisations.access_requests import waiting_for_answer
from autossa.queries.organisations.delegations import Phase, find_delegation, given_by_customer, projects_of
from autossa.queries.organisations.lookup import find_partner
from autossa.wording import glossary

ALL = ""


class DelegationForm(forms.Form):
    """To whom, on what, which rights, until when."""

    number = TextField(
        label=gettext_lazy("Partner number"),
        help_text=gettext_lazy("Ask your partner for it; partners see it on the page of their organisation."),
        max_length=40,
    )
    project = forms.MultipleChoiceField(
        label=gettext_lazy("Projects"),
        help_text=gettext_lazy("Select some of them, or all."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Select at least one project.")},
    )
    rights = NotedMultipleChoiceField(
        label=gettext_lazy("Rights"), choices=[*glossary.RIGHT.items()], notes=glossary.RIGHT_NOTE
    )
    last_day = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Leave empty to give access until you revoke it."),
        required=False,
    )

    def __init__(self, *args: Any, projects: list[tuple[UUID, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._projects = projects
        self._partner: tuple[UUID, str] | None = None
        choices = [all_projects(), *((public, name) for _k, public, name in projects)]
        set_choices(self, "project", choices)

    def clean_project(self) -> list[str]:
        """Single projects, or all of them and nothing else."""
        chosen: list[str] = self.cleaned_data["project"]
        return [ALL] if ALL in chosen else chosen

    def clean_last_day(self) -> Any:
        """A last day that has not gone by."""
        day = self.cleaned_data["last_day"]
        if day is not None and day < today():
            raise forms.ValidationError(_("This date is in the past. Enter today or a later date."))
        return day

    def clean_number(self) -> str:
        """A partner's number; all others are answered alike."""
        number = str(self.cleaned_data["number"]).strip()
        self._partner = find_partner(number)
        if self._partner is None:
            raise forms.ValidationError(_("There is no partner with this number. Ask the partner for its number."))
        return number

    @property
    def chosen(self) -> "Chosen":
        """What was chosen in a form that is valid."""
        given = self.cleaned_data
        assert self._partner is not None  # `clean_number` has looked
        projects = tuple((key, name) for key, public, name in self._projects if public in given["project"])
        rights = tuple(Right(right) for right in given["rights"])
        return Chosen(*self._partner, projects, rights, given["last_day"])


def all_projects() -> tuple[str, str]:
    """The choice of all of them."""
    return ALL, _("All projects, including future ones")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody is about to delegate: on these projects, or on all where none is named.

    `last_day` is the last one on which it holds.
    """

    partner: UUID
    partner_name: str
    projects: tuple[tuple[UUID, str], ...]
    rights: tuple[Right, ...]
    last_day: date | None

    @property
    def ends_on(self) -> date | None:
        """The first day on which it no longer holds."""
        return self.last_day + timedelta(days=1) if self.last_day else None


@page(Scope.ORGANISATION, Action.VIEW_DELEGATIONS)
def overview(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Which partners have access, will have it, had it."""
    found = given_by_customer(request.organisation.id, today())
    context = {
        **page_context(request, "hand_overs"),
        "asked": [(row, seen_of(row)) for row in waiting_for_answer(request.organisation.id)],
        "open": (*found[Phase.IN_FORCE], *found[Phase.COMING]),
        "over": found[Phase.OVER],
    }
    return render(request, "portal/organisations/delegations/overview.html", context)


@page(Scope.ORGANISATION, Action.DELEGATE, methods=FORM)
def give(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Choose, check, give access."""
    projects = projects_of(request.organisation.id)
    form = DelegationForm(request.POST or None, projects=projects)
    step = request.POST.get("step", "")
    chosen = None
    if request.method == "POST" and form.is_valid() and step != "change":
        chosen = form.chosen
        if step == "give":
            return _give(request, chosen)
    if step == "change":  # back to the form as it was filled in, without errors
        form = DelegationForm(initial=_filled(request), projects=projects)
    context = {**ask_context(request, "hand_overs"), "form": form, "chosen": chosen}
    return render(request, f"portal/organisations/delegations/{'check' if chosen else 'give'}.html", context)


@page(Scope.ORGANISATION, Action.DELEGATE, methods=FORM)
def revoke(request: OrganisationRequest, organisation_id: str, hand_over_id: str) -> HttpResponse:
    """End access at once; before that it is said what the partner still pays."""
    key = key_or_404("hdo", hand_over_id)
    found = find_delegation(request.organisation.id, key, today())
    if found is None:
        raise Http404
    if request.method == "POST":
        ctx = action_context(request, lambda: find_delegation(request.organisation.id, key, today()))
        delegations.revoke(delegation=key, customer=request.organisation.id, ctx=ctx)
        messages.success(request, _("Access of %(partner)s revoked.") % {"partner": found.row.partner})
        return redirect_to(request, "hand_overs")
    context = {**ask_context(request, "hand_overs"), "row": found.row, "paid": found.paid, "seen": seen_of(found)}
    return render(request, "portal/organisations/delegations/revoke.html", context)


def _give(request: OrganisationRequest, chosen: Chosen) -> HttpResponse:
    try:
        delegations.give_on(
            customer=request.organisation.id,
            partner=chosen.partner,
            projects=[key for key, _name in chosen.projects] or None,
            rights=chosen.rights,
            ends_on=chosen.ends_on,
            ctx=action_context(request),
        )
    except (Invalid, NotFound) as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("%(partner)s now has access.") % {"partner": chosen.partner_name})
    return redirect_to(request, "hand_overs")


def _filled(request: HttpRequest) -> dict[str, Any]:
    return {
        "number": request.POST.get("number", ""),
        "project": request.POST.getlist("project"),
        "rights": request.POST.getlist("rights"),
        "last_day": request.POST.get("last_day", ""),
    }
