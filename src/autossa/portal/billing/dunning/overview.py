"""What will go out tomorrow and what went out: of all payers for finance, of one payer for staff and itself."""

from django.http import HttpResponse
from django.shortcuts import render

from autossa.domain.rights import Action
from autossa.portal.web.clock import today
from autossa.portal.web.frames import page_context
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, VendorRequest
from autossa.queries.billing.dunning.pages import dunning_page, payer_page


@page(Scope.VENDOR, Action.KEEP_BOOKS)
def everybody(request: VendorRequest) -> HttpResponse:
    """What the run of tomorrow does before it does, what went out, who is paused."""
    after = request.GET.get("after", "")
    context = {"shown": dunning_page(today(), after), "is_first": not after}
    return render(request, "portal/billing/dunning/everybody.html", context)


@page(Scope.ORGANISATION, Action.VIEW_BILLING)
def of_payer(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """The same of one payer: staff and its own people read the same list."""
    row = request.organisation
    shown = payer_page(row.id, row.name, today())
    return render(
        request,
        "portal/billing/dunning/payer.html",
        {**page_context(request, "organisation_dunning"), "shown": shown},
    )
