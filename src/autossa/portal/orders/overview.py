"""Orders and quotes as lists: of a project, of an organisation, the quotes of everybody."""

from django.http import HttpResponse
from django.shortcuts import render

from autossa.domain.rights import Action
from autossa.portal.web.clock import now, today
from autossa.portal.web.context import look_of
from autossa.portal.web.frames import page_context, project_frame
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, ProjectRequest, VendorRequest
from autossa.queries.credits.order_terms import booking_of
from autossa.queries.orders.order_page import project_papers
from autossa.queries.orders.orders import papers_of
from autossa.queries.orders.quotes import all_quotes


@page(Scope.PROJECT, Action.VIEW_BILLING)
def of_project(request: ProjectRequest, project_id: str) -> HttpResponse:
    """What was ordered for a project and is open or decided, and its quotes."""
    found = project_papers(request.project.id, today(), now())
    context = {**project_frame(request, "project_orders"), "found": found, "how_to_pay": look_of(request).how_to_pay}
    return render(request, "portal/orders/project.html", context)


@page(Scope.ORGANISATION, Action.VIEW_ORGANISATION)
def of_organisation(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """The orders and quotes of a customer's projects, and those that an organisation pays."""
    key = request.organisation.id
    context = {
        **page_context(request, "organisation_orders"),
        "papers": papers_of(key, today()),
        "booking": booking_of(key, today()),
    }
    return render(request, "portal/orders/organisation.html", context)


@page(Scope.VENDOR, Action.VIEW_BILLING)
def of_everybody(request: VendorRequest) -> HttpResponse:
    """The newest quotes of all projects, all of them or those that hold."""
    wanted = "open" if request.GET.get("show") == "open" else ""
    context = {"quotes": all_quotes(today(), now(), wanted), "is_open": bool(wanted)}
    return render(request, "portal/orders/quotes/quotes.html", context)
