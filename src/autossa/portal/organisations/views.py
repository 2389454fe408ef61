"""The page of an organisation: name, address, VAT id, and the contacts that get its mails."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.domain.vat_ids import is_required, read_vat_id
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import contacts, organisations
from autossa.portal.ui import countries
from autossa.portal.web.frames import page_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, OrganisationRequest, action_context, key_or_404
from autossa.queries.identifiers import organisation_name
from autossa.queries.organisations.organisations import OrganisationPage, names_of, organisation_page
from autossa.wording import glossary


class AddressForm(forms.Form):
    """Where an organisation is, and its VAT id."""

    address = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    country = forms.ChoiceField(choices=countries.choices)
    vat_id = forms.CharField(max_length=30, required=False)

    def clean(self) -> dict[str, Any]:
        """The VAT id depends on the country."""
        given = super().clean() or {}
        country = given.get("country")
        if not country:
            return given
        try:
            given["vat_id"] = read_vat_id(country, given.get("vat_id", ""))
        except ValueError:
            self.add_error("vat_id", _("This is no VAT id of the chosen country. Check it, digit by digit."))
            return given
        if not given["vat_id"] and is_required(country, settings.VENDOR_COUNTRY):
            self.add_error("vat_id", _("Companies in this country need a VAT id to be invoiced."))
        return given


class ContactForm(forms.Form):
    """An address that gets the mails of one purpose."""

    purpose = forms.ChoiceField(choices=[*glossary.PURPOSE.items()])
    name = forms.CharField(max_length=200, required=False)
    email = forms.EmailField(max_length=254)
    language = forms.ChoiceField(choices=settings.LANGUAGES)


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
    return render(request, "portal/organisations/overview.html", context)


@page(Scope.ORGANISATION, Action.EDIT_ORGANISATION, methods=FORM)
def edit(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Change address, country, VAT id."""
    page = organisation_page(request.organisation.id)
    form = AddressForm(request.POST or None, initial=_initial(page))
    if request.method == "POST" and form.is_valid():
        new = organisations.Address(**form.cleaned_data)
        if organisations.edit(organisation=request.organisation.id, new=new, ctx=action_context(request)):
            messages.warning(request, _("Saved. We check the new details before the next contract is concluded."))
        else:
            messages.success(request, _("Saved."))
        return redirect_to(request, "organisation")
    context = {**page_context(request, ""), "page": page, "form": form}
    return render(request, "portal/organisations/edit.html", context)


@page(Scope.ORGANISATION, Action.EDIT_ORGANISATION, methods=FORM)
def add_contact(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """A new contact."""
    form = ContactForm(request.POST or None, initial={"language": "en"})
    if request.method == "POST" and form.is_valid():
        new = contacts.Contact(**form.cleaned_data)
        try:
            contacts.add(organisation=request.organisation.id, new=new, ctx=action_context(request))
        except Invalid:
            form.add_error("email", _("This address is a contact for this already."))
        else:
            messages.success(request, _("The contact is added."))
            return redirect_to(request, "organisation")
    context = {**page_context(request, ""), "form": form, "contact": None}
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
        except Invalid:
            form.add_error("email", _("This address is a contact for this already."))
        else:
            messages.success(request, _("Saved."))
            return redirect_to(request, "organisation")
    context = {**page_context(request, ""), "form": form, "contact": contact}
    return render(request, "portal/organisations/contact.html", context)


@page(Scope.ORGANISATION, Action.EDIT_ORGANISATION, methods=POST)
def remove_contact(request: OrganisationRequest, organisation_id: str, contact_id: str) -> HttpResponse:
    """Remove a contact."""
    key = key_or_404("ctc", contact_id)
    try:
        contacts.remove(contact=key, organisation=request.organisation.id, ctx=action_context(request))
    except NotFound:
        raise Http404 from None
    messages.success(request, _("The contact is removed."))
    return redirect_to(request, "organisation")


def _initial(page: OrganisationPage) -> dict[str, str]:
    country = page.country or settings.VENDOR_COUNTRY
    return {"address": page.address, "country": country, "vat_id": page.vat_id}
