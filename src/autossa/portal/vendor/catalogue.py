"""The catalogue: license types with rates, price lists, activation keys. Versions are never edited, only superseded."""

from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from autossa.domain.lines import Ssa
from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.vendor import catalogue, license_types
from autossa.operations.vendor.versions import MAX_AHEAD, VersionTooEarly, VersionTooFar
from autossa.portal.ui.fields import DayField, ExactField, TextField
from autossa.portal.vendor.acts import ALL_ACTS, ActsForm, acts_field, acts_of, acts_shown
from autossa.portal.web.clock import today
from autossa.portal.web.forms import show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, VendorRequest, action_context, key_or_404
from autossa.queries.access import staff_may
from autossa.queries.vendor import catalogue as queries
from autossa.queries.vendor.first_days import first_start
from autossa.wording import glossary
from autossa.wording.formats import change, day
from autossa.wording.refusals import explain_error

TABS = (
    ("catalogue", gettext_lazy("License types"), Action.VIEW_CATALOGUE),
    ("prices", gettext_lazy("Price lists"), Action.VIEW_CATALOGUE),
    ("license_prices", gettext_lazy("License prices"), Action.VIEW_CATALOGUE),
    ("policies", gettext_lazy("Policies and options"), Action.VIEW_CATALOGUE),
    ("staff_releases", gettext_lazy("Releases"), Action.VIEW_CATALOGUE),
    ("keys", gettext_lazy("Activation keys"), Action.ADD_LICENSES),
    ("check_license_file", gettext_lazy("License files"), Action.VIEW_CATALOGUE),
)

UNUSUAL_CHANGE = Fraction(1, 2)
FROM = pgettext_lazy("first day", "From")
_RATE = gettext_lazy("SSC per unit and year")
_NET = gettext_lazy("Net, before the price adjustment of an option")


class TypeForm(forms.Form):
    """A new license type with its first rate."""

    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9_.-]*$",
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Capital letters, digits and . _ -; it cannot be changed later"),
        max_length=60,
    )
    name = TextField(label=gettext_lazy("Name"), max_length=200)
    note = TextField(label=gettext_lazy("Note"), max_length=500, required=False)
    ssa = forms.ChoiceField(
        label=gettext_lazy("How it stands to SSA"),
        help_text=gettext_lazy("It stays once there is a license of the type."),
        widget=forms.RadioSelect,
        choices=[(ssa.value, ssa.value) for ssa in Ssa],
    )
    acts = acts_field()
    value = ExactField(label=_RATE, help_text=gettext_lazy("0 for what is never charged"), least=Fraction(0))
    starts_on = DayField(label=FROM)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [(key, f"{word}. {glossary.SSA_NOTE[key]}") for key, word in glossary.SSA.items()]
        self.fields["ssa"].choices = said  # type: ignore[attr-defined]


class ListForm(forms.Form):
    """A new price list with its first price."""

    name = TextField(label=gettext_lazy("Name"), max_length=100)
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=gettext_lazy("Currency"),
        help_text=gettext_lazy("Three capital letters, such as EUR; it cannot be changed later"),
        max_length=3,
    )
    value = ExactField(label=gettext_lazy("Price of an SSC"), help_text=_NET, positive=True)
    starts_on = DayField(label=FROM)


class VersionForm(forms.Form):
    """A rate or price from a day to come on. What is far from the one before it takes a tick besides."""

    value = ExactField(label=_RATE)
    unusual = forms.BooleanField(label=gettext_lazy("Yes, this unusual value is right."), required=False)
    starts_on = DayField(label=FROM)
    asks_again = False
    change: Fraction | None = None

    def __init__(self, *args: Any, versions: tuple[queries.Version, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions, self._first_day = versions, first_start(bool(versions), today())
        if versions:
            self.fields["starts_on"].help_text = _("%(day)s at the earliest") % {"day": day(self._first_day)}

    def clean_starts_on(self) -> date:
        """No late run is to charge another price than the one of its day; and each day has one version."""
        found: date = self.cleaned_data["starts_on"]
        if found < self._first_day:
            facts = {"earliest": self._first_day}
            raise ValidationError(explain_error(VersionTooEarly.code, facts, ""))
        if found > today() + MAX_AHEAD:
            raise ValidationError(explain_error(VersionTooFar.code, {}, ""))
        if any(version.starts_on == found for version in self._versions):
            raise ValidationError(
                _("There is already a version from this day. Select another day; versions are never edited.")
            )
        return found

    def clean_value(self) -> Any:
        """Rates and prices are not negative."""
        if self.cleaned_data["value"] < 0:
            raise ValidationError(_("The number must not be negative."))
        return self.cleaned_data["value"]

    def clean(self) -> dict[str, Any]:
        """Nothing, or a half more or less than before, may be meant, or a slip: it cannot be taken back."""
        given = super().clean() or {}
        value, starts_on = given.get("value"), given.get("starts_on")
        if value is None or starts_on is None:
            return given
        earlier = [version for version in self._versions if version.starts_on < starts_on and version.value]
        if earlier:
            before = max(earlier, key=lambda version: version.starts_on).value
            self.change = Fraction(value) / before - 1
        self.asks_again = not value or (self.change is not None and abs(self.change) > UNUSUAL_CHANGE)
        if self.asks_again and not given.get("unusual"):
            if self.change is None:
                self.add_error(
                    "value", _("Nothing would be charged. Change the value, or confirm below that it is right.")
                )
            else:
                said = _(
                    "That is %(change)s compared with the version before. Change the value, or confirm below that it is"
                    " right."
                )
                self.add_error("value", said % {"change": change(self.change)})
        return given


def catalogue_context(request: AccountRequest, here: str) -> dict[str, Any]:
    """What every page of the catalogue shows: its other pages, and what the reader may do."""
    account = request.account
    return {
        "tabs": [(reverse(name), label, name == here) for name, label, action in TABS if staff_may(account, action)],
        "may_edit": staff_may(account, Action.EDIT_CATALOGUE),
    }


@page(Scope.VENDOR, Action.VIEW_CATALOGUE)
def overview(request: VendorRequest) -> HttpResponse:
    """License types with their rates."""
    context = {**catalogue_context(request, "catalogue"), "types": queries.license_types(today())}
    return render(request, "portal/vendor/catalogue/types.html", context)


@page(Scope.VENDOR, Action.VIEW_CATALOGUE)
def prices(request: VendorRequest) -> HttpResponse:
    """Price lists with their versions, and whom the next one meets."""
    context = {**catalogue_context(request, "prices"), "lists": queries.price_lists(today())}
    return render(request, "portal/vendor/catalogue/prices.html", context)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def add_type(request: VendorRequest) -> HttpResponse:
    """A new license type."""
    form = TypeForm(request.POST or None, initial={"starts_on": today(), "ssa": Ssa.CHARGED.value, "acts": ALL_ACTS})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            catalogue.add_license_type(
                code=given["code"], name=given["name"], note=given["note"], ssc_per_year=given["value"],
                starts_on=given["starts_on"], ssa=Ssa(given["ssa"]), acts=acts_of(given["acts"]),
                ctx=action_context(request),
            )  # fmt: skip
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("License type %(code)s added.") % {"code": given["code"]})
            return HttpResponseRedirect(reverse("catalogue"))
    return render(request, "portal/vendor/catalogue/add_type.html", {"form": form, "parent": tab_parent("catalogue")})


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def set_acts(request: VendorRequest, type_id: str) -> HttpResponse:
    """What may be done with the licenses of a type, from now on."""
    row = queries.find_license_type(type_id, today())
    if row is None:
        raise Http404
    form = ActsForm(request.POST or None, initial={"acts": acts_shown(row)})
    if "sent" in request.POST and form.is_valid():
        license_types.set_acts(code=row.code, acts=acts_of(form.cleaned_data["acts"]), ctx=action_context(request))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("catalogue"))
    context = {"form": form, "row": row, "parent": tab_parent("catalogue")}
    return render(request, "portal/vendor/catalogue/acts.html", context)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def add_list(request: VendorRequest) -> HttpResponse:
    """A new price list."""
    form = ListForm(request.POST or None, initial={"starts_on": today()})
    if request.method == "POST" and form.is_valid():
        given, ctx = form.cleaned_data, action_context(request)
        try:
            catalogue.add_price_list_from(
                name=given["name"], currency=given["currency"], price=given["value"], starts_on=given["starts_on"],
                ctx=ctx,
            )  # fmt: skip
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Price list %(name)s added.") % {"name": given["name"]})
            return HttpResponseRedirect(reverse("prices"))
    return render(request, "portal/vendor/catalogue/add_list.html", {"form": form, "parent": tab_parent("prices")})


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def add_rate(request: VendorRequest, type_id: str) -> HttpResponse:
    """A new rate of a license type from a day on: asked, checked, added."""
    row = queries.find_license_type(type_id, today())
    if row is None:
        raise Http404
    form = VersionForm(request.POST or None, versions=row.versions)
    checked = is_checked(request, form)
    if checked and request.POST.get("step") == "add":
        given, ctx = form.cleaned_data, action_context(request)
        try:
            catalogue.set_rate(code=row.code, ssc_per_year=given["value"], starts_on=given["starts_on"], ctx=ctx)
        except Invalid as error:
            show_error(form, error)
            checked = False
        else:
            messages.success(request, _("Rate saved."))
            return HttpResponseRedirect(reverse("catalogue"))
    context = {"form": form, "row": row, "checked": checked, "parent": tab_parent("catalogue")}
    return render(request, "portal/vendor/catalogue/add_rate.html", context)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def add_price(request: VendorRequest, list_id: str) -> HttpResponse:
    """A new price of a list from a day on: asked, checked with whom it meets, added."""
    row = queries.find_price_list(list_id, today())
    if row is None:
        raise Http404
    form = VersionForm(request.POST or None, versions=row.versions)
    label = _("Price of an SSC in %(currency)s") % {"currency": row.currency}
    form.fields["value"].label, form.fields["value"].help_text = label, _NET
    checked = is_checked(request, form)
    if checked and request.POST.get("step") == "add":
        given, ctx = form.cleaned_data, action_context(request)
        try:
            key = key_or_404("plt", list_id)
            catalogue.set_price(price_list=key, price=given["value"], starts_on=given["starts_on"], ctx=ctx)
        except Invalid as error:
            show_error(form, error)
            checked = False
        else:
            messages.success(request, _("Price saved."))
            return HttpResponseRedirect(reverse("prices"))
    if checked:
        row = queries.find_price_list(list_id, today(), form.cleaned_data["starts_on"]) or row
    context = {"form": form, "row": row, "checked": checked, "parent": tab_parent("prices")}
    return render(request, "portal/vendor/catalogue/add_price.html", context)


def tab_parent(name: str) -> Parent:
    """The tab that a form is below."""
    return Parent(reverse(name), next(label for tab, label, _action in TABS if tab == name))


def is_checked(request: HttpRequest, form: forms.Form) -> bool:
    """The form is right and to be checked or done, not to be changed once more."""
    return request.method == "POST" and form.is_valid() and request.POST.get("step") != "edit"
