"""Registration of commercial customers, and joining by invitation: a link in an e-mail, then a password.

Each link has two addresses: the one in the e-mail, and the one that the browser stays at (`links`).
"""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import get_user_model, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters

from autossa.operations.accounts import registrations
from autossa.operations.accounts.join import NewPerson, join
from autossa.operations.errors import Invalid, NotFound
from autossa.portal.accounts.forms import PasswordForm, RegistrationForm
from autossa.portal.accounts.log_in import visit
from autossa.portal.ui import links
from autossa.portal.web.clock import now, today
from autossa.portal.web.forms import AgreementForm, terms_asked
from autossa.portal.web.middleware import CHOSEN
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import account_of
from autossa.queries.accounts.account import OpenInvitation, find_invitation, find_registration


@page(Scope.PUBLIC, methods=FORM)
def register(request: HttpRequest) -> HttpResponse:
    """Register a company; the answer is the same whether or not the address has an account."""
    form = RegistrationForm(_posted(request), asked=terms_asked(None))
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name not in AgreementForm.base_fields}
        details = registrations.Details(**given, language=_language())
        registrations.register(details=details, terms=form.asked.terms_number, ctx=visit(request))
        return HttpResponseRedirect(reverse("signup_sent"))
    context = {"form": form, "privacy_url": settings.PRIVACY_URL}
    return render(request, "portal/accounts/signup.html", context)


@page(Scope.PUBLIC)
def sent(request: HttpRequest) -> HttpResponse:
    """An e-mail is on its way; to whom is not said."""
    return render(request, "portal/accounts/signup_sent.html")


@page(Scope.PUBLIC, methods=FORM)
@sensitive_post_parameters("password")
def confirm_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of the e-mail."""
    answer = _confirm(request, secret)
    if request.method != "POST" and answer.status_code == HTTPStatus.OK:
        return links.keep(request, "signup_confirm", secret)
    return answer


@page(Scope.PUBLIC, methods=FORM)
@sensitive_post_parameters("password")
def confirm(request: HttpRequest, link: str) -> HttpResponse:
    """Choose a password, and the account and the company are there."""
    return _confirm(request, links.kept(request, link))


def _confirm(request: HttpRequest, secret: str) -> HttpResponse:
    found = find_registration(secret, now())
    if found is None:
        return _invalid(request)
    form = PasswordForm(_posted(request), email=found.email, known_name=found.name)
    if request.method == "POST" and form.is_valid():
        try:
            user = registrations.confirm(
                secret=secret,
                password=form.cleaned_data["password"],
                ctx=visit(request),
            )
        except NotFound:
            return _invalid(request)
        links.forget(request, secret)
        return _enter(request, user)
    return render(request, "portal/accounts/confirm.html", {"form": form, "found": found})


@page(Scope.PUBLIC, methods=FORM)
@sensitive_post_parameters("password")
def invitation_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of the e-mail."""
    answer = _invitation(request, secret)
    if request.method != "POST" and answer.status_code == HTTPStatus.OK:
        return links.keep(request, "invitation", secret)
    return answer


@page(Scope.PUBLIC, methods=FORM)
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, link: str) -> HttpResponse:
    """Join by invitation: signed in with the invited address, or with a new account for it."""
    return _invitation(request, links.kept(request, link))


def _invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """One for another address is answered as one that is not valid: whose it is, and who invites, is nobody else's."""
    account = account_of(request)
    if account is not None and request.method == "POST" and request.POST.get("leave"):
        links.log_out_and_keep(request)
        return HttpResponseRedirect(request.path)
    found = find_invitation(secret, now(), today())
    if found is None or (account is not None and account.email != found.email):
        return _invalid(request, invited=True)
    followed = FollowedInvitation(request, secret, found)
    if account is not None:
        return followed.page("join") if request.method != "POST" else _join(followed, account.user)
    return followed.page("log_in") if found.has_account else _join_as_new(followed)


@dataclass(frozen=True, slots=True)
class FollowedInvitation:
    """An invitation whose link was followed."""

    request: HttpRequest
    secret: str
    found: OpenInvitation

    def page(self, state: str, form: PasswordForm | None = None) -> HttpResponse:
        """The page in one of its states."""
        context = {"state": state, "found": self.found, "form": form, "here": self.request.path}
        return render(self.request, "portal/accounts/invitation.html", context)


def _join_as_new(followed: FollowedInvitation) -> HttpResponse:
    form = PasswordForm(_posted(followed.request), email=followed.found.email)
    if followed.request.method != "POST" or not form.is_valid():
        return followed.page("new", form)
    given = form.cleaned_data
    return _join(followed, NewPerson(given["name"], given["password"], _language()))


def _join(followed: FollowedInvitation, who: UUID | NewPerson) -> HttpResponse:
    try:
        joined = join(secret=followed.secret, who=who, ctx=visit(followed.request))
    except (NotFound, Invalid):  # it was used meanwhile
        return _invalid(followed.request, invited=True)
    links.forget(followed.request, followed.secret)
    if isinstance(who, NewPerson):
        return _enter(followed.request, joined.user)
    followed.request.session[CHOSEN] = str(joined.organisation)
    return HttpResponseRedirect(reverse("home"))


def _enter(request: HttpRequest, key: UUID) -> HttpResponse:
    """Log in who has just proven their address and chosen a password."""
    if request.user.is_authenticated:
        logout(request)
    user = get_user_model().objects.get(pk=key)
    record_authentication(request, user, method="password", email=user.email)
    response: HttpResponse = perform_login(request, user, redirect_url=reverse("home"))
    return response


def _invalid(request: HttpRequest, *, invited: bool = False) -> HttpResponse:
    return render(request, "portal/accounts/invalid_link.html", {"invited": invited}, status=404)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _language() -> str:
    return (get_language() or "en")[:2]
