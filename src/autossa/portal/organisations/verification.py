"""Staff verifies an organisation: looks at what differs from the ordinary, and says how much VAT it pays."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.organisations import standing
from autossa.portal.organisations.forms import VerifyForm, rate
from autossa.portal.ui import countries
from autossa.portal.web.forms import error_text
from autossa.portal.web.frames import ask_context, redirect_to
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, seen_of
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
        try:
            standing.verify(
                organisation=key,
                tax_rate=rate(form.cleaned_data),
                ctx=action_context(
                    request, lambda: verification_page(request.organisation.id, settings.VENDOR_COUNTRY)
                ),
            )
        except Invalid as error:
            messages.error(request, error_text(error))
        else:
            messages.success(request, _("Verified. Contracts can be concluded now."))
        return redirect_to(request, "organisation")
    context = {
        **ask_context(request, "organisation"),
        "page": shown,
        "form": form,
        "country": countries.name(shown.country),
    }
    context |= {"seen": seen_of(found), "checks": found.checks, "duplicates": found.duplicates}
    return render(request, "portal/organisations/staff/verify.html", context)
