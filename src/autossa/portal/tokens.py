"""API tokens: one's own, shown once when made; for owners, those that anybody made for the organisation."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from autossa.domain.rights import Action
from autossa.operations import tokens
from autossa.operations.errors import Invalid, NotFound
from autossa.portal import wording_rights
from autossa.portal.asking import FORM, key_or_404
from autossa.portal.clock import now
from autossa.portal.gates import On, action_context, gate, the_account
from autossa.portal.organisations import around, key_of, to
from autossa.queries.organisations import names_of
from autossa.queries.tokens import tokens_for, tokens_of

_LASTS = (
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("365", gettext_lazy("One year")),
)


class TokenForm(forms.Form):
    """What a token is for, what it may do, how long."""

    organisation = forms.ChoiceField()
    name = forms.CharField(max_length=100)
    scopes = forms.MultipleChoiceField(choices=[*wording_rights.SCOPE.items()], widget=forms.CheckboxSelectMultiple)
    lasts = forms.ChoiceField(choices=_LASTS)

    def __init__(self, *args: Any, organisations: dict[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [(str(k), name) for k, name in organisations.items()]  # type: ignore[attr-defined]


@gate(On.CREDENTIALS)
@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """One's own tokens."""
    account = the_account(request)
    context = {"rows": tokens_of(account.user, now()), "can_make": bool(account.person.members)}
    return render(request, "portal/account/tokens.html", context)


@gate(On.CREDENTIALS)
@require_http_methods(FORM)
@never_cache
def make(request: HttpRequest) -> HttpResponse:
    """Make a token; the answer to the form shows it, once."""
    account = the_account(request)
    organisations = names_of(member.organisation for member in account.person.members)
    form = TokenForm(request.POST or None, organisations=organisations, initial={"scopes": ["read"], "lasts": "90"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            secret = tokens.make(
                user=account.user,
                organisation=UUID(given["organisation"]),
                name=given["name"],
                scopes=given["scopes"],
                lasts=timedelta(days=int(given["lasts"])),
                ctx=action_context(request),
            )
        except Invalid:
            form.add_error("name", _("There is a token of this name already. Choose another name."))
        else:
            return render(request, "portal/account/token_made.html", {"secret": secret, "name": given["name"]})
    context = {"form": form, "notes": _notes()}
    return render(request, "portal/account/token.html", context)


@gate(On.CREDENTIALS)
@require_POST
def revoke(request: HttpRequest, token_id: str) -> HttpResponse:
    """Revoke one's own token."""
    key = key_or_404("tok", token_id)
    try:
        tokens.revoke(token=key, user=the_account(request).user, ctx=action_context(request))
    except NotFound:
        raise Http404 from None
    messages.success(request, _("The token is revoked: it opens nothing any more."))
    return HttpResponseRedirect(reverse("tokens"))


@gate(On.ORGANISATION, Action.MANAGE_PEOPLE)
@require_safe
@never_cache
def of_organisation(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """All tokens of an organisation."""
    context = {**around(request, "organisation_tokens"), "rows": tokens_for(key_of(request), now())}
    return render(request, "portal/organisations/tokens.html", context)


@gate(On.ORGANISATION, Action.MANAGE_PEOPLE)
@require_POST
def revoke_as_owner(request: HttpRequest, organisation_id: str, token_id: str) -> HttpResponse:
    """An owner revokes anybody's token of the organisation."""
    key = key_or_404("tok", token_id)
    try:
        tokens.revoke_as_owner(token=key, organisation=key_of(request), ctx=action_context(request))
    except NotFound:
        raise Http404 from None
    messages.success(request, _("The token is revoked: it opens nothing any more."))
    return to(request, "organisation_tokens")


def _notes() -> list[tuple[Any, Any]]:
    return [(wording_rights.SCOPE[scope], wording_rights.SCOPE_NOTE[scope]) for scope in tokens.SCOPES]
