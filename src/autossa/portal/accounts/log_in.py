"""Login, as allauth asks for it: our words, our mails by the outbox, our links; and the page of one's account."""

from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.views import LoginView
from allauth.core.exceptions import ImmediateHttpResponse
from axes.utils import reset as forgive
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from autossa.domain.email_addresses import same_or_read
from autossa.domain.rights import needs_second_factor
from autossa.operations.accounts import mails, sessions
from autossa.operations.context import ActionContext, Actor
from autossa.operations.free_mail import is_free_mail
from autossa.operations.security_log import note
from autossa.portal.accounts import demo_login
from autossa.portal.ui.user_agents import device_name
from autossa.portal.web.clock import now, today
from autossa.portal.web.cookies import DEVICE_DAYS
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, account_of, address_of, own_path, path_of
from autossa.queries.accounts.account import has_second_factor

# What allauth says by mail, as our mails; what is not here is not sent.
_MAILS = {
    "account/email/email_confirmation": "account_new_address",
    "account/email/email_confirmation_signup": "account_new_address",
    "account/email/password_reset_key": "account_reset",
    "account/email/unknown_account": "account_unknown",
    "account/email/account_already_exists": "account_exists",
}
_CHANGES = {
    "account/email/password_changed": "password_changed",
    "account/email/password_reset": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/email_changed": "address_changed",
    "mfa/email/totp_activated": "app_added",
    "mfa/email/totp_deactivated": "app_removed",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/recovery_codes_generated": "codes_made",
}
_SAID: dict[str, Promise] = {
    "account/messages/email_confirmation_sent.txt": _("We sent a link to the new address."),
    "account/messages/email_confirmed.txt": _("Address confirmed."),
    "account/messages/password_changed.txt": _("Password updated. Your other sessions and your API tokens have ended."),
    "account/messages/password_set.txt": _("Password saved."),
    "account/messages/logged_out.txt": _("You are logged out."),
    "mfa/messages/totp_activated.txt": _("Authenticator app set up."),
    "mfa/messages/totp_deactivated.txt": _("Authenticator app removed."),
    "mfa/messages/webauthn_added.txt": _("Passkey added."),
    "mfa/messages/webauthn_removed.txt": _("Passkey removed."),
}
_BEGUN_WITH = "log_in_begun_with"  # of the session: the state of the account that a log-in was begun with
_CONTEXT_PATHS = ("activate_url", "password_reset_url")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What is ours in allauth's account pages."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is blocked."),
        "duplicate_email": _("This is already your address."),
        "email_password_mismatch": _("Wrong e-mail address or password."),
        "email_taken": _("This address cannot be used."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is wrong or was already used. Wait for the next one and enter that."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link is no longer valid."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
        "same_as_current": _("This is the same as before. Enter a different one."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "unverified_primary_email": _("Confirm your address first."),
        "free_mail": _("Enter an address of your company. Addresses of private e-mail providers are not accepted."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Registration is our own (`portal.accounts.signup`)."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by axes, which answers 429; counting twice would answer otherwise first."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Never from a header that anybody can send."""
        return address_of(request)

    def is_safe_url(self, url: str) -> bool:
        """Only pages of this portal, by their path."""
        return own_path(url) is not None

    def clean_email(self, email: str) -> str:
        """A new address must be a company's own; whoever logs in or resets a password has one already."""
        page = self.request.resolver_match
        if page and page.url_name == "account_email" and is_free_mail(email):
            raise self.validation_error("free_mail")
        return email

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the overview of the account."""
        return reverse("account")

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *more: Any,
                    message: str | None = None, **rest: Any) -> None:  # fmt: skip
        """Only what we have words for."""
        text = message or _SAID.get(message_template or "")
        if text:
            super().add_message(request, level, message=str(text))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ways to prove again who one is, in our words."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        found = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in found]

    # ---- mails

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """A path; the mail puts the portal's own address before it, whatever host the request named."""
        return reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        """A path, for the same reason."""
        return reverse("account_reset_password") + f"key/{key}/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, so that a page answers as quickly whether or not there is a mail server."""
        key, change = _MAILS.get(template_prefix), _CHANGES.get(template_prefix)
        if key is None and change is None:
            return
        path = next((context[name] for name in _CONTEXT_PATHS if name in context and key), None)
        if key in ("account_unknown", "account_exists"):
            path = reverse("account_signup" if key == "account_unknown" else "account_reset_password")
        user = context.get("user")
        values = {} if change is None else _about_change(self.request, change)
        if key in ("account_reset", "account_unknown"):
            about = user.public_id if user else ""
            note("reset_asked", address=address_of(self.request), about=about)
        mails.send(
            key=key or "account_changed",
            to=email,
            language=getattr(user, "language", None) or (get_language() or "en")[:2],
            path=path or reverse("account"),
            values=values,
            ctx=visit(self.request),
        )

    # ---- logging in

    def pre_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse | None:
        """A password or a passkey was right: remember for which state of the account, until a code completes it."""
        request.session[_BEGUN_WITH] = user.get_session_auth_hash()
        answer: HttpResponse | None = super().pre_login(request, user, **more)
        return answer

    def login(self, request: HttpRequest, user: Any) -> None:
        """Nobody completes a log-in that they began before the password was changed, or the person was blocked."""
        begun = request.session.pop(_BEGUN_WITH, "")
        if not constant_time_compare(begun, user.get_session_auth_hash()):
            clear_login(request)
            super().add_message(request, messages.ERROR, message=str(_("Something has changed. Log in again.")))
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """A device that was not seen before is told by mail, and remembered by a cookie.

        Who has just logged in has just proven who they are: that is not asked again for a quarter of an hour.
        """
        record_authentication(request, user, method="log_in", reauthenticated=True)
        response: HttpResponse = super().post_login(request, user, **more)
        remember_device(request, response, user)
        return response

    def set_password(self, user: Any, password: str) -> None:
        """Whoever set a password anew is not locked out any more."""
        with transaction.atomic():
            super().set_password(user, password)
            forgive(username=user.email)


def visit(request: HttpRequest) -> ActionContext:
    """The context of what somebody does who may be nobody yet."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return ActionContext(Actor(str(user), user.pk, address=address_of(request)), today(), now())
    return ActionContext(Actor("Visitor", address=address_of(request)), today(), now())


def remember_device(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Note the device of a login, and let it be known again."""
    secret = sessions.note_device(
        user=user.pk,
        secret=request.COOKIES.get(settings.DEVICE_COOKIE_NAME),
        device=device_name(request.META.get("HTTP_USER_AGENT", "")),
        ctx=visit(request),
    )
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        secret,
        max_age=DEVICE_DAYS * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def tried_address(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Whose password was tried, for axes: in its one form, so that spelling does not give more attempts."""
    given = credentials or {}
    found = given.get("email") or given.get("login") or given.get("username") or request.POST.get("login", "")
    return same_or_read(str(found))[:254]


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """429: too many wrong passwords, for this address or from this place; it does not say which."""
    return render(request, "portal/accounts/locked.html", status=429)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: too many requests of another kind."""
    account = account_of(request)
    note(
        "too_many_requests", user=account.user if account else None, address=address_of(request), path=path_of(request)
    )
    return render(request, "portal/accounts/locked.html", {"any_request": True}, status=429)


class LogIn(LoginView):  # type: ignore[misc]
    """The login page; in the demo with a card for each of its people."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The people of the demo beside the form."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "demo_people": demo_login.cards(self.request)}


@page(Scope.SELF)
def overview(request: AccountRequest) -> HttpResponse:
    """One's account: address, password, second factor, sessions."""
    account = request.account
    context = {
        "person": account,
        "has_factor": has_second_factor(account.user),
        "needs_factor": needs_second_factor(account.person, settings.SECOND_FACTOR),
    }
    return render(request, "portal/accounts/overview.html", context)


cast(Any, overview).before_second_factor = True


def _about_change(request: HttpRequest, change: str) -> dict[str, Any]:
    return {
        "change": change,
        "at": now().isoformat(),
        "address": address_of(request),
        "device": device_name(request.META.get("HTTP_USER_AGENT", "")),
    }


log_in = LogIn.as_view()
