"""Activation keys: made here, shown once."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.licenses import activation_keys as keys
from autossa.portal.organisations.vat_forms import read_treatment, treatment_choices
from autossa.portal.ui.fields import ExactField, WholeField
from autossa.portal.vendor.catalogue import catalogue_context
from autossa.portal.web.clock import today
from autossa.portal.web.forms import set_choices, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.vendor.catalogue import activation_keys, license_types
from autossa.wording.refusals import explain_error

_ONCE = "key_form"  # of the session: the form that may make the next key


class KeyForm(forms.Form):
    """What a key is worth."""

    license_type = forms.ChoiceField(label=gettext_lazy("License type"), required=False)
    quantity = WholeField(label=gettext_lazy("Quantity"), least=1, most=1_000_000, required=False)
    ssc = ExactField(label=gettext_lazy("Credits (SSC)"), decimals=2, positive=True, required=False)

    sold_as = forms.ChoiceField(
        label=gettext_lazy("Sold with"),
        help_text=gettext_lazy("The key can be redeemed only where invoices carry the same VAT."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "sold_as", [("", "–"), *treatment_choices()])
        types = [(row.code, f"{row.code} · {row.name}") for row in license_types(today())]
        set_choices(self, "license_type", [("", _("No license")), *types])

    def clean(self) -> dict[str, Any]:
        """A type goes with a quantity; something it must be worth."""
        given = super().clean() or {}
        kind, quantity = given.get("license_type"), given.get("quantity")
        if kind and not quantity and "quantity" not in self.errors:
            self.add_error("quantity", _("Enter a quantity."))
        if quantity and not kind:
            self.add_error("license_type", _("Select the type of these licenses."))
        if not self.errors and not kind and not given.get("ssc"):
            raise forms.ValidationError(explain_error("worth_nothing", {}, ""))
        return given


@page(Scope.VENDOR, Action.ADD_LICENSES)
def overview(request: VendorRequest) -> HttpResponse:
    """The newest keys, by their last letters."""
    return render(
        request, "portal/licenses/keys/keys.html", {**catalogue_context(request, "keys"), "keys": activation_keys()}
    )


@page(Scope.VENDOR, Action.ADD_LICENSES, methods=FORM)
def make(request: VendorRequest) -> HttpResponse:
    """Make a key; the answer to the form shows it, once. A form that is sent twice makes one key."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("once") != request.session.get(_ONCE):
            messages.info(
                request, _("This form has created a key already, shown once. Create another one if you lost it.")
            )
            return HttpResponseRedirect(reverse("keys"))
        given = form.cleaned_data
        try:
            key = keys.make(
                ctx=action_context(request),
                license_type=given["license_type"] or None,
                quantity=given["quantity"] or 0,
                ssc=int(given["ssc"] * 100) if given["ssc"] else 0,
                sold_as=keys.SoldAs(*read_treatment(given["sold_as"])),
            )
        except Invalid as error:
            show_error(form, error)
        else:
            del request.session[_ONCE]
            return render(request, "portal/licenses/keys/key_made.html", {"parent": _parent(), "key": key})
    request.session[_ONCE] = once = secrets.token_urlsafe(12)
    return render(request, "portal/licenses/keys/make_key.html", {"parent": _parent(), "form": form, "once": once})


def _parent() -> Parent:
    return Parent(reverse("keys"), _("Activation keys"))
