"""A partner asks a customer for rights; an owner of the customer gives them, or declines, by one click."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action, Right
from autossa.operations.context import ChangedSinceShown
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import access_requests
from autossa.portal.organisations.delegations import ALL, all_projects
from autossa.portal.web.clock import today
from autossa.portal.web.forms import NotedChoiceField, NotedMultipleChoiceField, error_text, set_choices, show_error
from autossa.portal.web.frames import ask_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, key_or_404
from autossa.queries.organisations.access_requests import AccessRequestRow, Askable, askable, waiting_for_answer
from autossa.wording import glossary


class AccessRequestForm(forms.Form):
    """On what, and which rights."""

    project = NotedChoiceField(label=gettext_lazy("Project"), required=False)
    rights = NotedMultipleChoiceField(
        label=gettext_lazy("Rights"), choices=[*glossary.RIGHT.items()], notes=glossary.RIGHT_NOTE
    )

    def __init__(self, *args: Any, found: Askable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {one.id: one.key for one in found.projects}
        choices = [*((one.id, one.name) for one in found.projects), all_projects()]
        set_choices(self, "project", choices)
        said = _("You already have: %(rights)s")
        held = {one.id: one.rights for one in found.projects} | {ALL: found.rights}
        notes = {key: said % {"rights": glossary.rights(rights)} for key, rights in held.items() if rights}
        cast(NotedChoiceField, self.fields["project"]).notes = notes


@page(Scope.ORGANISATION, Action.ASK_FOR_ACCESS, methods=FORM)
def ask(request: OrganisationRequest, organisation_id: str, customer_id: str) -> HttpResponse:
    """Ask one of its customers; whoever it does not look after is answered like nobody."""
    customer = key_or_404("org", customer_id)
    found = askable(request.organisation.id, customer, today())
    if found is None:
        raise Http404
    form = AccessRequestForm(request.POST or None, found=found, initial=_initial(request, found))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            access_requests.ask(
                partner=request.organisation.id,
                customer=customer,
                project=form.keys.get(given["project"]),
                rights=[Right(right) for right in given["rights"]],
                ctx=action_context(request),
            )
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Asked. We e-mailed the owners of %(name)s.") % {"name": found.name})
            return redirect_to(request, "customers")
    context = {**ask_context(request, "customers"), "form": form, "customer": found}
    return render(request, "portal/organisations/delegations/ask.html", context)


@page(Scope.ORGANISATION, Action.DELEGATE, methods=POST)
def answer(request: OrganisationRequest, organisation_id: str, request_id: str) -> HttpResponse:
    """Give what a partner asks for, or decline."""
    key, word = key_or_404("acr", request_id), request.POST.get("answer")
    decide = access_requests.grant if word == "yes" else access_requests.decline if word == "no" else None
    if decide is None:
        return redirect_to(request, "hand_overs")
    try:
        ctx = action_context(request, lambda: _waiting(request, request_id))
        decide(request=key, customer=request.organisation.id, ctx=ctx)
    except (ChangedSinceShown, Invalid, NotFound) as error:
        messages.error(request, error_text(error))
    else:
        said = _("Access given. The partner is informed by e-mail.")
        messages.success(request, said if word == "yes" else _("Declined. The partner is informed by e-mail."))
    return redirect_to(request, "hand_overs")


def _waiting(request: OrganisationRequest, request_id: str) -> AccessRequestRow | None:
    return next((row for row in waiting_for_answer(request.organisation.id) if row.id == request_id), None)


def _initial(request: OrganisationRequest, found: Askable) -> dict[str, Any]:
    """The project that the link was about, and what is missing there."""
    chosen = next((one for one in found.projects if one.id == request.GET.get("project")), None)
    held = chosen.rights if chosen else found.rights
    return {"project": chosen.id if chosen else ALL, "rights": [right.value for right in Right if right not in held]}
