"""Collective invoices of a payer: how it is invoiced, what waits, what was issued."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.documents.billing.lines import lines_table
from autossa.domain.billing.cycles import FIRST_DAY, LAST_DAY, Cycle, Every
from autossa.domain.rights import Action
from autossa.operations.billing import collective as operations
from autossa.operations.errors import Invalid
from autossa.portal.ui import tables_export
from autossa.portal.ui.fields import DayField, WholeField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import NotedChoiceField, show_error
from autossa.portal.web.frames import page_context, redirect_to
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, key_or_404
from autossa.queries.billing.documents import collective_document
from autossa.queries.billing.issued.collected import collective_page
from autossa.wording.glossary import billing as words

_NOTES = {
    Every.EACH.value: gettext_lazy("An invoice for each charge, on its day."),
    Every.DAILY.value: gettext_lazy("On the next day, with a section for each project."),
    Every.MONTHLY.value: gettext_lazy("On a day of each month, with a section for each project."),
}


class CycleForm(forms.Form):
    """How a payer is invoiced, from a day on."""

    every = NotedChoiceField(
        label=gettext_lazy("Invoices"), choices=[(one.value, words.CYCLE[one]) for one in Every], notes=_NOTES
    )
    day = WholeField(
        label=gettext_lazy("Day of the month"),
        help_text=gettext_lazy("1 to 28, only for monthly invoices."),
        least=FIRST_DAY,
        most=LAST_DAY,
        required=False,
    )
    starts_on = DayField(label=gettext_lazy("From"))

    def clean(self) -> dict[str, Any]:
        """A day where it is monthly, and only there."""
        given = super().clean() or {}
        is_monthly = given.get("every") == Every.MONTHLY
        if is_monthly and given.get("day") is None and "day" not in self.errors:
            self.add_error("day", _("Enter the day of the month on which the invoice is issued."))
        if not is_monthly and given.get("day") is not None:
            self.add_error("day", _("Only monthly invoices have a day of the month."))
        return given

    @property
    def cycle(self) -> Cycle:
        """What was chosen."""
        return Cycle(Every(self.cleaned_data["every"]), self.cleaned_data["day"])


@page(Scope.ORGANISATION, Action.VIEW_ORGANISATION, methods=FORM)
def overview(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """How the organisation is invoiced, what waits for its next invoice, and those that were issued."""
    key = request.organisation.id
    shown, context = collective_page(key, today()), page_context(request, "collective_invoices")
    started = {"every": shown.cycle.every.value, "day": shown.cycle.day, "starts_on": today()}
    form, may_edit = CycleForm(request.POST or None, initial=started), "KEEP_BOOKS" in context["may"]
    if request.method == "POST" and may_edit and form.is_valid():
        given = form.cleaned_data
        try:
            operations.set_cycle(payer=key, cycle=form.cycle, starts_on=given["starts_on"], ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved. It holds for what is booked from that day on."))
            return redirect_to(request, "collective_invoices")
    said = [(setting.starts_on, words.cycle(setting.cycle)) for setting in shown.settings]
    context |= {"shown": shown, "cycle": words.cycle(shown.cycle), "settings": said, "form": form, "may_edit": may_edit}
    return render(request, "portal/billing/collective_invoices.html", context)


@page(Scope.ORGANISATION, Action.VIEW_ORGANISATION)
def lines(request: OrganisationRequest, organisation_id: str, collective_id: str) -> HttpResponseBase:
    """The lines of a collective invoice as CSV, beside its PDF."""
    document = collective_document(request.organisation.id, key_or_404("inv", collective_id))
    if document is None:
        raise Http404
    return tables_export.csv_response(f"{document.number}.csv", lines_table(document))
