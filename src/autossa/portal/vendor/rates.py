"""The table of domestic VAT rates, by date."""

from fractions import Fraction

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.vendor import vat_rates
from autossa.portal.ui.fields import DayField, ExactField, TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import ReasonForm, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.billing.treatments import rate_rows

_CLASS = 20


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


@page(Scope.VENDOR, Action.VIEW_CATALOGUE)
def rates(request: VendorRequest) -> HttpResponse:
    """The table of rates."""
    return render(
        request,
        "portal/vendor/documents/rates.html",
        {"rows": rate_rows(today()), "parent": Parent(reverse("vendor_settings"), _("Settings"))},
    )


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
