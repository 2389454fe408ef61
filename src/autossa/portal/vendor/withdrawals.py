"""Versions that have not begun are withdrawn, with a reason; the right one may be entered then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.vendor import catalogue
from autossa.portal.web.clock import today
from autossa.portal.web.forms import ReasonForm, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, key_or_404
from autossa.queries.vendor import catalogue as queries

V = TypeVar("V", queries.Version, queries.PolicyVersion)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is withdrawn: its first day, and its number with what it means; the pages before and after."""

    starts_on: date
    parent: Parent
    correct: str
    what: str | Promise = ""
    value: Fraction = Fraction(0)
    unit: str = ""


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def price(request: VendorRequest, list_id: str, first_day: str) -> HttpResponse:
    """Withdraw a price that has not begun."""
    row = queries.find_price_list(list_id, today())
    if row is None:
        raise Http404
    version, key = coming(row.versions, first_day), key_or_404("plt", list_id)
    kept = Kept(
        version.starts_on, Parent(reverse("prices"), _("Price lists")), reverse("add_price", args=[list_id]),
        gettext_lazy("Price of an SSC"), version.value, row.currency,
    )  # fmt: skip
    return ask(
        request,
        kept,
        lambda reason: catalogue.withdraw_price(
            price_list=key, starts_on=version.starts_on, reason=reason, ctx=action_context(request)
        ),
    )


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def rate(request: VendorRequest, type_id: str, first_day: str) -> HttpResponse:
    """Withdraw a rate that has not begun."""
    row = queries.find_license_type(type_id, today())
    if row is None:
        raise Http404
    version, code = coming(row.versions, first_day), row.code
    kept = Kept(
        version.starts_on, Parent(reverse("catalogue"), _("License types")), reverse("add_rate", args=[type_id]),
        gettext_lazy("SSC per unit and year"), version.value, code,
    )  # fmt: skip
    return ask(
        request,
        kept,
        lambda reason: catalogue.withdraw_rate(
            code=code, starts_on=version.starts_on, reason=reason, ctx=action_context(request)
        ),
    )


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def policy(request: VendorRequest, first_day: str) -> HttpResponse:
    """Withdraw a policy version that has not begun."""
    starts_on = coming(queries.policies(today()), first_day).starts_on
    kept = Kept(starts_on, Parent(reverse("policies"), _("Policies and options")), reverse("add_policy"))
    return ask(
        request,
        kept,
        lambda reason: catalogue.withdraw_policy(starts_on=starts_on, reason=reason, ctx=action_context(request)),
    )


def coming(versions: tuple[V, ...], first_day: str) -> V:
    """The version of an address, which has not begun. Raises Http404."""
    for version in versions:
        if version.phase is queries.Phase.COMING and version.starts_on.isoformat() == first_day:
            return version
    raise Http404


def ask(request: HttpRequest, kept: Kept, withdraw: Callable[[str], None]) -> HttpResponse:
    """Why; then it is withdrawn, and the right one can be entered."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(form.cleaned_data["reason"])
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Version withdrawn."))
            correct = request.POST.get("step") == "correct"
            return HttpResponseRedirect(kept.correct if correct else kept.parent.address)
    context = {"form": form, "kept": kept, "parent": kept.parent}
    return render(request, "portal/vendor/catalogue/withdraw.html", context)
