"""The credits of a project: balance, entries and lots; extending by hand; adjustments by the vendor's finance."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from autossa.domain import lifecycle
from autossa.domain.amounts import Ssc
from autossa.domain.rights import Action
from autossa.operations import credits
from autossa.operations.errors import Invalid, Refused
from autossa.operations.validation import MAX_REASON
from autossa.portal.ui.fields import SscField, TextField, WholeField
from autossa.portal.web.clock import today
from autossa.portal.web.context import look_of
from autossa.portal.web.forms import error_text
from autossa.portal.web.frames import project_ask_context, render_tab
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, seen_of
from autossa.queries.as_of import project_as_of
from autossa.queries.credits.lots import load_lots
from autossa.queries.credits.orders import orders_of
from autossa.queries.credits.previews import preview_extensions
from autossa.queries.projects.page import LONG, SHORT, ProjectPage, Tab
from autossa.wording import formats, refusals

EXAMPLES = (1, 3, 6, 12)
MOST_MONTHS = 60
MOST_SSC = 10**8  # hundredths, for one adjustment


class MonthsForm(forms.Form):
    """For how long."""

    months = WholeField(label=gettext_lazy("Number of months"), least=1, most=MOST_MONTHS)


class AdjustForm(forms.Form):
    """How much comes, or goes with a minus, and why."""

    ssc = SscField(
        label=gettext_lazy("Credits (SSC)"),
        help_text=gettext_lazy("such as 15 or −2.50"),
        least=-MOST_SSC,
        most=MOST_SSC,
    )
    reason = TextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The customer reads it."),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What an adjustment would leave."""

    ssc: Ssc
    free: Ssc

    @property
    def after(self) -> Ssc:
        """The available balance after it."""
        return self.free + self.ssc


@page(Scope.PROJECT, Action.VIEW_BILLING)
def overview(request: ProjectRequest, project_id: str) -> HttpResponse:
    """The balance, every entry with its reason, the lots from where they came to what they paid."""

    def more(page: ProjectPage) -> dict[str, Any]:
        key = request.project.id
        lots = load_lots(key, LONG if request.GET.get("show") == "all" else SHORT)
        orders = orders_of(key)
        open_orders = [order for order in orders if order.state == "open"]
        return {
            "lots": lots,
            "shown_lots": {lot.number for lot in (*lots.left, *lots.used_up)},
            "shown_entries": {key for entry in page.credit_lines for key in entry.ids},
            "open_orders": open_orders,
            "how_to_pay": look_of(request).how_to_pay,
            "past_orders": [order for order in orders if order.state != "open"],
            "can_extend": lifecycle.refused_in_state(lifecycle.Action.EXTEND, page.project.contract) is None,
        }

    return render_tab(request, "project_credits", Tab.CREDITS, "credits/overview", more)


@page(Scope.PROJECT, Action.EDIT_CONTRACTS, methods=FORM)
def extend(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Extend coverage by hand: for how long, check, do."""
    project, step = request.project, request.POST.get("step", "")
    form = (
        MonthsForm(request.POST)
        if request.POST and step != "change"
        else MonthsForm(initial={"months": _months(request)})
    )
    examples = preview_extensions(project.id, today(), EXAMPLES)
    if not examples:
        raise Http404
    refusal = examples[0].refusal
    context: dict[str, Any] = {
        **project_ask_context(request, "project_credits"),
        "form": form,
        "examples": examples,
        "blocked": refusals.explain(refusal) if refusal and not refusal.missing_ssc else None,
        "today": today(),
    }
    if form.is_bound and form.is_valid() and not context["blocked"]:
        (found,) = preview_extensions(project.id, today(), (form.cleaned_data["months"],))
        if request.method == "POST" and step == "do" and found.refusal is None:
            return _extend(request, found.months)
        refused = found.refusal and refusals.explain(found.refusal, found.ordered, found.enough)
        context |= {"found": found, "seen": seen_of(found), "refused": refused}
    name = "extend_blocked" if context["blocked"] else "extend_check" if "found" in context else "extend"
    return render(request, f"portal/credits/{name}.html", context)


@page(Scope.PROJECT, Action.CORRECT, methods=FORM)
def adjust(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Staff adds credits or takes them away, with a reason."""
    step, free = request.POST.get("step", ""), _free(request)
    form = AdjustForm(request.POST if request.POST and step != "change" else None)
    if step == "change":
        form = AdjustForm(initial={name: request.POST.get(name, "") for name in ("ssc", "reason")})
    context: dict[str, Any] = {**project_ask_context(request, "project_credits"), "form": form, "free": free}
    if form.is_bound and form.is_valid():
        found = Adjusted(form.cleaned_data["ssc"], free)
        if found.after < 0:
            form.add_error(
                "ssc", _("Only %(ssc)s are available; no more can be taken away.") % {"ssc": formats.ssc(free)}
            )
        elif request.method == "POST" and step == "do":
            return _adjust(request, form)
        else:
            context |= {"found": found, "seen": seen_of(found)}
    return render(request, f"portal/credits/{'adjust_check' if 'found' in context else 'adjust'}.html", context)


def _months(request: HttpRequest) -> str:
    """What was asked for before, or in the address; a year where nothing was."""
    text = request.POST.get("months", request.GET.get("months", ""))
    return text[:3] if text else "12"


def _extend(request: ProjectRequest, months: int) -> HttpResponse:
    project = request.project.id
    try:
        ctx = action_context(request, lambda: preview_extensions(project, today(), (months,))[0])
        credits.extend(project=project, months=months, ctx=ctx)
    except (Refused, Invalid) as error:
        messages.error(request, error_text(error))
    else:
        text = ngettext("Extended by %(months)s month.", "Extended by %(months)s months.", months)
        messages.success(request, text % {"months": months})
    return _back(request)


def _adjust(request: ProjectRequest, form: AdjustForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        ctx = action_context(request, lambda: Adjusted(given["ssc"], _free(request)))
        credits.adjust(project=request.project.id, ssc=given["ssc"], reason=given["reason"], ctx=ctx)
    except (Refused, Invalid) as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Adjusted by %(ssc)s SSC.") % {"ssc": formats.signed(given["ssc"])})
    return _back(request)


def _free(request: ProjectRequest) -> Ssc:
    """The free balance of today. Raises Http404."""
    found = project_as_of(request.project.id, today())
    if found is None:
        raise Http404
    return found.project.credits.free


def _back(request: ProjectRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("project_credits", args=[request.project.public_id]))
