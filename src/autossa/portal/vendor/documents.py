"""What invoices say of the vendor, their texts in both languages with a preview, and the table of VAT rates."""

from dataclasses import fields
from fractions import Fraction
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.vat import Treatment
from autossa.domain.rights import Action
from autossa.operations.billing.samples import sample_pdf
from autossa.operations.errors import Invalid
from autossa.operations.vendor import seller, vat_rates
from autossa.portal.ui.fields import DayField, EmailField, ExactField, TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import ReasonForm, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, seen_of
from autossa.queries.billing.seller import SellerVersion, current_seller
from autossa.queries.billing.treatments import rate_rows
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


class RateForm(forms.Form):
    """A rate from a day on."""

    percent = ExactField(
        label=gettext_lazy("VAT rate in percent"), decimals=3, least=Fraction(0), most=Fraction(99), positive=True
    )
    starts_on = DayField(label=gettext_lazy("From"))
    rate_class = TextField(
        label=gettext_lazy("Name of the rate"),
        help_text=gettext_lazy("standard for the usual one; any other is for payers for whom you select it."),
        max_length=_CLASS,
        initial="standard",
    )


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
    if is_sent and (sample := SAMPLES.get(request.POST.get("step", ""))):
        language, treatment = sample
        number = say(gettext_lazy("Sample"), language)
        texts = form.cleaned_data
        content = sample_pdf(number=number, day=today(), treatment=treatment, language=language, texts=texts)
        return HttpResponse(content, content_type="application/pdf")
    shown = form.cleaned_data if is_sent else {name: getattr(found, name) for name in names}
    preview = [
        (name, [shown.get(f"{part}_{code}", "") for part in ("intro", "reverse_charge", "third_country", "closing")])
        for code, name in settings.LANGUAGES
    ]
    return render(
        request,
        "portal/vendor/documents/texts.html",
        _context(form, found) | {"preview": preview, "samples": _samples()},
    )


@page(Scope.VENDOR, Action.VIEW_CATALOGUE)
def rates(request: VendorRequest) -> HttpResponse:
    """The table of rates."""
    return render(request, "portal/vendor/documents/rates.html", {"rows": rate_rows(today()), "parent": _parent()})


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def add_rate(request: VendorRequest) -> HttpResponse:
    """A new rate from a day on."""
    form = RateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            vat_rates.set_vat_rate(
                rate=given["percent"] / 100,
                starts_on=given["starts_on"],
                rate_class=given["rate_class"],
                ctx=action_context(request),
            )
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("vat_rates"))
    context = {"form": form, "parent": Parent(reverse("vat_rates"), _("VAT rates"))}
    return render(request, "portal/vendor/documents/add_rate.html", context)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def withdraw_rate(request: VendorRequest, rate_class: str, first_day: str) -> HttpResponse:
    """Take back a rate that has not begun."""
    found = [row for row in rate_rows(today()) if row.is_coming and row.rate_class == rate_class]
    row = next((row for row in found if row.starts_on.isoformat() == first_day), None)
    if row is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            vat_rates.withdraw_vat_rate(
                starts_on=row.starts_on,
                rate_class=rate_class,
                reason=form.cleaned_data["reason"],
                ctx=action_context(request),
            )
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Withdrawn."))
            return HttpResponseRedirect(reverse("vat_rates"))
    context = {"form": form, "row": row, "parent": Parent(reverse("vat_rates"), _("VAT rates"))}
    return render(request, "portal/vendor/documents/withdraw_rate.html", context)


def _saved(request: VendorRequest) -> HttpResponse:
    messages.success(request, _("Saved. It stands on invoices from now on; issued ones stay as they are."))
    return HttpResponseRedirect(reverse("vendor_settings"))


def _parent() -> Parent:
    return Parent(reverse("vendor_settings"), _("Settings"))


def _context(form: forms.Form, found: SellerVersion) -> dict[str, Any]:
    return {"form": form, "parent": _parent(), "seen": seen_of(found)}
