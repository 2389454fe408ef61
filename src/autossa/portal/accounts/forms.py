"""Forms for becoming somebody: a company is registered, a new account gets its password."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from autossa.operations.free_mail import is_free_mail
from autossa.portal.accounts.library_forms import PASSWORD_HELP
from autossa.portal.organisations.forms import VatIdField, address_field, clean_company, country_field
from autossa.portal.ui.fields import EmailField, PasswordField, TextField
from autossa.portal.web.forms import AgreementForm

_WORD = 200


class RegistrationForm(AgreementForm):
    """A company and the person who registers it."""

    company = TextField(
        label=_("Company name"), max_length=_WORD, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    country = country_field()
    vat_id = VatIdField()
    address = address_field(rows=3)
    name = TextField(label=_("Your name"), max_length=_WORD, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = EmailField(
        label=_("Business e-mail address"),
        help_text=_("Of your company, not of a private e-mail provider"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].initial = settings.VENDOR_COUNTRY
        self.fields["terms"].error_messages["required"] = _("You need to agree to the terms to register.")
        if not self.asked.exist:  # nobody agrees to what cannot be read
            del self.fields["terms"]

    def clean_email(self) -> str:
        """Only an address of the company's own."""
        email = str(self.cleaned_data["email"]).strip().lower()
        if is_free_mail(email):
            raise forms.ValidationError(
                _("Enter an address of your company. Addresses of private e-mail providers are not accepted.")
            )
        return email

    def clean(self) -> dict[str, Any]:
        """The VAT id depends on the country."""
        return clean_company(self, super().clean() or {})


class PasswordForm(forms.Form):
    """A password for a new account; with a name where none is known."""

    name = TextField(
        label=_("Your name"),
        max_length=_WORD,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = PasswordField(
        label=_("Password"),
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

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
