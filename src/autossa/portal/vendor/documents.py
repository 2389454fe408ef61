"""What invoices say of the vendor, and their texts in both languages, with samples."""

from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.vat import Treatment
from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.vendor import seller
from autossa.operations.vendor.samples import sample_pdf
from autossa.portal.ui.fields import EmailField, TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, seen_of
from autossa.queries.billing.seller import SellerVersion, current_seller
from autossa.wording import glossary
from autossa.wording.languages import say

_WORD, _SHORT, _CLASS = 200, 40, 20


class SellerForm(forms.Form):
    """Where to pay to, whom to ask, what the law wants said."""

    tax_number = TextField(label=gettext_lazy("Tax number"), max_length=_SHORT, required=False)
    iban = TextField(label=gettext_lazy("IBAN"), max_length=_SHORT, required=False)
    bic = TextField(label=gettext_lazy("BIC"), max_length=11, required=False)
    bank = TextField(label=gettext_lazy("Bank"), max_length=100, required=False)
    contact_name = TextField(label=gettext_lazy("Contact for questions"), max_length=_WORD, required=False)
    contact_phone = TextField(label=gettext_lazy("Phone"), max_length=_SHORT, required=False)
    contact_email = EmailField(label=gettext_lazy("E-mail address"), required=False)
    register = TextField(
        label=gettext_lazy("Register"),
        help_text=gettext_lazy("Such as: Amtsgericht Hamburg, HRB 12345"),
        max_length=_WORD,
        required=False,
    )


def _text(label: Any, *, required: bool = False) -> TextField:
    widget = forms.Textarea(attrs={"rows": 3})
    return TextField(label=label, max_length=seller.MAX_TEXT, required=required, widget=widget)


class TextsForm(forms.Form):
    """The texts of invoices in both languages."""

    intro_en = _text(gettext_lazy("Before the lines (English)"))
    intro_de = _text(gettext_lazy("Before the lines (German)"))
    closing_en = _text(gettext_lazy("Below the lines (English)"))
    closing_de = _text(gettext_lazy("Below the lines (German)"))
    reverse_charge_en = _text(gettext_lazy("Reverse charge (English)"), required=True)
    reverse_charge_de = _text(gettext_lazy("Reverse charge (German)"), required=True)
    third_country_en = _text(gettext_lazy("Outside the EU (English)"), required=True)
    third_country_de = _text(gettext_lazy("Outside the EU (German)"), required=True)


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=FORM)
def facts(request: VendorRequest) -> HttpResponse:
    """Bank, contact, register."""
    found = current_seller()
    initial = {field.name: getattr(found, field.name) for field in fields(seller.SellerText)}
    form = SellerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        ctx = action_context(request, current_seller)
        try:
            seller.save_seller(new=seller.SellerText(**form.cleaned_data), ctx=ctx)
        except Invalid as error:
            show_error(form, error)
        else:
            return _saved(request)
    return render(request, "portal/vendor/documents/facts.html", _context(form, found))


SAMPLES = {f"{code}-{treatment}": (code, treatment) for code, _name in settings.LANGUAGES for treatment in Treatment}


def _samples() -> list[tuple[str, list[tuple[str, Any]]]]:
    """The buttons of sample invoices, by language."""
    return [
        (name, [(f"{code}-{treatment}", glossary.TREATMENT[treatment]) for treatment in Treatment])
        for code, name in settings.LANGUAGES
    ]


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=FORM)
def texts(request: VendorRequest) -> HttpResponse:
    """The texts; looked at before they are saved."""
    found = current_seller()
    names = [field.name for field in fields(seller.DocumentTexts)]
    form = TextsForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and request.POST.get("step") == "save":
        ctx = action_context(request, current_seller)
        try:
            seller.save_document_texts(new=seller.DocumentTexts(**form.cleaned_data), ctx=ctx)
        except Invalid as error:
            show_error(form, error)
        else:
            return _saved(request)
    return _texts_page(request, form, found, form.cleaned_data if is_sent else {})


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=POST)
def sample(request: VendorRequest) -> HttpResponse:
    """The texts that were entered, on an invoice that nobody gets: nothing is saved."""
    form, wanted = TextsForm(request.POST), SAMPLES.get(request.POST.get("step", ""))
    if wanted is None or not form.is_valid():
        return _texts_page(request, form, current_seller(), {})
    language, treatment = wanted
    number, texts = say(gettext_lazy("Sample"), language), form.cleaned_data
    content = sample_pdf(number=number, day=today(), treatment=treatment, language=language, texts=texts)
    return HttpResponse(content, content_type="application/pdf")


def _texts_page(request: VendorRequest, form: TextsForm, found: SellerVersion, entered: dict[str, str]) -> HttpResponse:
    shown = entered or {field.name: getattr(found, field.name) for field in fields(seller.DocumentTexts)}
    preview = [
        (name, [shown.get(f"{part}_{code}", "") for part in ("intro", "reverse_charge", "third_country", "closing")])
        for code, name in settings.LANGUAGES
    ]
    context = _context(form, found) | {"preview": preview, "samples": _samples()}
    return render(request, "portal/vendor/documents/texts.html", context)


def _saved(request: VendorRequest) -> HttpResponse:
    messages.success(request, _("Saved. It stands on invoices from now on; issued ones stay as they are."))
    return HttpResponseRedirect(reverse("vendor_settings"))


def _parent() -> Parent:
    return Parent(reverse("vendor_settings"), _("Settings"))


def _context(form: forms.Form, found: SellerVersion) -> dict[str, Any]:
    return {"form": form, "parent": _parent(), "seen": seen_of(found)}
