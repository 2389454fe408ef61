"""What the vendor decides of dunning: the stages with their texts and fees, and the table of base rates."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.dunning.levels import STANDARD_LEVELS, Level, What
from autossa.domain.currencies import places_of
from autossa.domain.rights import Action
from autossa.operations.billing.dunning.policy import LevelText, set_base_rate, set_policy, standard_levels
from autossa.operations.errors import Invalid
from autossa.portal.ui.fields import DayField, ExactField, TextField, WholeField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import NotedChoiceField, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.billing.dunning.policies import DunningTerms, all_terms, policy_page
from autossa.wording.billing.dunning import level_name
from autossa.wording.languages import LANGUAGES

_CURRENCY, _TEXT = "EUR", 4000
_HUNDRED = 100


class PolicyForm(forms.Form):
    """A version: when each stage is reached, what it costs in euros, what it says in both languages."""

    starts_on = DayField(label=gettext_lazy("From"))
    is_on = NotedChoiceField(
        label=gettext_lazy("Dunning"),
        choices=[("on", gettext_lazy("On")), ("off", gettext_lazy("Off"))],
        notes={
            "on": gettext_lazy("Letters go out each morning, and contracts are suspended and resumed by themselves."),
            "off": gettext_lazy("Nothing goes out. What is suspended resumes once it is paid."),
        },
    )
    warn_days = WholeField(least=0, most=90, label=gettext_lazy("Days before a suspension on which it is announced"))
    max_open_monthly = WholeField(
        least=1, most=99, label=gettext_lazy("Unpaid periods at most, billed monthly"),
        help_text=gettext_lazy("With so many the next period waits until one of them is paid."),
    )  # fmt: skip
    max_open = WholeField(least=1, most=99, label=gettext_lazy("Unpaid periods at most, billed less often"))
    interest = ExactField(
        decimals=2, least=Fraction(0), most=Fraction(100), required=False,
        label=gettext_lazy("Interest in percentage points above the base rate"),
        help_text=gettext_lazy("Empty: no interest is claimed."),
    )  # fmt: skip

    def __init__(self, *args: Any, shown: DunningTerms | None, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(shown)
        super().__init__(*args, **kwargs)
        for level in STANDARD_LEVELS:
            days = WholeField(least=1, most=999, label=_("Days after the due day"))
            fee = ExactField(decimals=2, least=Fraction(0), most=Fraction(1000), required=False, label=_("Fee in EUR"))
            self.fields[f"{level.name}_days"] = days
            if level.what is What.LETTER:
                self.fields[f"{level.name}_fee"] = fee
            for language in LANGUAGES:
                label = _("Text in English") if language == "en" else _("Text in German")
                area = forms.Textarea(attrs={"rows": 4})
                self.fields[f"{level.name}_{language}"] = TextField(label=label, max_length=_TEXT, widget=area)

    @property
    def general(self) -> list[forms.BoundField]:
        """The fields that are of no stage."""
        names = ("starts_on", "is_on", "warn_days", "max_open_monthly", "max_open", "interest")
        return [self[name] for name in names]

    @property
    def stages(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Each stage by name, with its fields."""
        for level in STANDARD_LEVELS:
            yield level_name(level.name), [self[name] for name in self.fields if name.startswith(f"{level.name}_")]

    def given(self) -> dict[str, Any]:
        """What is to be saved."""
        cleaned, points = self.cleaned_data, self.cleaned_data["interest"]
        names = ("starts_on", "warn_days", "max_open_monthly", "max_open")
        return {
            **{name: cleaned[name] for name in names},
            "is_on": cleaned["is_on"] == "on",
            "interest_points": None if points is None else int(points * _HUNDRED),
            "levels": [self._level(level) for level in STANDARD_LEVELS],
        }

    def _level(self, level: Level) -> LevelText:
        cleaned = self.cleaned_data
        fee = cleaned.get(f"{level.name}_fee") or 0
        fees = {_CURRENCY: int(fee * 10 ** places_of(_CURRENCY))} if fee else {}
        texts = {language: cleaned[f"{level.name}_{language}"] for language in LANGUAGES}
        return LevelText(Level(level.name, cleaned[f"{level.name}_days"], fees, level.what), texts)


class BaseRateForm(forms.Form):
    """The base rate from a day on."""

    percent = ExactField(
        decimals=2, least=Fraction(-100), most=Fraction(100), label=gettext_lazy("Base rate in percent")
    )
    starts_on = DayField(label=gettext_lazy("From"))


@page(Scope.VENDOR, Action.KEEP_BOOKS)
def overview(request: VendorRequest) -> HttpResponse:
    """The version in force, those before and to come, and the base rates."""
    shown = policy_page(today())
    rates = [(one.starts_on, Fraction(one.points, _HUNDRED * _HUNDRED)) for one in shown.rates]
    context = {"shown": shown, "now": shown.now, "rates": rates, "parent": _parent("dunning")}
    return render(request, "portal/billing/dunning/policy.html", context)


@page(Scope.VENDOR, Action.KEEP_BOOKS, methods=FORM)
def edit(request: VendorRequest) -> HttpResponse:
    """A new version, from a day on."""
    form = PolicyForm(request.POST or None, shown=next(iter(all_terms()), None))
    if request.method == "POST" and form.is_valid():
        try:
            set_policy(ctx=action_context(request), **form.given())
        except Invalid as error:
            error.field = {"interest_points": "interest"}.get(error.field, error.field)
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("dunning_policy"))
    return render(
        request, "portal/billing/dunning/edit_policy.html", {"form": form, "parent": _parent("dunning_policy")}
    )


@page(Scope.VENDOR, Action.KEEP_BOOKS, methods=FORM)
def add_rate(request: VendorRequest) -> HttpResponse:
    """A base rate from a day on."""
    form = BaseRateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            points = int(given["percent"] * _HUNDRED)
            set_base_rate(points=points, starts_on=given["starts_on"], ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("dunning_policy"))
    return render(request, "portal/billing/dunning/add_rate.html", {"form": form, "parent": _parent("dunning_policy")})


def _parent(name: str) -> Parent:
    return Parent(reverse(name), _("Dunning") if name == "dunning" else _("Stages of dunning"))


def _initial(shown: DunningTerms | None) -> dict[str, Any]:
    """The newest version, as it is changed; ours where there is none."""
    standard = {one.level.name: one for one in standard_levels()}
    known = {level.name: level for level in shown.policy.levels} if shown else {}
    found: dict[str, Any] = {"starts_on": today(), "is_on": "off" if shown and not shown.is_on else "on"}
    for name, one in standard.items():
        level = known.get(name, one.level)
        found[f"{name}_days"] = level.days
        if fee := level.fees.get(_CURRENCY):
            found[f"{name}_fee"] = Fraction(fee, 10 ** places_of(_CURRENCY))
        for language in LANGUAGES:
            own = shown.texts.get((name, language), "") if shown else ""
            found[f"{name}_{language}"] = own or one.texts[language]
    policy = shown.policy if shown else None
    found["warn_days"] = policy.warn_days if policy else 7
    found["max_open_monthly"], found["max_open"] = (policy.max_open_monthly, policy.max_open) if policy else (2, 1)
    points = policy.interest_points if policy else None
    return found | ({"interest": Fraction(points, _HUNDRED)} if points is not None else {})
