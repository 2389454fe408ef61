"""What happens at log-in, and to what people log in with, told to the security log. Nothing that was typed is."""

from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from autossa.operations.security_log import note
from autossa.portal.web.requests import address_of


def note_of(request: HttpRequest | None, event: str, user: Any = None, **facts: Any) -> None:
    """One line about a request: by whom, from where."""
    key = user.pk if user is not None and user.is_authenticated else None
    note(event, user=key, address=address_of(request) if request is not None else "", **facts)


@receiver(user_logged_in)
def _logged_in(request: HttpRequest, user: Any, **_more: Any) -> None:
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    note_of(request, "log_in", user, by=[str(one.get("type", one.get("method"))) for one in methods])


@receiver(user_logged_out)
def _logged_out(request: HttpRequest, user: Any, **_more: Any) -> None:
    if user is not None:
        note_of(request, "log_out", user)


@receiver(user_login_failed)
def _wrong_password(request: HttpRequest | None = None, credentials: Any = None, **_more: Any) -> None:
    """Whose account was tried, when there is one; never what was typed, which may be a password in the wrong field."""
    note_of(request, "wrong_password", about=_account_of(credentials))


@receiver(user_locked_out)
def _locked_out(request: HttpRequest, username: str | None = None, **_more: Any) -> None:
    note_of(request, "locked_out", about=_account_of({"email": username}))


@receiver(authentication_failed)
def _wrong_code(request: HttpRequest, user: Any, authenticator: Authenticator, **_more: Any) -> None:
    note_of(request, "wrong_code", request.user, about=user.public_id, factor=authenticator.type)


@receiver([password_changed, password_set, password_reset])
def _changed(request: HttpRequest, user: Any, signal: Any, **_more: Any) -> None:
    events = {
        password_changed: "password_changed",
        password_set: "password_changed",
        password_reset: "password_reset",
    }
    note_of(request, events[signal], request.user, about=user.public_id)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def _factor(request: HttpRequest, user: Any, authenticator: Authenticator, signal: Any, **_more: Any) -> None:
    events = {
        authenticator_added: "factor_added",
        authenticator_removed: "factor_removed",
        authenticator_reset: "recovery_codes_made",
    }
    note_of(request, events[signal], user, factor=authenticator.type)


def _account_of(credentials: Any) -> str:
    given = credentials or {}
    email = str(given.get("email") or given.get("login") or given.get("username") or "").strip().lower()
    found = get_user_model().objects.filter(email=email).first() if email else None
    return found.public_id if found else ""
