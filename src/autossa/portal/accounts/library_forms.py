"""The forms of the libraries, and a rule of theirs, with our words; what they check is theirs."""

from typing import Any, ClassVar, NamedTuple

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkeys
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from autossa.domain.email_addresses import same_or_read
from autossa.domain.texts import password as plain_password
from autossa.operations.accounts import factors
from autossa.operations.validation import MAX_REFERENCE
from autossa.portal.ui.fields import TextField, clean_address
from autossa.portal.web.clock import now

PASSWORD_HELP = _("At least 12 characters. Use a few unrelated words: easy to remember, hard to guess.")


class UnlikeItsOwner(UserAttributeSimilarityValidator):
    """The rule that a password must not be like its owner; the library's words name a column of the table."""

    def get_error_message(self) -> str:
        """What is said of one that is."""
        return gettext("The password is too similar to your name or e-mail address.")


class Label(NamedTuple):
    """What a field is called, and what browsers may fill in."""

    text: str | Promise
    autocomplete: str
    help_text: str | Promise = ""


class Labelled:
    """Our labels on the library's fields; what is typed as name or new password is read as in our own forms."""

    labels: ClassVar[dict[str, Label]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = getattr(self, "fields", {})
        for name, label in self.labels.items():
            field = fields[name]
            field.label, field.help_text = label.text, label.help_text
            field.widget.attrs["autocomplete"] = label.autocomplete
            field.widget.attrs.pop("placeholder", None)
            if label.autocomplete == "new-password":
                field.to_python = _read_password


_EMAIL = Label(_("E-mail address"), "username")
_PASSWORD = Label(_("Password"), "current-password")
_NEW = {
    "password1": Label(_("New password"), "new-password", PASSWORD_HELP),
    "password2": Label(_("Repeat password"), "new-password"),
}
_PASSKEY_NAME = Label(_("Name"), "off", _("So that you recognise it later"))


class LoginForm(Labelled, account.LoginForm):  # type: ignore[misc]
    """Address and password."""

    def clean_login(self) -> str:
        """The address in the form that it is kept in."""
        return same_or_read(self.cleaned_data["login"])

    labels: ClassVar[dict[str, Label]] = {
        "login": _EMAIL,
        "password": _PASSWORD,
        "remember": Label(_("Stay logged in on this device for 14 days"), "off"),
    }


class ReauthenticateForm(Labelled, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    labels: ClassVar[dict[str, Label]] = {"password": _PASSWORD}


class AddEmailForm(Labelled, account.AddEmailForm):  # type: ignore[misc]
    """Another address."""

    labels: ClassVar[dict[str, Label]] = {"email": Label(_("New address"), "email")}

    def clean_email(self) -> Any:
        """The address in the form that it is kept in."""
        self.cleaned_data["email"] = clean_address(self.cleaned_data["email"])
        return super().clean_email()


class ChangePasswordForm(Labelled, account.ChangePasswordForm):  # type: ignore[misc]
    """Another password."""

    labels: ClassVar[dict[str, Label]] = {"oldpassword": Label(_("Current password"), "current-password"), **_NEW}


class SetPasswordForm(Labelled, account.SetPasswordForm):  # type: ignore[misc]
    """A first password."""

    labels: ClassVar[dict[str, Label]] = _NEW


class ResetPasswordForm(Labelled, account.ResetPasswordForm):  # type: ignore[misc]
    """Where the link is sent."""

    labels: ClassVar[dict[str, Label]] = {"email": _EMAIL}

    def clean_email(self) -> Any:
        """The address in the form that it is kept in: the link is sent there, and not to one that looks like it."""
        self.cleaned_data["email"] = same_or_read(self.cleaned_data["email"])
        return super().clean_email()


class ResetPasswordKeyForm(Labelled, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by the link."""

    labels: ClassVar[dict[str, Label]] = _NEW


class GoodOnce:
    """A code is checked by us: it is good once, in whatever process it is tried again."""

    def clean_code(self) -> str:
        """The code, used up. The library's message says that it is wrong, or was used already."""
        form: Any = self
        forgive = check_rate_limit(form.user)
        code = str(form.cleaned_data["code"])
        found = factors.use_code(user=form.user.pk, code=code, moment=now())
        if found is None:
            main = Authenticator.objects.filter(user=form.user).order_by("-type").first()
            if main is not None:
                form._emit_authentication_failed(main)
            raise get_adapter().validation_error("incorrect_code")
        found.user = form.user
        form.authenticator = found
        forgive()
        return code


class CodeForm(Labelled, GoodOnce, factor.AuthenticateForm):  # type: ignore[misc]
    """A second factor at login."""

    labels: ClassVar[dict[str, Label]] = {"code": Label(_("Code"), "one-time-code")}


class CodeAgainForm(Labelled, GoodOnce, factor.ReauthenticateForm):  # type: ignore[misc]
    """A second factor once more."""

    labels: ClassVar[dict[str, Label]] = {"code": Label(_("Code from the app, or a recovery code"), "one-time-code")}


class ActivateAppForm(Labelled, app.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app."""

    labels: ClassVar[dict[str, Label]] = {"code": Label(_("Enter the code shown in the app"), "one-time-code")}


class RenamePasskeyForm(Labelled, passkeys.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    labels: ClassVar[dict[str, Label]] = {"name": _PASSKEY_NAME}
    name = TextField(max_length=MAX_REFERENCE)


class NamedPasskeyForm(Labelled, passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""

    labels: ClassVar[dict[str, Label]] = {"name": _PASSKEY_NAME}
    name = TextField(max_length=MAX_REFERENCE, required=False)


def _read_password(value: object) -> str:
    return plain_password(str(value or ""))
