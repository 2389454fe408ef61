"""How a payer is taxed, as staff says it: never filled in beforehand, as nobody's choice must not stand on invoices."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.vat import Confirmation, Treatment
from autossa.domain.vat_ids import usual_treatment
from autossa.operations.organisations.vat import NewTreatment
from autossa.portal.ui.fields import DayField, TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import set_choices
from autossa.queries.billing.treatments import current_rates
from autossa.wording import formats, glossary

_REFERENCE = 100
_DOMESTIC = "domestic:"


class TreatmentForm(forms.Form):
    """A treatment, with how the VAT id was confirmed; one that is unusual for the country takes a tick besides."""

    treatment = forms.ChoiceField(label=gettext_lazy("VAT on invoices"))
    confirmation = TextField(
        label=gettext_lazy("Number of the confirmation"),
        help_text=gettext_lazy("Only for reverse charge: the tax authority confirmed that the VAT ID is valid."),
        max_length=_REFERENCE,
        required=False,
    )
    confirmed_on = DayField(label=gettext_lazy("Confirmed on"), required=False)
    source = TextField(
        label=gettext_lazy("Confirmed by"),
        help_text=gettext_lazy("Who was asked, such as BZSt or VIES"),
        max_length=_REFERENCE,
        required=False,
    )
    unusual = forms.BooleanField(label=gettext_lazy("This is unusual, but correct."), required=False)
    asks_again = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "treatment", [("", "–"), *treatment_choices()])

    def clean(self) -> dict[str, Any]:
        """A domestic company without VAT, or one abroad with it, may be meant, or a slip."""
        given = super().clean() or {}
        chosen, (country, vat_id) = given.get("treatment"), self.whose(given)
        if not chosen:
            return given
        if chosen == Treatment.REVERSE_CHARGE.value:
            for name in ("confirmation", "confirmed_on", "source"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Reverse charge takes the confirmation of the VAT ID."))
        if country:
            usual = usual_treatment(country, vat_id, settings.VENDOR_COUNTRY)
            self.asks_again = read_treatment(chosen)[0] is not usual
            if self.asks_again and not given.get("unusual"):
                text = _("This is unusual for this country and VAT ID. Correct it, or confirm it below.")
                self.add_error("treatment", text)
        return given

    def whose(self, given: dict[str, Any]) -> tuple[str, str]:
        """The country, and the VAT id in its plain form."""
        return given.get("country", ""), given.get("vat_id", "")

    def vat(self) -> NewTreatment:
        """What was chosen."""
        given = self.cleaned_data
        treatment, rate_class = read_treatment(given["treatment"])
        if treatment is Treatment.DOMESTIC:
            return NewTreatment(treatment, rate_class)
        if treatment is Treatment.THIRD_COUNTRY:
            return NewTreatment(treatment)
        proof = Confirmation(given["confirmation"], given["confirmed_on"], given["source"])
        return NewTreatment(treatment, confirmation=proof)


class VerifyForm(TreatmentForm):
    """For an organisation that is there."""

    def __init__(self, *args: Any, country: str, vat_id: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._whose = country, vat_id

    def whose(self, given: dict[str, Any]) -> tuple[str, str]:
        """As it stands with the organisation."""
        return self._whose


def treatment_choices() -> list[tuple[str, Any]]:
    """Each rate of the table that holds today, and the treatments without VAT."""
    domestic = [
        (f"{_DOMESTIC}{name}", _("VAT of %(rate)s") % {"rate": formats.percent(rate)})
        for name, rate in current_rates(today())
    ]
    return [*domestic, *((one.value, glossary.TREATMENT[one]) for one in Treatment if one is not Treatment.DOMESTIC)]


def read_treatment(chosen: str) -> tuple[Treatment, str]:
    """What was chosen of `treatment_choices`: the treatment, and which rates of the table."""
    if chosen.startswith(_DOMESTIC):
        return Treatment.DOMESTIC, chosen.removeprefix(_DOMESTIC)
    return Treatment(chosen), ""
