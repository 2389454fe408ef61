"""The page of an organisation: name, address, VAT id, and the contacts that get its mails."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from autossa.domain.rights import Action
from autossa.domain.vat_ids import is_required, read_vat_id
from autossa.operations import contacts, organisations
from autossa.operations.errors import Invalid, NotFound
from autossa.portal import countries, wording_rights
from autossa.portal.asking import FORM, key_or_404
from autossa.portal.gates import On, action_context, gate, the_account
from autossa.queries.access import organisation_may
from autossa.queries.lookup import organisation_name
from autossa.queries.organisations import OrganisationPage, names_of, organisation_page

# The pages of an organisation, with the action that each asks for.
_TABS = (
    ("organisation", gettext_lazy("Overview"), Action.VIEW_ORGANISATION),
    ("people", gettext_lazy("People"), Action.VIEW_ORGANISATION),
    ("customers", gettext_lazy("Customers"), Action.VIEW_CUSTOMERS),
    ("hand_overs", gettext_lazy("Hand-overs"), Action.VIEW_HAND_OVERS),
    ("payers", gettext_lazy("Payers"), Action.CONFIRM_PAYER),
    ("organisation_tokens", gettext_lazy("API tokens"), Action.MANAGE_PEOPLE),
    ("organisation_activity", gettext_lazy("Activity"), Action.VIEW_ACTIVITY),
)


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

    purpose = forms.ChoiceField(choices=[*wording_rights.PURPOSE.items()])
    name = forms.CharField(max_length=200, required=False)
    email = forms.EmailField(max_length=254)
    language = forms.ChoiceField(choices=settings.LANGUAGES)


def around(request: HttpRequest, here: str) -> dict[str, Any]:
    """What every page of an organisation shows: which one, and its other pages as far as they are allowed."""
    account, row = the_account(request), request.organisation  # type: ignore[attr-defined]
    tabs = [
        (reverse(name, args=[row.public_id]), label, name == here)
        for name, label, action in _TABS
        if organisation_may(account, row, action)
    ]
    return {
        "organisation": row,
        "tabs": tabs,
        "may": {action.name for action in Action if organisation_may(account, row, action)},
    }


def key_of(request: HttpRequest) -> UUID:
    """The organisation that the gate has found."""
    found: UUID = request.organisation.id  # type: ignore[attr-defined]
    return found


def to(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """Back to a page of the organisation."""
    return HttpResponseRedirect(reverse(name, args=[request.organisation.public_id]))  # type: ignore[attr-defined]


@gate(On.SELF)
@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The organisations somebody belongs to, with their role there."""
    members = the_account(request).person.members
    names = names_of(member.organisation for member in members)
    rows = [(organisation_name(m.organisation), names.get(m.organisation, ""), m.kind, m.role) for m in members]
    return render(request, "portal/organisations/mine.html", {"rows": rows})


@gate(On.ORGANISATION, Action.VIEW_ORGANISATION)
@require_safe
@never_cache
def overview(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """One organisation."""
    page = organisation_page(key_of(request))
    context = {**around(request, "organisation"), "page": page, "country": countries.name(page.country)}
    return render(request, "portal/organisations/overview.html", context)


@gate(On.ORGANISATION, Action.EDIT_ORGANISATION)
@require_http_methods(FORM)
@never_cache
def edit(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Change address, country, VAT id."""
    page = organisation_page(key_of(request))
    form = AddressForm(request.POST or None, initial=_initial(page))
    if request.method == "POST" and form.is_valid():
        new = organisations.Address(**form.cleaned_data)
        if organisations.edit(organisation=key_of(request), new=new, ctx=action_context(request)):
            messages.warning(request, _("Saved. We check the new details before the next contract is concluded."))
        else:
            messages.success(request, _("Saved."))
        return to(request, "organisation")
    context = {**around(request, ""), "page": page, "form": form}
    return render(request, "portal/organisations/edit.html", context)


@gate(On.ORGANISATION, Action.EDIT_ORGANISATION)
@require_http_methods(FORM)
@never_cache
def add_contact(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """A new contact."""
    form = ContactForm(request.POST or None, initial={"language": "en"})
    if request.method == "POST" and form.is_valid():
        new = contacts.Contact(**form.cleaned_data)
        try:
            contacts.add(organisation=key_of(request), new=new, ctx=action_context(request))
        except Invalid:
            form.add_error("email", _("This address is a contact for this already."))
        else:
            messages.success(request, _("The contact is added."))
            return to(request, "organisation")
    context = {**around(request, ""), "form": form, "contact": None}
    return render(request, "portal/organisations/contact.html", context)


@gate(On.ORGANISATION, Action.EDIT_ORGANISATION)
@require_http_methods(FORM)
@never_cache
def edit_contact(request: HttpRequest, organisation_id: str, contact_id: str) -> HttpResponse:
    """Change a contact."""
    page = organisation_page(key_of(request))
    contact = next((row for row in page.contacts if row.id == contact_id), None)
    if contact is None:
        raise Http404
    initial = {name: getattr(contact, name) for name in ("purpose", "name", "email", "language")}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        new, key = contacts.Contact(**form.cleaned_data), key_or_404("ctc", contact_id)
        try:
            contacts.change(contact=key, organisation=key_of(request), new=new, ctx=action_context(request))
        except Invalid:
            form.add_error("email", _("This address is a contact for this already."))
        else:
            messages.success(request, _("Saved."))
            return to(request, "organisation")
    context = {**around(request, ""), "form": form, "contact": contact}
    return render(request, "portal/organisations/contact.html", context)


@gate(On.ORGANISATION, Action.EDIT_ORGANISATION)
@require_POST
def remove_contact(request: HttpRequest, organisation_id: str, contact_id: str) -> HttpResponse:
    """Remove a contact."""
    key = key_or_404("ctc", contact_id)
    try:
        contacts.remove(contact=key, organisation=key_of(request), ctx=action_context(request))
    except NotFound:
        raise Http404 from None
    messages.success(request, _("The contact is removed."))
    return to(request, "organisation")


def _initial(page: OrganisationPage) -> dict[str, str]:
    country = page.country or settings.VENDOR_COUNTRY
    return {"address": page.address, "country": country, "vat_id": page.vat_id}
