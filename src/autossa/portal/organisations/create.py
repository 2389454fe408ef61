"""Staff enters a partner or a customer that does not come by itself, and invites its owner."""

from fractions import Fraction
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action, Kind
from autossa.domain.vat_ids import read_vat_id
from autossa.operations.errors import Invalid
from autossa.operations.organisations import create
from autossa.portal.organisations.verification import VatForm
from autossa.portal.ui import countries
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.identifiers import organisation_name
from autossa.queries.organisations.organisations import find_by_number, find_doubles
from autossa.wording import glossary, languages


def _kinds() -> list[tuple[str, Any]]:
    return [(kind.value, glossary.KIND[kind]) for kind in (Kind.PARTNER, Kind.CUSTOMER)]


class EntryForm(VatForm):
    """Who it is, and who leads it."""

    kind = forms.ChoiceField(choices=_kinds, widget=forms.RadioSelect)
    name = forms.CharField(max_length=200)
    number = forms.CharField(max_length=40, required=False)
    country = forms.ChoiceField(choices=countries.choices)
    vat_id = forms.CharField(max_length=30, required=False)
    owner = forms.EmailField(max_length=254, required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES)

    def clean_number(self) -> str:
        """One that is free."""
        number = str(self.cleaned_data["number"]).strip()
        if number and find_by_number(number) is not None:
            raise forms.ValidationError(_("Another organisation has this number."))
        return number

    def clean_vat_id(self) -> str:
        """In its plain form; which country it is of, its field says, which stands before it."""
        try:
            return read_vat_id(self.cleaned_data.get("country", ""), self.cleaned_data["vat_id"])
        except ValueError:
            raise forms.ValidationError(_("This is no VAT id of the country.")) from None


@page(Scope.VENDOR, Action.VERIFY_ORGANISATIONS, methods=FORM)
def enter(request: VendorRequest) -> HttpResponse:
    """A new organisation, verified by being entered."""
    initial = {"country": settings.VENDOR_COUNTRY, "language": languages.current(), "kind": request.GET.get("kind", "")}
    form = EntryForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            key = create.enter(new=_read(form.cleaned_data), ctx=action_context(request))
        except Invalid:  # another had the number, or the words, at the same moment
            form.add_error(None, _("This did not work. Check the name and the number, and try again."))
        else:
            _say(request, form.cleaned_data)
            for double in find_doubles(key):
                text = _("It may be there already: %(name)s, number %(number)s. A double is merged.")
                messages.warning(request, text % {"name": double.name, "number": double.number})
            return HttpResponseRedirect(reverse("organisation", args=[organisation_name(key)]))
    return render(request, "portal/organisations/enter.html", {"form": form})


def _read(given: dict[str, Any]) -> create.NewOrganisation:
    words = {name: given[name] for name in ("name", "number", "country", "vat_id", "owner", "language")}
    return create.NewOrganisation(Kind(given["kind"]), tax_rate=Fraction(given["tax_percent"]) / 100, **words)


def _say(request: HttpRequest, given: dict[str, Any]) -> None:
    text = _("%(name)s is entered and verified. Invite its owner when you know who that is.")
    if given["owner"]:
        text = _("%(name)s is entered and verified, and %(owner)s is invited as its owner.")
    messages.success(request, text % given)
