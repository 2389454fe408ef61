"""The page of an organisation: name, address, VAT id, and the contacts that get its e-mails."""

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.organisations import contacts
from autossa.operations.organisations import edit as editing
from autossa.portal.organisations.forms import AddressForm, ContactForm
from autossa.portal.ui import countries
from autossa.portal.web.clock import today
from autossa.portal.web.forms import show_error
from autossa.portal.web.frames import ask_context, page_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, OrganisationRequest, action_context, key_or_404, seen_of
from autossa.queries.accounts.webhooks import has_failing
from autossa.queries.billing.parties import billing_history
from autossa.queries.identifiers import organisation_name
from autossa.queries.organisations.lookup import names_of
from autossa.queries.organisations.page import OrganisationPage, organisation_page


@page(Scope.SELF)
def mine(request: AccountRequest) -> HttpResponse:
    """The organisations somebody belongs to, with their role there."""
    members = request.account.person.members
    names = names_of(member.organisation for member in members)
    rows = [(organisation_name(m.organisation), names.get(m.organisation, ""), m.kind, m.role) for m in members]
    return render(request, "portal/organisations/mine.html", {"rows": rows})


@page(Scope.ORGANISATION, Action.VIEW_ORGANISATION)
def overview(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """One organisation."""
    page = organisation_page(request.organisation.id)
    context = {**page_context(request, "organisation"), "page": page, "country": countries.name(page.country)}
    context["has_failing_webhook"] = "MANAGE_PEOPLE" in context["may"] and has_failing(request.organisation.id)
    context |= {"seen": seen_of(page), "vat_rate": page.vat.rate_on(today()) if page.vat else None}
    return render(request, "portal/organisations/overview.html", context)


@page(Scope.ORGANISATION, Action.EDIT_ORGANISATION, methods=FORM)
def edit(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Change address, country, VAT id."""
    page = organisation_page(request.organisation.id)
    form = AddressForm(request.POST or None, initial=_initial(page))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        words = {name: given[name] for name in ("country", "vat_id", "email", "buyer_reference", "language")}
        new = editing.BillingDetails(form.address(), **words)
        try:
            ctx = action_context(request, lambda: _details(organisation_page(request.organisation.id)))
            is_new_check = editing.edit(organisation=request.organisation.id, new=new, ctx=ctx)
        except Invalid as error:
            show_error(form, error)
        else:
            if is_new_check:
                messages.warning(request, _("Saved. We verify the new details before your next contract."))
            else:
                messages.success(request, _("Saved."))
            return redirect_to(request, "organisation")
    context = {**ask_context(request, "organisation"), "page": page, "form": form, "seen": seen_of(_details(page))}
    return render(request, "portal/organisations/edit.html", context)


@page(Scope.ORGANISATION, Action.VIEW_ORGANISATION)
def history(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """What invoices said of it, version by version, and how it was taxed."""
    versions, treatments = billing_history(request.organisation.id)
    context = {**ask_context(request, "organisation"), "versions": versions, "treatments": treatments}
    return render(request, "portal/organisations/vat/history.html", context)


@page(Scope.ORGANISATION, Action.EDIT_ORGANISATION, methods=FORM)
def add_contact(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """A new contact."""
    form = ContactForm(request.POST or None, initial={"language": "en"})
    if request.method == "POST" and form.is_valid():
        new = contacts.Contact(**form.cleaned_data)
        try:
            contacts.add(organisation=request.organisation.id, new=new, ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Contact added."))
            return redirect_to(request, "organisation")
    context = {**ask_context(request, "organisation"), "form": form, "contact": None}
    return render(request, "portal/organisations/contact.html", context)


@page(Scope.ORGANISATION, Action.EDIT_ORGANISATION, methods=FORM)
def edit_contact(request: OrganisationRequest, organisation_id: str, contact_id: str) -> HttpResponse:
    """Change a contact."""
    page = organisation_page(request.organisation.id)
    contact = next((row for row in page.contacts if row.id == contact_id), None)
    if contact is None:
        raise Http404
    initial = {name: getattr(contact, name) for name in ("purpose", "name", "email", "language")}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        new, key = contacts.Contact(**form.cleaned_data), key_or_404("ctc", contact_id)
        try:
            contacts.change(contact=key, organisation=request.organisation.id, new=new, ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect_to(request, "organisation")
    context = {**ask_context(request, "organisation"), "form": form, "contact": contact}
    return render(request, "portal/organisations/contact.html", context)


@page(Scope.ORGANISATION, Action.EDIT_ORGANISATION, methods=POST)
def remove_contact(request: OrganisationRequest, organisation_id: str, contact_id: str) -> HttpResponse:
    """Remove a contact."""
    key = key_or_404("ctc", contact_id)
    contacts.remove(contact=key, organisation=request.organisation.id, ctx=action_context(request))
    messages.success(request, _("Contact removed."))
    return redirect_to(request, "organisation")


def _details(page: OrganisationPage) -> object:
    """What is changed together; whoever changes it has seen all of it."""
    return page.address, page.country, page.vat_id, page.verified_on


def _initial(page: OrganisationPage) -> dict[str, str]:
    country = page.country or settings.VENDOR_COUNTRY
    return asdict(page.postal) | {
        "country": country, "vat_id": page.vat_id, "email": page.email, "buyer_reference": page.buyer_reference,
        "language": page.language,
    }  # fmt: skip
