"""The questions of who pays: by which method, from which account; the mandate is agreed to in the same step."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.mandates import Scheme
from autossa.operations.billing.payments.mandates import MAX_HOLDER, MAX_TOWN, Account, read_account
from autossa.operations.errors import Invalid
from autossa.portal.ui import countries
from autossa.portal.ui.fields import TextField
from autossa.portal.web.forms import NotedChoiceField, set_choices, show_error
from autossa.portal.web.requests import seen_of
from autossa.wording.billing.payments import PAYMENT_METHOD, PAYMENT_METHOD_NOTE

MAX_TYPED = 50
ACCOUNT = ("iban", "holder", "bic", "town", "country", "agreed")


class AccountForm(forms.Form):
    """An account to be debited. `mandate` is the text that whoever sends the form was shown, and agrees to."""

    is_always_wanted = True
    holder = TextField(label=gettext_lazy("Account holder"), max_length=MAX_HOLDER)
    iban = TextField(label=gettext_lazy("IBAN"), max_length=MAX_TYPED)
    bic = TextField(label=gettext_lazy("BIC"), max_length=11, required=False)
    town = TextField(label=gettext_lazy("Town of the account holder"), max_length=MAX_TOWN, required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country of the account holder"), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("I give this mandate"), required=False)

    def __init__(self, *args: Any, mandate: str = "", scheme: Scheme = Scheme.CORE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mandate, self.scheme = mandate, scheme
        self.account: Account | None = None
        set_choices(self, "country", [("", "–"), *countries.choices()])
        for name in ("iban", "bic"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def full_clean(self) -> None:
        """Where an account is wanted only for one of the answers, `is_wanted` says so; it is never called optional."""
        for name in ("holder", "iban"):
            self.fields[name].required = self.is_always_wanted
        super().full_clean()
        for name in ("holder", "iban"):
            self.fields[name].required = True

    @property
    def mandate_seen(self) -> str:
        """For the hidden field that says which text was shown."""
        return seen_of(self.mandate)

    @property
    def is_abroad(self) -> bool:
        """Something of what accounts outside the EEA need was entered, or is wrong."""
        return any(self[name].errors or self[name].value() for name in ("bic", "town", "country"))

    def clean(self) -> dict[str, Any]:
        """The account is one that can be debited."""
        given = super().clean() or {}
        if not self.errors and self.is_wanted(given):
            self.read(given)
        return given

    def is_wanted(self, given: dict[str, Any]) -> bool:
        """An account must be given now."""
        return True

    def read(self, given: dict[str, Any]) -> None:
        """Read the account, and that the mandate was agreed to as it was shown."""
        names = ("iban", "holder", "bic", "town", "country")
        try:
            self.account = read_account(Account(**{name: given[name] for name in names}, scheme=self.scheme))
        except Invalid as error:
            show_error(self, error)
        if self.mandate and not (given["agreed"] and self.data.get("mandate_shown") == self.mandate_seen):
            message = gettext_lazy("Read the mandate and tick the box: without it nothing is collected.")
            self.add_error("agreed", str(message))


class MethodForm(AccountForm):
    """By which method, and the account where it is a direct debit and there is no mandate yet."""

    is_always_wanted = False
    method = NotedChoiceField(
        label=gettext_lazy("Payment method"),
        notes={"invoice": PAYMENT_METHOD_NOTE[Method.TRANSFER], **PAYMENT_METHOD_NOTE},
        error_messages={"required": gettext_lazy("Choose how the invoices are paid.")},
    )

    def __init__(self, *args: Any, methods: Sequence[Method], known_account: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_account, self.offered = known_account, [method.value for method in methods]
        set_choices(self, "method", [(method.value, PAYMENT_METHOD[method]) for method in methods])

    @property
    def asks_account(self) -> bool:
        """A direct debit can be chosen, and there is no mandate yet."""
        return Method.DIRECT_DEBIT.value in self.offered and not self.known_account

    def is_wanted(self, given: dict[str, Any]) -> bool:
        """A direct debit, and no mandate yet."""
        return given.get("method") == Method.DIRECT_DEBIT.value and not self.known_account
