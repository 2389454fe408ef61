"""What forms of several areas share. Labels and help texts stand in the form; `field.as_field_group` shows them."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from autossa.operations.errors import OperationError, Refused
from autossa.operations.vendor.terms.acceptances import Agreed
from autossa.portal.ui.fields import DayField, TextField, WholeField
from autossa.portal.web.clock import today
from autossa.queries.vendor.price_lists import price_lists
from autossa.queries.vendor.terms.asked import AskedTerms, asked_terms
from autossa.wording import formats
from autossa.wording.refusals import explain, explain_error

_TERMS_CHANGED = _("The terms have changed since this page was shown. Read them, then agree again.")


class ReasonForm(forms.Form):
    """Why."""

    reason = TextField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text


class AmountForm(forms.Form):
    """How many, of those that there are."""

    quantity = WholeField(label=_("Quantity"), least=1)

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(WholeField, self.fields["quantity"])
        field.most, field.help_text = most, gettext("from 1 to %(most)s") % {"most": formats.whole(most)}


class PaidForm(forms.Form):
    """When the payment of an order came."""

    paid_on = DayField(label=_("Payment received on"), required=False)


class AgreementForm(forms.Form):
    """A box to tick, beside what is `asked`; the page sends back which documents it showed (`terms_shown`).

    Whoever agrees has been shown them: what was shown and is in force still is `agreed`.
    """

    terms = forms.BooleanField()

    def __init__(self, *args: Any, asked: AskedTerms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked

    def clean(self) -> dict[str, Any]:
        """What was shown is in force still."""
        given = super().clean() or {}
        sent = self.data.getlist("terms_shown") if hasattr(self.data, "getlist") else []
        if set(sent) != set(self.asked.shown) and (sent or "terms" not in self.errors):
            self.errors.pop("terms", None)  # what is to be ticked is another box now
            self.add_error("terms" if "terms" in self.fields else None, _TERMS_CHANGED)
        return given

    @property
    def agreed(self) -> Agreed:
        """What whoever sends the form agrees to."""
        return Agreed([one.document.key for one in self.asked.versions], bool(self.asked.url))


class OrderTermsForm(AgreementForm):
    """The vendor's terms; the box is there only where who is bound has not accepted all of them before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terms"].error_messages["required"] = gettext(
            "Read the terms and tick the box: without it nothing is ordered."
        )
        if not self.asked.is_asked:
            del self.fields["terms"]


def terms_asked(organisation: UUID | None) -> AskedTerms:
    """The terms in force today for an organisation, in the language of the page; None is somebody new."""
    return asked_terms(today(), organisation, (get_language() or "en")[:2])


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
