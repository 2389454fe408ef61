"""Registration of commercial customers, and joining by invitation: a link in a mail, then a password."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from autossa.domain.vat_ids import is_required, read_vat_id
from autossa.operations.accounts import accounts, registrations
from autossa.operations.accounts.free_mail import is_free_mail
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.one_time_secrets import digest
from autossa.operations.organisations import invitations
from autossa.portal.accounts.log_in import visit
from autossa.portal.ui import countries
from autossa.portal.web.clock import now
from autossa.portal.web.middleware import CHOSEN
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import account_of, action_context
from autossa.queries.accounts.account import OpenInvitation, find_invitation, find_registration

_WORD = 200


class RegistrationForm(forms.Form):
    """A company and the person who registers it."""

    company = forms.CharField(max_length=_WORD)
    country = forms.ChoiceField(choices=countries.choices)
    vat_id = forms.CharField(max_length=30, required=False)
    address = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    name = forms.CharField(max_length=_WORD)
    email = forms.EmailField(max_length=254)
    terms = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].initial = settings.VENDOR_COUNTRY

    def clean_email(self) -> str:
        """Only an address of the company's own."""
        email = str(self.cleaned_data["email"]).strip().lower()
        if is_free_mail(email):
            raise forms.ValidationError(
                _("Enter an address of your company: those of private mail providers are not accepted.")
            )
        return email

    def clean(self) -> dict[str, Any]:
        """The VAT id depends on the country."""
        given = super().clean() or {}
        country = given.get("country")
        if country:
            try:
                given["vat_id"] = read_vat_id(country, given.get("vat_id", ""))
            except ValueError:
                self.add_error("vat_id", _("This is no VAT id of the chosen country. Check it, digit by digit."))
            else:
                if not given["vat_id"] and is_required(country, settings.VENDOR_COUNTRY):
                    self.add_error("vat_id", _("Companies in this country need a VAT id to be invoiced."))
        return given


class PasswordForm(forms.Form):
    """A password for a new account; with a name where none is known."""

    name = forms.CharField(max_length=_WORD, required=False)
    password = forms.CharField(max_length=256, strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, email: str, known_name: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email, self._known_name = email, known_name
        if known_name is None:
            self.fields["name"].required = True
        else:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        """The rules of passwords; it must not be like name or address."""
        given = super().clean() or {}
        if given.get("password"):
            person = get_user_model()(email=self._email, name=self._known_name or given.get("name", ""))
            try:
                validate_password(given["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given


@page(Scope.PUBLIC, methods=FORM)
def register(request: HttpRequest) -> HttpResponse:
    """Register a company; the answer is the same whether or not the address has an account."""
    form = RegistrationForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="signup")
        if limited is not None:
            return limited
        given = form.cleaned_data
        details = registrations.Details(
            email=given["email"],
            name=given["name"],
            company=given["company"],
            country=given["country"],
            vat_id=given["vat_id"],
            address=given["address"],
            language=_language(),
        )
        registrations.ask(details=details, ctx=visit(request))
        return HttpResponseRedirect(reverse("signup_sent"))
    context = {"form": form, "terms_url": settings.TERMS_URL, "privacy_url": settings.PRIVACY_URL}
    return render(request, "portal/accounts/signup.html", context)


@page(Scope.PUBLIC)
def sent(request: HttpRequest) -> HttpResponse:
    """A mail is on its way; to whom is not said."""
    return render(request, "portal/accounts/signup_sent.html")


@page(Scope.PUBLIC, methods=FORM)
@sensitive_post_parameters("password")
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Follow the link of the mail: choose a password, and the account and the company are there."""
    found = find_registration(digest(secret), now())
    if found is None:
        return _invalid(request)
    form = PasswordForm(_posted(request), email=found.email, known_name=found.name)
    if request.method == "POST" and form.is_valid():
        try:
            user = registrations.confirm(secret=secret, password=form.cleaned_data["password"], ctx=visit(request))
        except NotFound:
            return _invalid(request)
        return _enter(request, user)
    return render(request, "portal/accounts/confirm.html", {"form": form, "found": found})


@page(Scope.PUBLIC, methods=FORM)
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Join by invitation: signed in with the invited address, or with a new account for it.

    One for another address is answered as one that is not valid: whose it is, and who invites, is nobody else's.
    """
    account = account_of(request)
    if account is not None and request.method == "POST" and request.POST.get("leave"):
        logout(request)
        return HttpResponseRedirect(request.path)
    found = find_invitation(digest(secret), now())
    if found is None or (account is not None and account.email != found.email):
        return _invalid(request, invited=True)
    asked = Asked(request, secret, found)
    if account is not None:
        return _join(asked, account.user)
    return _log_in_first(asked) if found.has_account else _join_as_new(asked)


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation that is followed."""

    request: HttpRequest
    secret: str
    found: OpenInvitation

    def page(self, state: str, form: PasswordForm | None = None) -> HttpResponse:
        """The page in one of its states."""
        context = {"state": state, "found": self.found, "form": form, "here": self.request.path}
        return render(self.request, "portal/accounts/invitation.html", context)


def _join(asked: Asked, user: UUID) -> HttpResponse:
    if asked.request.method != "POST":
        return asked.page("join")
    try:
        organisation = invitations.accept(secret=asked.secret, user=user, ctx=action_context(asked.request))
    except (NotFound, Invalid):
        return _invalid(asked.request, invited=True)
    asked.request.session[CHOSEN] = str(organisation)
    return HttpResponseRedirect(reverse("home"))


def _join_as_new(asked: Asked) -> HttpResponse:
    form = PasswordForm(_posted(asked.request), email=asked.found.email)
    if asked.request.method != "POST" or not form.is_valid():
        return asked.page("new", form)
    try:
        user, _organisation = accounts.create_invited(
            secret=asked.secret,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            language=_language(),
            ctx=visit(asked.request),
        )
    except (NotFound, Invalid):
        return _invalid(asked.request, invited=True)
    return _enter(asked.request, user)


def _log_in_first(asked: Asked) -> HttpResponse:
    return asked.page("log_in")


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
