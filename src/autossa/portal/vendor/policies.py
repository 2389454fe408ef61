"""Policy versions with their options: what is, was and will be in force, and a new one, checked before it is set."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.vat import SupplyDate
from autossa.domain.plans import Option
from autossa.domain.policies import EntitlementDay, GiveUp, Policy, ReminderPolicy
from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.versions import MAX_AHEAD, VersionTooEarly, VersionTooFar
from autossa.portal.ui.fields import DayField, ExactField, TextField, WholeField
from autossa.portal.vendor.catalogue import FROM, catalogue_context
from autossa.portal.web.clock import today
from autossa.portal.web.forms import show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.vendor import catalogue as queries
from autossa.wording import formats, glossary
from autossa.wording.refusals import explain_error

_MAX_DAYS, _MAX_MONTHS = 3650, 120
NEW = "new"  # the row of an option that is not there yet

# The values of a policy in the order of the form: name, label, note.
VALUES: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    ("grace_days", gettext_lazy("Grace period"), gettext_lazy("Up to this many days a gap is calculated once.")),
    ("late_multiplier", gettext_lazy("Late gap"), gettext_lazy("What a longer gap is multiplied by.")),
    (
        "renewal_lead_days",
        gettext_lazy("Booked in advance"),
        gettext_lazy("A period is booked this many days before it starts."),
    ),
    (
        "reaction_days",
        gettext_lazy("Days to react"),
        gettext_lazy("After a rejected review so many days do not count against the grace period either."),
    ),
    (
        "give_up",
        gettext_lazy("Given-up licenses"),
        gettext_lazy("When a license that is given up under a contract ends."),
    ),
    (
        "entitlement_day",
        gettext_lazy("Maintenance releases"),
        gettext_lazy("Which day must be covered for maintenance and security releases."),
    ),
    ("quote_days", gettext_lazy("Quotes"), gettext_lazy("A quote can be accepted for this many days.")),
    ("void_days", gettext_lazy("Voiding"), gettext_lazy("A booking can be voided for this many days.")),
    ("payment_days", gettext_lazy("Days to pay"), gettext_lazy("An invoice is due so many days after it is issued.")),
    (
        "supply_date",
        gettext_lazy("VAT rate of"),
        gettext_lazy("Which day's rate counts where the rate changes."),
    ),
    ("expiry_days", gettext_lazy("Reminders of the end"), gettext_lazy("Days before it, such as 90, 60, 30, 7.")),
    ("cancel_days", gettext_lazy("Reminder to cancel"), gettext_lazy("Days before the last day to cancel.")),
    ("charge_days", gettext_lazy("Reminder of a charge"), gettext_lazy("Days before it is booked.")),
    (
        "gap_days",
        gettext_lazy("Reminder of a gap"),
        gettext_lazy("Days before the last day on which it is calculated once."),
    ),
)

CHOICES: dict[str, tuple[type[GiveUp] | type[EntitlementDay] | type[SupplyDate], dict[str, Promise]]] = {
    "supply_date": (
        SupplyDate,
        {"first_day": gettext_lazy("the first day of the period"), "issue_day": gettext_lazy("the day of the booking")},
    ),
    "give_up": (
        GiveUp,
        {"term": gettext_lazy("with the contract term"), "period": gettext_lazy("with what is paid")},
    ),
    "entitlement_day": (
        EntitlementDay,
        {"release": gettext_lazy("that of the release"), "branch": gettext_lazy("the first of its branch")},
    ),
}

MONTHS: dict[str, Promise] = {
    "term": gettext_lazy("Term (months)"),
    "notice": gettext_lazy("Notice (months)"),
    "billed": gettext_lazy("Billed every (months)"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A value that the new version changes."""

    label: str
    before: str
    after: str


class PolicyForm(forms.Form):
    """All values of a policy, and a row for each option."""

    starts_on = DayField(label=FROM)
    grace_days = WholeField(least=0, most=_MAX_DAYS)
    late_multiplier = ExactField(least=Fraction(1), most=Fraction(100))
    renewal_lead_days = WholeField(least=0, most=_MAX_DAYS)
    reaction_days = WholeField(least=0, most=_MAX_DAYS)
    give_up = forms.ChoiceField(choices=list(CHOICES["give_up"][1].items()))
    entitlement_day = forms.ChoiceField(choices=list(CHOICES["entitlement_day"][1].items()))
    quote_days = WholeField(least=0, most=_MAX_DAYS)
    void_days = WholeField(least=0, most=_MAX_DAYS)
    payment_days = WholeField(least=0, most=_MAX_DAYS)
    supply_date = forms.ChoiceField(choices=list(CHOICES["supply_date"][1].items()))
    expiry_days = TextField(max_length=60)
    cancel_days = WholeField(least=0, most=_MAX_DAYS)
    charge_days = WholeField(least=0, most=_MAX_DAYS)
    gap_days = WholeField(least=0, most=_MAX_DAYS)

    def __init__(self, *args: Any, base: Policy, first_day: date = date.min, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(base)
        super().__init__(*args, **kwargs)
        self._first_day = first_day
        self.fields["starts_on"].help_text = _("%(day)s at the earliest") % {"day": formats.day(first_day)}
        for name, label, note in VALUES:
            self.fields[name].label, self.fields[name].help_text = str(label), str(note)
        self.rows = [option.name for option in base.options] + [NEW]
        for row in self.rows:
            self.fields[f"{row}-offered"] = forms.BooleanField(label=f"{_('Offered')} {row}", required=False)
            for part, label in MONTHS.items():
                self.fields[f"{row}-{part}"] = WholeField(label=label, least=1, most=_MAX_MONTHS, required=False)
            self.fields[f"{row}-adjustment"] = ExactField(
                label=_("Adjustment (%)"), least=Fraction(-99), most=Fraction(1000), required=False
            )
        self.fields[f"{NEW}-name"] = forms.RegexField(
            r"^[a-z][a-z0-9_]*$", label=_("Code of a new option"), max_length=40, required=False
        )

    def option_rows(self) -> Iterator[tuple[str, Any, dict[str, Any]]]:
        """For the page: the option's code, its name field (of a new one), and its other fields."""
        for row in self.rows:
            parts = {part: self[f"{row}-{part}"] for part in ("offered", "term", "notice", "billed", "adjustment")}
            yield row, self[f"{NEW}-name"] if row == NEW else None, parts

    def clean_starts_on(self) -> Any:
        """A contract that was concluded today keeps the terms it was concluded under."""
        found = self.cleaned_data["starts_on"]
        if found < self._first_day:
            raise ValidationError(explain_error(VersionTooEarly.code, {"earliest": self._first_day}, ""))
        if found > today() + MAX_AHEAD:
            raise ValidationError(explain_error(VersionTooFar.code, {}, ""))
        return found

    def clean_expiry_days(self) -> tuple[int, ...]:
        """A few numbers of days, the largest first."""
        parts = self.cleaned_data["expiry_days"].replace(",", " ").split()
        if not parts or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
            raise ValidationError(_("Enter numbers of days, such as 90, 60, 30, 7."))
        return tuple(sorted({int(part) for part in parts}, reverse=True))

    def clean(self) -> dict[str, Any]:
        """The values fit together as the rules ask for; then `policy` is there."""
        given = super().clean() or {}
        if not self.errors:
            options = tuple(filter(None, (self._option(row, given) for row in self.rows)))
            if not self.errors:
                given["policy"] = self._policy(given, options)
        return given

    def _option(self, row: str, given: dict[str, Any]) -> Option | None:
        if not given.get(f"{row}-offered"):
            return None
        parts: list[Any] = [given.get(f"{row}-{part}") for part in ("term", "notice", "billed", "adjustment")]
        name = given.get(f"{NEW}-name") if row == NEW else row
        if None in parts or not name or (row == NEW and name in self.rows):
            field = f"{NEW}-name" if row == NEW and (not name or name in self.rows) else f"{row}-term"
            self.add_error(field, _("An option needs its own code, its months and an adjustment."))
            return None
        term, notice, billed, adjustment = parts
        if term % billed:
            self.add_error(f"{row}-billed", _("The billed months must divide the term."))
            return None
        if adjustment <= -100:
            self.add_error(f"{row}-adjustment", _("The adjustment must leave a price."))
            return None
        return Option(name, term, notice, billed, adjustment / 100)

    def _policy(self, given: dict[str, Any], options: tuple[Option, ...]) -> Policy | None:
        if not options:
            self.add_error(None, _("At least one option must be offered."))
            return None
        longest = Policy(renewal_lead_days=0, options=options).longest_lead
        if given["renewal_lead_days"] > longest:
            said = _("Periods cannot be booked earlier than the shortest notice period: at most %(days)s days.")
            self.add_error("renewal_lead_days", said % {"days": longest})
            return None
        reminders = ReminderPolicy(given["expiry_days"], given["cancel_days"], given["charge_days"], given["gap_days"])
        return Policy(
            given["grace_days"], given["late_multiplier"], given["renewal_lead_days"], given["void_days"], options,
            reminders, given["reaction_days"], GiveUp(given["give_up"]), EntitlementDay(given["entitlement_day"]),
            SupplyDate(given["supply_date"]), given["payment_days"], given["quote_days"],
        )  # fmt: skip


@page(Scope.VENDOR, Action.VIEW_CATALOGUE)
def overview(request: VendorRequest) -> HttpResponse:
    """All versions, newest first."""
    versions = [(version, _values(version.policy)) for version in queries.policies(today())]
    return render(
        request,
        "portal/vendor/policies/overview.html",
        {**catalogue_context(request, "policies"), "versions": versions},
    )


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def add(request: VendorRequest) -> HttpResponse:
    """A new version: asked, checked with what it changes and for whom, set."""
    versions, first_day = queries.policies_to_follow(today())
    base = versions[0]
    form = PolicyForm(request.POST or None, base=base.policy, first_day=first_day)
    checked = request.method == "POST" and form.is_valid() and request.POST.get("step") != "edit"
    if checked and request.POST.get("step") == "add":
        given = form.cleaned_data
        try:
            catalogue.set_policy(policy=given["policy"], starts_on=given["starts_on"], ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
            checked = False
        else:
            messages.success(request, _("New version saved."))
            return HttpResponseRedirect(reverse("policies"))
    context = {
        "form": form,
        "fields": [form[name] for name, _label, _note in VALUES],
        "parent": Parent(reverse("policies"), _("Policies and options")),
        "base": base,
        "checked": checked,
        "kept": sum(version.contracts for version in versions),
        "button": _("Save the version from %(day)s") % {"day": formats.day(form.cleaned_data["starts_on"])}
        if checked
        else "",
        "changes": list(changes(base.policy, form.cleaned_data["policy"])) if checked else [],
    }
    return render(request, "portal/vendor/policies/add.html", context)


def changes(before: Policy, after: Policy) -> Iterator[Change]:
    """What differs between two policies, in words."""
    old, new = dict(_values(before)), dict(_values(after))
    yield from (Change(label, old[label], new[label]) for label in old if old[label] != new[label])
    options = {option.name: option for option in before.options}
    later = {option.name: option for option in after.options}
    for name in [*options, *(name for name in later if name not in options)]:
        was, becomes = options.get(name), later.get(name)
        if was != becomes:
            shown = was or becomes
            assert shown is not None
            yield Change(glossary.plan(shown), _terms(was), _terms(becomes))


def _values(policy: Policy) -> list[tuple[str, str]]:
    return [(str(label), _shown(getattr(policy, name, None), policy, name)) for name, label, _note in VALUES]


def _shown(value: Any, policy: Policy, name: str) -> str:
    if name in CHOICES:
        return str(CHOICES[name][1][value.value])
    found = getattr(policy.reminders, name) if value is None else value
    if isinstance(found, Fraction):
        return f"× {formats.exact(found)}"
    days = ", ".join(str(one) for one in found) if isinstance(found, tuple) else str(found)
    return _("%(days)s days") % {"days": days}


def _terms(option: Option | None) -> str:
    if option is None:
        return _("not offered")
    return _("term %(term)s, notice %(notice)s, billed every %(billed)s months, %(adjustment)s") % {
        "term": option.term_months,
        "notice": option.notice_months,
        "billed": option.billed_months,
        "adjustment": formats.percent(option.adjustment),
    }


def _initial(base: Policy) -> dict[str, Any]:
    given: dict[str, Any] = {
        name: getattr(base, name) for name, *_ in VALUES if name not in CHOICES and hasattr(base, name)
    }
    given |= {name: getattr(base, name).value for name in CHOICES}
    given |= {name: getattr(base.reminders, name) for name in ("cancel_days", "charge_days", "gap_days")}
    given["expiry_days"] = ", ".join(map(str, base.reminders.expiry_days))
    for option in base.options:
        row = option.name
        given |= {f"{row}-offered": True, f"{row}-term": option.term_months, f"{row}-notice": option.notice_months}
        given |= {f"{row}-billed": option.billed_months, f"{row}-adjustment": option.adjustment * 100}
    return given
