"""Staff verifies an organisation: looks at what differs from the ordinary, and says how it is taxed."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.organisations import standing
from autossa.operations.organisations.vat import set_treatment
from autossa.portal.organisations.vat_forms import VerifyForm
from autossa.portal.ui import countries
from autossa.portal.web.forms import show_error
from autossa.portal.web.frames import ask_context, redirect_to
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, seen_of
from autossa.queries.organisations.page import OrganisationPage, organisation_page
from autossa.queries.organisations.verification import verification_page


@page(Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS, methods=FORM)
def verify(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Look at what differs from the ordinary, say how much VAT, then verify."""
    key = request.organisation.id
    found = verification_page(key, settings.VENDOR_COUNTRY)
    shown = found.organisation
    given = request.POST or None
    form = VerifyForm(given, country=shown.country, vat_id=shown.vat_id)
    if request.method == "POST" and form.is_valid():
        ctx = action_context(request, lambda: verification_page(key, settings.VENDOR_COUNTRY))
        try:
            standing.verify(organisation=key, vat=form.vat(), ctx=ctx)
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Verified. Contracts can be concluded now."))
            return redirect_to(request, "organisation")
    context = _context(request, shown, form)
    context |= {"seen": seen_of(found), "checks": found.checks, "duplicates": found.duplicates}
    return render(request, "portal/organisations/staff/verify.html", context)


@page(Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS, methods=FORM)
def treatment(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Another treatment for one that is verified, from today on."""
    key = request.organisation.id
    shown = organisation_page(key)
    form = VerifyForm(request.POST or None, country=shown.country, vat_id=shown.vat_id)
    if request.method == "POST" and form.is_valid():
        ctx = action_context(request, lambda: organisation_page(key))
        try:
            set_treatment(organisation=key, new=form.vat(), ctx=ctx)
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved. It counts for what is booked from now on."))
            return redirect_to(request, "organisation")
    return render(
        request, "portal/organisations/vat/treatment.html", _context(request, shown, form) | {"seen": seen_of(shown)}
    )


def _context(request: OrganisationRequest, shown: OrganisationPage, form: VerifyForm) -> dict[str, Any]:
    return {
        **ask_context(request, "organisation"),
        "page": shown,
        "form": form,
        "country": countries.name(shown.country),
    }
