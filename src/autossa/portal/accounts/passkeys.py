"""Forms of passkeys that take whatever is sent: what is no passkey is wrong, not our mistake."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms

from autossa.portal.accounts.library_forms import NamedPasskeyForm


class AuthenticateForm(forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """As a second factor."""

    def clean_credential(self) -> Any:
        """The passkey that was used."""
        return _read(super().clean_credential)


class LoginForm(forms.LoginWebAuthnForm):  # type: ignore[misc]
    """In place of a password."""

    def clean_credential(self) -> Any:
        """The passkey that was used."""
        return _read(super().clean_credential)


class ReauthenticateForm(forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """To prove once more who one is."""

    def clean_credential(self) -> Any:
        """The passkey that was used."""
        return _read(super().clean_credential)


class AddForm(NamedPasskeyForm):
    """A new one."""

    def clean(self) -> Any:
        """The name, and the passkey that was made."""
        return _read(super().clean)


def _read(clean: Any) -> Any:
    """What the library reads; it trips over what does not have the form of a passkey at all."""
    try:
        return clean()
    except (KeyError, TypeError, ValueError, AttributeError):
        raise get_adapter().validation_error("incorrect_code") from None
