"""The form of a license that is requested or added."""

from django import forms
from django.utils.translation import gettext_lazy

from autossa.operations.validation import MAX_REFERENCE
from autossa.portal.ui.fields import TextField, WholeField
from autossa.portal.web.forms import LateChoiceField, offer_choices
from autossa.queries.licenses.addition_page import AdditionPage, RequestedLicense
from autossa.wording.refusals import explain_error

MOST = 1_000_000


class LicenseForm(forms.Form):
    """Which type, how many, under which id; staff names the order it stands on."""

    license_type = LateChoiceField(label=gettext_lazy("License type"), widget=forms.RadioSelect)
    quantity = WholeField(label=gettext_lazy("Quantity"), least=1, most=MOST)
    license_id = TextField(
        label=gettext_lazy("License ID"),
        help_text=gettext_lazy("Your own name, unique in this project. Keep the suggestion if unsure."),
        max_length=MAX_REFERENCE,
    )
    order_reference = TextField(label=gettext_lazy("Order reference"), max_length=MAX_REFERENCE, required=False)

    def asked(self) -> RequestedLicense | None:
        """What is asked for, as far as the form alone can tell; None where it is not filled in, or wrongly."""
        names = ("license_id", "license_type", "quantity")
        if not self.is_bound or any(name in self.errors for name in names):
            return None
        return RequestedLicense(*(self.cleaned_data[name] for name in names))

    def offer(self, page: AdditionPage) -> None:
        """What can be selected; another type or an id that is taken is a mistake in the form."""
        offer_choices(self, "license_type", [(row.code, row.name) for row in page.types])
        self.initial.setdefault("license_id", page.suggested_id)
        if page.is_taken:
            self.add_error("license_id", explain_error("license_id_taken", {}, ""))
