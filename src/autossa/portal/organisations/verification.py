"""Staff verifies an organisation: looks at what differs from the ordinary, and says how much VAT it pays."""

from fractions import Fraction
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.domain.vat_ids import EU, is_invoiced_with_vat, read_vat_id
from autossa.operations.errors import Invalid
from autossa.operations.organisations import organisations
from autossa.portal.ui import countries
from autossa.portal.web.frames import page_context, redirect_to
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context
from autossa.queries.organisations.organisations import OrganisationPage, find_doubles, organisation_page


class VatForm(forms.Form):
    """The share of VAT, never filled in beforehand: what nobody chose must not stand on invoices.

    One that is unusual for the country takes a tick besides.
    """

    tax_percent = forms.DecimalField(min_value=0, max_value=99, max_digits=5, decimal_places=3)
    unusual = forms.BooleanField(required=False)
    asks_again = False

    def clean(self) -> dict[str, Any]:
        """A domestic company without VAT, or one abroad with it, may be meant, or a slip."""
        given = super().clean() or {}
        percent, (country, vat_id) = given.get("tax_percent"), self.whose(given)
        if percent is None or not country:
            return given
        with_vat = is_invoiced_with_vat(country, vat_id, settings.VENDOR_COUNTRY)
        self.asks_again = (percent > 0) is not with_vat
        if self.asks_again and not given.get("unusual"):
            text = _("This is unusual for this country and VAT id. Correct it, or confirm below that it is right.")
            self.add_error("tax_percent", text)
        return given

    def whose(self, given: dict[str, Any]) -> tuple[str, str]:
        """The country, and the VAT id in its plain form."""
        return given.get("country", ""), given.get("vat_id", "")


class VerifyForm(VatForm):
    """For an organisation that is there."""

    def __init__(self, *args: Any, page: OrganisationPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._page = page

    def whose(self, given: dict[str, Any]) -> tuple[str, str]:
        """As it stands with the organisation."""
        return self._page.country, self._page.vat_id


@page(Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS, methods=FORM)
def verify(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Look at what differs from the ordinary, say how much VAT, then verify."""
    key = request.organisation.id
    page = organisation_page(key)
    form = VerifyForm(request.POST if request.method == "POST" else None, page=page)
    if request.method == "POST" and form.is_valid():
        rate = Fraction(form.cleaned_data["tax_percent"]) / 100
        try:
            organisations.verify(organisation=key, tax_rate=rate, ctx=action_context(request))
        except Invalid:
            messages.error(request, _("A suspended organisation is not verified. Lift the suspension first."))
        else:
            messages.success(request, _("Verified: it can conclude contracts."))
        return redirect_to(request, "organisation")
    context = {**page_context(request, ""), "page": page, "form": form, "checks": _checks(page)}
    context |= {"doubles": find_doubles(key), "country": countries.name(page.country)}
    return render(request, "portal/organisations/verify.html", context)


def _checks(page: OrganisationPage) -> list[tuple[str, str]]:
    """What is looked at before an organisation is verified: a tone and a text for each."""
    found = [("ok", _("There is an address."))] if page.address else [("warn", _("There is no address."))]
    if not page.country:
        return [*found, ("warn", _("There is no country."))]
    return [*found, _vat_id(page), ("info", _vat(page))]


def _vat_id(page: OrganisationPage) -> tuple[str, str]:
    try:
        plain = read_vat_id(page.country, page.vat_id)
    except ValueError:
        return "danger", _("The VAT id is not one of this country.")
    if not plain:
        return "warn", _("There is no VAT id.")
    return "ok", _("The VAT id is well formed. Whether it is registered, look up with the authority.")


def _vat(page: OrganisationPage) -> str:
    if page.country == settings.VENDOR_COUNTRY:
        return _("It is in your own country: its invoices usually carry VAT.")
    if page.country not in EU:
        return _("It is outside the EU: its invoices usually carry no VAT, 0 %.")
    if page.vat_id:
        return _("It is in another EU country and has a VAT id: it usually owes the tax itself, 0 %.")
    return _("It is in another EU country and has no VAT id: its invoices usually carry VAT.")
