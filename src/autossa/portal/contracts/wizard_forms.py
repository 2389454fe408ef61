"""The questions of the wizard: which option and end, who pays how, and the terms."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.documents import Method
from autossa.operations.validation import MAX_REFERENCE
from autossa.portal.billing.payments.forms import MethodForm
from autossa.portal.contracts.wizard_answers import INVOICE
from autossa.portal.ui.fields import DayField, EmailField, TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import AgreementForm, set_choices
from autossa.queries.billing.methods.ways import Ways
from autossa.queries.billing.possible_payers import Payer
from autossa.queries.contracts.offers import OfferPage
from autossa.wording import glossary
from autossa.wording.billing.payments import payment_method

LONGEST_YEARS = 30
_YEAR = timedelta(days=366)


def name_of(method: Method) -> str:
    """A method as the answers have it."""
    return INVOICE if method is Method.TRANSFER else method.value


def method_words(method: Method) -> str:
    """A method as the wizard calls it."""
    return _("Invoice, paid by bank transfer") if method is Method.TRANSFER else payment_method(method)


class OptionForm(forms.Form):
    """Which option, and whether the contract ends on a day agreed now."""

    option = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose one of the options.")}
    )
    last_day = DayField(
        label=gettext_lazy("Last day of the contract"),
        required=False,
    )

    def __init__(self, *args: Any, page: OfferPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(choice.option.name, glossary.plan(choice.option)) for choice in page.choices]
        set_choices(self, "option", choices)

    def clean_last_day(self) -> date | None:
        """A day to come, within what anybody can plan."""
        day: date | None = self.cleaned_data["last_day"]
        if day is not None and day <= today():
            raise forms.ValidationError(_("This day is today or in the past. Choose a later one, or leave it empty."))
        if day is not None and day > today() + LONGEST_YEARS * _YEAR:
            raise forms.ValidationError(_("This day is too far away. Leave it empty for a contract without an end."))
        return day


class InvoicingForm(forms.Form):
    """What the payer of a contract wants on its invoices, and who else gets them."""

    order_number = TextField(
        label=gettext_lazy("Your order number"),
        help_text=gettext_lazy("It is named in each invoice e-mail of this contract."),
        max_length=MAX_REFERENCE,
        required=False,
    )
    invoice_contact = EmailField(
        label=gettext_lazy("Invoice contact"),
        help_text=gettext_lazy("An e-mail address that gets invoices too, besides the payer's billing contacts."),
        required=False,
    )


class PaymentForm(InvoicingForm, MethodForm):
    """How it is paid, and by whom."""

    field_order = (*MethodForm.base_fields, "payer")
    payer = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who pays."),
            "invalid_choice": gettext_lazy("This organisation cannot pay here. Choose one of those listed."),
        },
    )

    def __init__(self, *args: Any, payers: Iterable[Payer], ways: Ways, **kwargs: Any) -> None:
        super().__init__(*args, methods=ways.methods, **kwargs)
        self.ways = ways
        set_choices(self, "method", [(name_of(method), method_words(method)) for method in ways.methods])
        set_choices(self, "payer", [(payer.id, payer.name) for payer in payers])

    @property
    def asks_account(self) -> bool:
        """One of the payers can be collected from once it has given a mandate."""
        return self.ways.needs_account

    @property
    def accounts(self) -> list[str]:
        """Those that mandates of the payers name already."""
        return [way.account for way in self.ways.by_payer if way.account]

    def is_wanted(self, given: dict[str, Any]) -> bool:
        """The chosen payer has given no mandate yet."""
        way = self.ways.of(given.get("payer", ""))
        self.known_account = way.account if way else ""
        return super().is_wanted(given)

    def clean(self) -> dict[str, Any]:
        """The payer can be charged so."""
        given = super().clean()
        way = self.ways.of(given.get("payer", ""))
        if way and given.get("method") not in (None, *map(name_of, way.methods)):
            self.add_error("method", _("Only somebody who may pay for this payer can choose that."))
        return given

    def answers(self) -> dict[str, str]:
        """What is kept; of an account nothing where none is needed."""
        given = {**self.cleaned_data, "agreed": "yes" if self.cleaned_data["agreed"] else "", "mandate": self.mandate}
        if self.account is None:
            given |= dict.fromkeys(("iban", "bic", "town", "country", "agreed", "mandate"), "")
        return given


class TermsForm(AgreementForm):
    """The terms of the contract, and those of the vendor where there are some."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        required = _("Read the terms and tick the box: without it nothing is submitted.")
        self.fields["terms"].error_messages["required"] = required
