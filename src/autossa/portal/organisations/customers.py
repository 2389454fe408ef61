"""The partner's side: the customers and projects it looks after, and a customer it invites."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.organisations import customers
from autossa.portal.ui import countries
from autossa.portal.web.clock import today
from autossa.portal.web.forms import PriceListForm
from autossa.portal.web.frames import page_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, search_words
from autossa.queries.identifiers import project_name
from autossa.queries.organisations.delegations import taken_over
from autossa.wording import languages


class CustomerForm(PriceListForm):
    """A company that is invited, and its first project."""

    company = forms.CharField(max_length=200)
    country = forms.ChoiceField(choices=countries.choices)
    email = forms.EmailField(max_length=254)
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    project = forms.CharField(max_length=200)


@page(Scope.ORGANISATION, Action.VIEW_CUSTOMERS)
def overview(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Customers with the projects that were handed over."""
    words = search_words(request.GET)
    found = taken_over(request.organisation.id, today(), words, request.GET.get("after", ""))
    context = {**page_context(request, "customers"), "found": found, "words": words}
    return render(request, "portal/organisations/customers.html", context)


@page(Scope.ORGANISATION, Action.INVITE_CUSTOMERS, methods=FORM)
def invite(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """A customer that is not there yet: organisation, project, hand-over and invitation at once."""
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
        except Invalid:
            form.add_error(None, _("This did not work. Check the names and the address, and try again."))
        else:
            messages.success(request, _("The project is there, and %(email)s is invited as owner.") % given)
            return HttpResponseRedirect(reverse("project", args=[project_name(project)]))
    return render(request, "portal/organisations/invite_customer.html", {**page_context(request, ""), "form": form})
