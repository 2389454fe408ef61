"""The partner's side: the customers and projects it looks after, and a customer it invites."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.organisations import customers
from autossa.portal.organisations.forms import CustomerForm
from autossa.portal.web.clock import today
from autossa.portal.web.forms import show_error
from autossa.portal.web.frames import ask_context, page_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, search_words
from autossa.queries.identifiers import project_name
from autossa.queries.organisations.delegations import managed_customers
from autossa.queries.organisations.partner_invoices import partner_invoices
from autossa.wording import languages


@page(Scope.ORGANISATION, Action.VIEW_CUSTOMERS)
def overview(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Customers with the projects that the partner has access to."""
    words = search_words(request.GET)
    found = managed_customers(request.organisation.id, today(), words, request.GET.get("after", ""))
    context = {**page_context(request, "customers"), "found": found, "words": words}
    return render(request, "portal/organisations/customers.html", context)


@page(Scope.ORGANISATION, Action.VIEW_CUSTOMERS)
def invoices(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """What was invoiced for its customers: sums, and the documents."""
    found = partner_invoices(request.account, request.organisation.id, today())
    context = {**page_context(request, "organisation_invoices"), "found": found}
    return render(request, "portal/organisations/partner_invoices.html", context)


@page(Scope.ORGANISATION, Action.INVITE_CUSTOMERS, methods=FORM)
def invite(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """A customer that is not there yet: organisation, project, access and invitation at once."""
    initial = {"country": settings.VENDOR_COUNTRY, "language": languages.current()}
    form = CustomerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "price_list"}
        try:
            project = customers.invite_customer(
                partner=request.organisation.id,
                new=customers.NewCustomer(**given),
                price_list=form.chosen,
                ctx=action_context(request),
            )
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Project created. Invitation sent to %(email)s as owner.") % given)
            return HttpResponseRedirect(reverse("project", args=[project_name(project)]))
    context = {**ask_context(request, "customers"), "form": form}
    return render(request, "portal/organisations/invite_customer.html", context)
