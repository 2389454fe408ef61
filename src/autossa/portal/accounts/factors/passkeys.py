"""Passkeys: a challenge is good once, for what it was made for; and whatever is sent, what is no passkey is wrong."""

import struct
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as library
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from fido2.webauthn import AuthenticationResponse, AuthenticatorData

from autossa.operations.accounts import factors
from autossa.portal.accounts.library_forms import NamedPasskeyForm
from autossa.portal.web.clock import now

LOG_IN, SECOND, AGAIN, NEW = "log in", "second factor", "reauthenticate", "new passkey"
_FOR, _AT = "for", "at"  # what is kept with a challenge

LONGEST = 20_000
"""Characters of what a browser sends about a passkey."""

View = Callable[..., HttpResponseBase]


def challenges(purpose: str) -> Callable[[View], View]:
    """What the view asks a passkey is for this purpose: the answer is taken for nothing else, and not for long."""

    def decorate(view: View) -> View:
        @wraps(view)
        def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            state = request.session.get(auth.STATE_SESSION_KEY)
            if state is not None and _FOR not in state:
                request.session[auth.STATE_SESSION_KEY] = {**state, _FOR: purpose, _AT: now().timestamp()}
            return response

        return asking

    return decorate


class PasskeyField(forms.JSONField):
    """What a browser sends about a passkey. The JSON of anybody else may be endless, or deeper than Python reads."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """The object. Raises ValidationError."""
        try:
            found = super().to_python(value) if len(str(value or "")) <= LONGEST else None
        except (RecursionError, ValueError):
            found = None
        if not isinstance(found, dict):
            raise _wrong()
        return found


class AuthenticateForm(library.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """As a second factor."""

    credential = PasskeyField()

    def clean_credential(self) -> Any:
        """The passkey that was used."""
        return _signed(super().clean_credential, self.cleaned_data["credential"], SECOND)


class LoginForm(library.LoginWebAuthnForm):  # type: ignore[misc]
    """In place of a password: whoever holds the passkey has shown the device that they are its owner."""

    credential = PasskeyField()

    def clean_credential(self) -> Any:
        """The passkey that was used."""
        return _signed(super().clean_credential, self.cleaned_data["credential"], LOG_IN)


class ReauthenticateForm(library.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """To prove once more who one is."""

    credential = PasskeyField()

    def clean_credential(self) -> Any:
        """The passkey that was used."""
        return _signed(super().clean_credential, self.cleaned_data["credential"], AGAIN)


class AddForm(NamedPasskeyForm):
    """A new one."""

    credential = PasskeyField()

    def clean(self) -> Any:
        """The name, and the passkey that was made."""
        return _answered(super().clean, NEW)


def _signed(clean: Callable[[], Any], credential: Any, purpose: str) -> Any:
    """The factor of a passkey that has signed the challenge, for the first time, with a count that went on."""
    found = _answered(clean, purpose)
    said: AuthenticatorData = AuthenticationResponse.from_dict(credential).response.authenticator_data
    if purpose == LOG_IN and not said.is_user_verified():
        raise _wrong()
    try:
        factors.note_signature(factor=found.pk, count=said.counter)
    except factors.PasskeyCopied:
        raise _wrong() from None
    return found


def _answered(clean: Callable[[], Any], purpose: str) -> Any:
    """What the library reads of an answer to the present challenge, which is used up whatever comes of it.

    The library trips over what does not have the form of a passkey at all.
    """
    state = context.request.session.pop(auth.STATE_SESSION_KEY, None)
    try:
        if not _is_good(state, purpose):
            raise _wrong()
        auth.set_state({name: value for name, value in state.items() if name not in (_FOR, _AT)})
        return clean()
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, struct.error):
        raise _wrong() from None
    finally:
        auth.clear_state()


def _is_good(state: Any, purpose: str) -> bool:
    """It was made for this, a short while ago, and was not answered yet."""
    if not isinstance(state, dict) or state.get(_FOR) != purpose:
        return False
    is_young = now().timestamp() - state[_AT] < factors.CHALLENGE_VALIDITY.total_seconds()
    return is_young and factors.spend_challenge(state["challenge"])


def _wrong() -> Exception:
    error: Exception = get_adapter().validation_error("incorrect_code")
    return error
