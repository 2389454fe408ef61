"""The questions of the wizard: which option and end, who pays how, and the terms."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.operations.validation import MAX_REFERENCE
from autossa.portal.contracts.wizard_answers import INVOICE
from autossa.portal.ui.fields import DayField, EmailField, TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import AgreementForm, set_choices
from autossa.queries.billing.possible_payers import Payer
from autossa.queries.contracts.offers import OfferPage
from autossa.wording import glossary

LONGEST_YEARS = 30
_YEAR = timedelta(days=366)
METHODS = ((INVOICE, gettext_lazy("Invoice, paid by bank transfer")),)


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


class PaymentForm(forms.Form):
    """How it is paid, and by whom."""

    method = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=METHODS,
        error_messages={"required": gettext_lazy("Choose how the invoices are paid.")},
    )
    payer = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who pays."),
            "invalid_choice": gettext_lazy("This organisation cannot pay here. Choose one of those listed."),
        },
    )
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

    def __init__(self, *args: Any, payers: Iterable[Payer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "payer", [(payer.id, payer.name) for payer in payers])


class TermsForm(AgreementForm):
    """The terms of the contract, and those of the vendor where there are some."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        required = _("Read the terms and tick the box: without it nothing is submitted.")
        self.fields["terms"].error_messages["required"] = required
