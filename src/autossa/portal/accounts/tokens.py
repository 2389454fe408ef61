"""API tokens: one's own, shown once when created; for owners, those that anybody created for the organisation."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.accounts import tokens
from autossa.operations.errors import Invalid
from autossa.portal.ui.fields import TextField
from autossa.portal.web.clock import now
from autossa.portal.web.forms import NotedMultipleChoiceField, set_choices, show_error
from autossa.portal.web.frames import Parent, page_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, OrganisationRequest, action_context, key_or_404
from autossa.queries.accounts.tokens import tokens_for, tokens_of
from autossa.queries.organisations.lookup import names_of
from autossa.wording import glossary

_LASTS = (
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("365", gettext_lazy("One year")),
)


class TokenForm(forms.Form):
    """What a token is for, what it may do, how long."""

    name = TextField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What it is for, such as the program or machine"),
        max_length=100,
    )
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"))
    scopes = NotedMultipleChoiceField(
        label=gettext_lazy("Scopes"), choices=[*glossary.SCOPE.items()], notes=glossary.SCOPE_NOTE
    )
    lasts = forms.ChoiceField(label=gettext_lazy("Valid for"), choices=_LASTS)

    def __init__(self, *args: Any, organisations: dict[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "organisation", [(str(k), name) for k, name in organisations.items()])


@page(Scope.CREDENTIALS)
def overview(request: AccountRequest) -> HttpResponse:
    """One's own tokens."""
    account = request.account
    context = {"rows": tokens_of(account.user, now()), "can_create": bool(account.person.members)}
    return render(request, "portal/accounts/tokens/overview.html", context)


@page(Scope.CREDENTIALS, methods=FORM)
def create(request: AccountRequest) -> HttpResponse:
    """Create a token, after proving again who one is; the answer to the form shows it, once."""
    if not did_recently_reauthenticate(request):
        if request.method == "POST":
            return HttpResponseRedirect(request.path)
        raise ReauthenticationRequired
    account = request.account
    organisations = names_of(member.organisation for member in account.person.members)
    form = TokenForm(request.POST or None, organisations=organisations, initial={"scopes": ["read"], "lasts": "90"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            secret = tokens.create(
                user=account.user,
                organisation=UUID(given["organisation"]),
                name=given["name"],
                scopes=given["scopes"],
                lasts=timedelta(days=int(given["lasts"])),
                ctx=action_context(request),
            )
        except Invalid as error:
            show_error(form, error)
        else:
            return render(request, "portal/accounts/tokens/created.html", {"secret": secret, "name": given["name"]})
    context = {"form": form, "parent": Parent(reverse("tokens"), _("API tokens"))}
    return render(request, "portal/accounts/tokens/create.html", context)


@page(Scope.CREDENTIALS, methods=POST)
def revoke(request: AccountRequest, token_id: str) -> HttpResponse:
    """Revoke one's own token."""
    key = key_or_404("tok", token_id)
    tokens.revoke(token=key, user=request.account.user, ctx=action_context(request))
    messages.success(request, _("Token revoked. It no longer works."))
    return HttpResponseRedirect(reverse("tokens"))


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE)
def of_organisation(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """All tokens of an organisation."""
    context = {**page_context(request, "organisation_tokens"), "rows": tokens_for(request.organisation.id, now())}
    return render(request, "portal/accounts/tokens/of_organisation.html", context)


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=POST)
def revoke_as_owner(request: OrganisationRequest, organisation_id: str, token_id: str) -> HttpResponse:
    """An owner revokes anybody's token of the organisation."""
    key = key_or_404("tok", token_id)
    tokens.revoke_as_owner(token=key, organisation=request.organisation.id, ctx=action_context(request))
    messages.success(request, _("Token revoked. It no longer works."))
    return redirect_to(request, "organisation_tokens")
