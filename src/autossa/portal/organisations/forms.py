"""Forms of organisations: their details, their contacts, and what only staff fills in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.addresses import CITY, CODE, PART, PostalAddress
from autossa.domain.billing.leitweg import read_buyer_reference
from autossa.domain.rights import Kind
from autossa.domain.vat_ids import is_required, read_vat_id
from autossa.portal.organisations.vat_forms import TreatmentForm
from autossa.portal.ui import countries
from autossa.portal.ui.fields import EmailField, TextField
from autossa.portal.web.forms import NotedChoiceField, PriceListForm, set_choices
from autossa.queries.organisations.people import MemberRow
from autossa.wording import glossary

_WORD = 200
_REFERENCE = 100


class VatIdField(TextField):
    """A VAT id; which country it is of, the form checks."""

    def __init__(self, **more: Any) -> None:
        given: dict[str, Any] = {
            "label": gettext_lazy("VAT ID"),
            "help_text": gettext_lazy("Required in other EU countries. Elsewhere leave it empty if there is none."),
            "max_length": 30,
            "required": False,
        }
        super().__init__(**given | more)


def country_field() -> forms.ChoiceField:
    """The country of a company."""
    select = forms.Select(attrs={"autocomplete": "country"})
    return forms.ChoiceField(label=gettext_lazy("Country"), choices=countries.choices, widget=select)


def address_field(rows: int) -> TextField:
    """The postal address of a company."""
    return TextField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Street, postcode and town, as on invoices"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "street-address"}),
    )


def language_field() -> forms.ChoiceField:
    """The language of e-mails to an address that need not belong to an account."""
    return forms.ChoiceField(label=gettext_lazy("Language of e-mails"), choices=settings.LANGUAGES)


def clean_company(form: forms.Form, given: dict[str, Any]) -> dict[str, Any]:
    """The VAT id in its plain form, where the country has such a one and needs one."""
    country = given.get("country")
    if not country:
        return given
    try:
        given["vat_id"] = read_vat_id(country, given.get("vat_id", ""))
    except ValueError:
        form.add_error("vat_id", _("This is not a VAT ID of the selected country. Check it digit by digit."))
        return given
    if not given["vat_id"] and is_required(country, settings.VENDOR_COUNTRY):
        form.add_error("vat_id", _("Companies in this country need a VAT ID to be invoiced."))
    return given


# ---------------------------------------------------------------- by the organisation itself


class AddressForm(forms.Form):
    """Where an organisation is, what authorities and buyers want on invoices, and where they go."""

    street = TextField(label=gettext_lazy("Street and number"), max_length=PART, required=False)
    more = TextField(
        label=gettext_lazy("Further line"),
        help_text=gettext_lazy("A department, a building, a P.O. box"),
        max_length=PART,
        required=False,
    )
    post_code = TextField(label=gettext_lazy("Postcode"), max_length=CODE, required=False)
    city = TextField(label=gettext_lazy("Town"), max_length=CITY)
    country = country_field()
    vat_id = VatIdField()
    email = EmailField(
        label=gettext_lazy("E-mail address for invoices"),
        help_text=gettext_lazy("Named in electronic invoices. Who gets e-mails is set under contacts."),
        required=False,
    )
    buyer_reference = TextField(
        label=gettext_lazy("Buyer reference"),
        help_text=gettext_lazy("A Leitweg-ID, such as 04011000-12345-03, or what your accounts department reads."),
        max_length=_REFERENCE,
        required=False,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of invoices"), choices=settings.LANGUAGES)

    def clean_buyer_reference(self) -> str:
        """The check digits of a Leitweg-ID are right."""
        try:
            return read_buyer_reference(self.cleaned_data["buyer_reference"])
        except ValueError:
            said = _("The check digits of this Leitweg-ID are wrong. Check it digit by digit.")
            raise forms.ValidationError(said) from None

    def clean(self) -> dict[str, Any]:
        """The VAT id depends on the country."""
        return clean_company(self, super().clean() or {})

    def address(self) -> PostalAddress:
        """The parts of the address that were entered."""
        given = self.cleaned_data
        return PostalAddress(given["street"], given["more"], given["post_code"], given["city"])


class ContactForm(forms.Form):
    """An address that gets the e-mails of one purpose."""

    purpose = NotedChoiceField(
        label=gettext_lazy("Purpose"), choices=[*glossary.PURPOSE.items()], notes=glossary.PURPOSE_NOTE
    )
    name = TextField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("A person or a team"), max_length=_WORD, required=False
    )
    email = EmailField(label=gettext_lazy("E-mail address"))
    language = language_field()


class CustomerForm(PriceListForm):
    """A company that a partner invites, and its first project."""

    company = TextField(label=gettext_lazy("Company name"), max_length=_WORD)
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=countries.choices)
    email = EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The person who gets the invitation and decides for the company"),
    )
    language = language_field()
    project = TextField(
        label=gettext_lazy("Project name"), help_text=gettext_lazy("The installation, such as a site"), max_length=_WORD
    )


# ---------------------------------------------------------------- by staff


def _kinds() -> list[tuple[str, Any]]:
    return [(kind.value, glossary.KIND[kind]) for kind in (Kind.PARTNER, Kind.CUSTOMER)]


class EntryForm(TreatmentForm):
    """Who a new organisation is, and who leads it."""

    kind = NotedChoiceField(label=gettext_lazy("Type"), choices=_kinds)
    name = TextField(label=gettext_lazy("Company name"), max_length=_WORD)
    number = TextField(
        label=gettext_lazy("Number"),
        help_text=gettext_lazy("As in your books. Leave it empty to have one generated."),
        max_length=40,
        required=False,
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=countries.choices)
    address = address_field(rows=3)
    vat_id = VatIdField(help_text="")
    owner = EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The person who gets the invitation and decides for the company. You can invite later."),
        required=False,
    )
    language = language_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].required = False  # the company can enter it; a review warns without one

    def clean_vat_id(self) -> str:
        """In its plain form; which country it is of, its field says, which stands before it."""
        try:
            return read_vat_id(self.cleaned_data.get("country", ""), self.cleaned_data["vat_id"])
        except ValueError:
            raise forms.ValidationError(_("This is not a VAT ID of the selected country.")) from None


class TermsForm(forms.Form):
    """What only staff sets."""

    name = TextField(label=gettext_lazy("Name"), max_length=_WORD)
    number = TextField(label=gettext_lazy("Number"), max_length=40)


class MergeForm(forms.Form):
    """Which organisation stays."""

    number = TextField(label=gettext_lazy("Number of the organisation that stays"), max_length=40)


class PeopleForm(forms.Form):
    """Who of a duplicate may come along, each ticked by name; nobody is ticked beforehand."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who may be admitted as a viewer?"),
        help_text=gettext_lazy(
            "An owner of the organisation that stays confirms each person in the portal. Select only people whom you"
            " know to work there."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: Sequence[MemberRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "people", [(str(row.user), f"{row.name}, {row.email}") for row in people])
