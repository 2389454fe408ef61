"""A credit note without a void: finance says what of which line, looks at what comes of it, then issues it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.billing.credit_notes import CreditNote, CreditProblem, Pick
from autossa.domain.rights import Action
from autossa.operations.billing import credit_notes as operations
from autossa.operations.context import ChangedSinceShown
from autossa.operations.errors import OperationError
from autossa.portal.ui.fields import ExactField, WholeField
from autossa.portal.web.forms import ReasonForm, error_text
from autossa.portal.web.frames import ask_context, project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, ProjectRequest, action_context, key_or_404, seen_of
from autossa.queries.billing.issued.credit_notes import Creditable, CreditableLine, creditable
from autossa.queries.errors import Unknown
from autossa.wording import actions, formats
from autossa.wording.refusals import explain_error


class CreditForm(ReasonForm):
    """An amount or a quantity of each line of which something is left; nothing entered is all that is left."""

    def __init__(self, *args: Any, found: Creditable, **kwargs: Any) -> None:
        super().__init__(*args, help_text=_("We e-mail it to who pays, and it is kept with the credit note."), **kwargs)
        self.found, reason = found, self.fields.pop("reason")
        for place, line in self._open():
            self.fields[f"amount_{place}"] = ExactField(
                label=_("Amount, net"),
                decimals=found.places,
                required=False,
                help_text=_("At most %(left)s.") % {"left": formats.money(line.left, found.currency)},
            )
            if line.quantity > 1:
                self.fields[f"quantity_{place}"] = WholeField(
                    label=_("Or the share of so many licenses"), least=1, most=line.quantity, required=False
                )
        self.fields["reason"] = reason

    def clean(self) -> dict[str, Any]:
        """One of both, for each line."""
        given = super().clean() or {}
        for place, _line in self._open():
            if given.get(f"amount_{place}") is not None and given.get(f"quantity_{place}") is not None:
                self.add_error(f"quantity_{place}", _("Enter either an amount or a quantity."))
        return given

    @property
    def lines(self) -> list[tuple[CreditableLine, list[forms.BoundField]]]:
        """Each line with its two fields; none where nothing is left."""
        return [
            (line, [self[name] for name in (f"amount_{place}", f"quantity_{place}") if name in self.fields])
            for place, line in enumerate(self.found.lines)
        ]

    def picks(self) -> list[Pick]:
        """What is to be credited."""
        return list(self._picks())

    def _picks(self) -> Iterator[Pick]:
        unit = 10**self.found.places
        for place, _line in self._open():
            amount, quantity = (self.cleaned_data.get(f"{name}_{place}") for name in ("amount", "quantity"))
            if amount is not None:
                yield Pick(place, amount=(amount * unit).numerator)
            elif quantity is not None:
                yield Pick(place, quantity=quantity)

    def _open(self) -> Iterator[tuple[int, CreditableLine]]:
        return ((place, line) for place, line in enumerate(self.found.lines) if line.left)


@page(Scope.PROJECT, Action.CORRECT, methods=FORM)
def credit(request: ProjectRequest, project_id: str, invoice_id: str) -> HttpResponse:
    """Credit lines of an invoice: what is entered is shown as a plan first, then issued as shown."""
    found = _found(invoice_id)
    if found.project != request.project.id:
        raise Http404
    back = reverse("project_invoices", args=[request.project.public_id])
    return _credit(request, found, project_ask_context(request, "project_invoices"), back)


@page(Scope.ORGANISATION, Action.CORRECT, methods=FORM)
def credit_collective(request: OrganisationRequest, organisation_id: str, collective_id: str) -> HttpResponse:
    """The same for a collective invoice, of which each line stands in the section of its project."""
    found = _found(collective_id)
    if found.project is not None or found.payer != request.organisation.id:
        raise Http404
    back = reverse("collective_invoices", args=[request.organisation.public_id])
    return _credit(request, found, ask_context(request, "collective_invoices"), back)


def _found(invoice_id: str) -> Creditable:
    """Raises Http404."""
    try:
        return creditable(key_or_404("inv", invoice_id))
    except Unknown:
        raise Http404 from None


def _credit(request: HttpRequest, found: Creditable, around: dict[str, Any], back: str) -> HttpResponse:
    form, plan, shown = CreditForm(request.POST or None, found=found), None, ""
    if request.method == "POST" and form.is_valid():
        picks = form.picks()
        plan = found.plan(picks)
        if isinstance(plan, CreditProblem):
            form.add_error(None, _why_not(plan))
        else:
            shown = seen_of((found, picks))
            if request.POST.get("seen") == shown:
                return _issue(request, found.key, form, back)
    context = {
        **around,
        "found": found,
        "form": form,
        "plan": _shown(found, plan),
        "seen": shown,
        "button": actions.credit(plan.gross, found.currency) if isinstance(plan, CreditNote) else "",
    }
    return render(request, "portal/billing/credit_invoice.html", context)


def _issue(request: HttpRequest, key: UUID, form: CreditForm, back: str) -> HttpResponse:
    picks = form.picks()
    ctx = action_context(request, lambda: (creditable(key), picks))
    try:
        number = operations.credit(invoice=key, picks=picks, reason=form.cleaned_data["reason"], ctx=ctx)
    except ChangedSinceShown:
        raise
    except OperationError as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Credit note %(number)s is issued. We e-mailed who pays.") % {"number": number})
    return HttpResponseRedirect(back)


def _why_not(problem: CreditProblem) -> str:
    return explain_error(problem.value, {}, problem.value)


def _shown(found: Creditable, plan: CreditNote | CreditProblem | None) -> dict[str, Any] | None:
    """The plan as the page shows it: each line with what is credited of it."""
    if not isinstance(plan, CreditNote):
        return None
    return {
        "lines": [(found.lines[place], net) for place, net in plan.nets],
        "net": plan.net,
        "tax": plan.tax,
        "gross": plan.gross,
        "rest": found.left - plan.gross,
    }
