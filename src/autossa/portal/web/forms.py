"""What forms of several areas share. Labels and help texts stand in the form; `field.as_field_group` shows them."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from autossa.operations.errors import OperationError, Refused
from autossa.portal.ui.fields import DayField, TextField, WholeField
from autossa.queries.vendor.price_lists import price_lists
from autossa.wording.refusals import explain, explain_error


class ReasonForm(forms.Form):
    """Why."""

    reason = TextField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text


class PaidForm(forms.Form):
    """When the payment of an order came."""

    paid_on = DayField(label=_("Payment received on"))


class AgreementForm(forms.Form):
    """A box to tick, and the number of the vendor's terms that the page named: whoever agrees has been shown them."""

    terms = forms.BooleanField()
    terms_number = WholeField(least=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version

    def clean(self) -> dict[str, Any]:
        """What was shown is in force still."""
        given = super().clean() or {}
        if given.get("terms") and given.get("terms_number") != self.version:
            self.add_error("terms", _("The terms have changed since this page was shown. Read them, then agree again."))
        return given


def error_text(error: OperationError) -> str:
    """Why it was not done, in the language of the page: what the rules refused, or what was wrong with the request."""
    if isinstance(error, Refused):
        return explain(error.refusal).text
    return explain_error(error.code, error.facts, str(error))


def show_error(form: forms.Form, error: OperationError) -> None:
    """Say what was wrong beside the field that it is about, or above the form where it has no such field."""
    form.add_error(error.field if error.field in form.fields else None, error_text(error))


class PriceListForm(forms.Form):
    """The price list of a new project, asked for where there are several."""

    price_list = forms.ChoiceField(label=_("Price list"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.price_lists = price_lists()
        set_choices(self, "price_list", [(str(key), name) for key, name in self.price_lists])
        if len(self.price_lists) == 1:  # nothing to choose
            del self.fields["price_list"]

    @property
    def chosen(self) -> UUID:
        """The price list that was chosen, or the only one."""
        return UUID(self.cleaned_data.get("price_list") or str(self.price_lists[0][0]))


class NotedChoiceField(forms.ChoiceField):
    """One of some, each with a note of what it means: `notes` by value."""

    notes: Mapping[Any, Any]

    def __init__(self, *, notes: Mapping[Any, Any] | None = None, **more: Any) -> None:
        super().__init__(**{"widget": forms.RadioSelect, **more})
        self.notes = notes or {}


class NotedMultipleChoiceField(forms.MultipleChoiceField):
    """Some of some, each with a note of what it means: `notes` by value."""

    notes: Mapping[Any, Any]

    def __init__(self, *, notes: Mapping[Any, Any] | None = None, **more: Any) -> None:
        super().__init__(**{"widget": forms.CheckboxSelectMultiple, **more})
        self.notes = notes or {}


class LateChoiceField(forms.ChoiceField):
    """One of some that are known only once the rest of the form was read: `offer_choices` says which they are."""

    def valid_value(self, value: Any) -> bool:
        """Whatever it is; `offer_choices` refuses it."""
        return True


def offer_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """What a LateChoiceField offers; something else that was sent is a mistake in the form."""
    choices = list(choices)
    set_choices(form, name, choices)
    sent = form.cleaned_data.get(name) if form.is_bound and not form.errors.get(name) else None
    if sent is not None and sent not in {value for value, _label in choices}:
        form.add_error(name, form.fields[name].error_messages["invalid_choice"] % {"value": sent})


def set_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """What a field of the form offers, where that depends on who asks or on what there is."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)
