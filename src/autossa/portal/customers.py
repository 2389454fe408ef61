"""The partner's side: the customers and projects it looks after, and a customer it invites."""

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from autossa.domain.rights import Action
from autossa.operations import partnering
from autossa.operations.errors import Invalid
from autossa.portal import countries, formats
from autossa.portal.asking import FORM, PriceListForm, search_words
from autossa.portal.clock import today
from autossa.portal.gates import On, action_context, gate
from autossa.portal.organisations import around, key_of
from autossa.queries.handovers import taken_over
from autossa.queries.lookup import project_name


class CustomerForm(PriceListForm):
    """A company that is invited, and its first project."""

    company = forms.CharField(max_length=200)
    country = forms.ChoiceField(choices=countries.choices)
    email = forms.EmailField(max_length=254)
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    project = forms.CharField(max_length=200)


@gate(On.ORGANISATION, Action.VIEW_CUSTOMERS)
@require_safe
@never_cache
def overview(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Customers with the projects that were handed over."""
    words = search_words(request.GET)
    found = taken_over(key_of(request), today(), words, request.GET.get("after", ""))
    more = urlencode({"q": words, "after": found.next_after}) if found.next_after else ""
    context = {**around(request, "customers"), "found": found, "words": words, "more": more}
    return render(request, "portal/organisations/customers.html", context)


@gate(On.ORGANISATION, Action.INVITE_CUSTOMERS)
@require_http_methods(FORM)
@never_cache
def invite(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """A customer that is not there yet: organisation, project, hand-over and invitation at once."""
    initial = {"country": settings.VENDOR_COUNTRY, "language": formats.language()}
    form = CustomerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "price_list"}
        try:
            project = partnering.invite_customer(
                partner=key_of(request),
                new=partnering.NewCustomer(**given),
                price_list=form.chosen,
                ctx=action_context(request),
            )
        except Invalid:
            form.add_error(None, _("This did not work. Check the names and the address, and try again."))
        else:
            messages.success(request, _("The project is there, and %(email)s is invited as owner.") % given)
            return HttpResponseRedirect(reverse("project", args=[project_name(project)]))
    return render(request, "portal/organisations/invite_customer.html", {**around(request, ""), "form": form})
