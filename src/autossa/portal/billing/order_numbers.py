"""The order numbers of a payer, for itself; and, for staff, those that are missing before the next invoice."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.documents.billing.order_numbers import missing_table
from autossa.domain.rights import Action
from autossa.operations.billing import order_numbers as operations
from autossa.operations.errors import Invalid, NotFound
from autossa.portal.ui import tables_export
from autossa.portal.ui.fields import DayField, TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text, set_choices, show_error
from autossa.portal.web.frames import page_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, VendorRequest, action_context
from autossa.queries.billing.order_numbers import OrderNumbers, missing_order_numbers, order_numbers

_REFERENCE = 100

MOST = 200  # rows of the page; the file has all


class OrderNumberForm(forms.Form):
    """A number, from a day on, for all contracts or for one."""

    contract = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    number = TextField(
        label=gettext_lazy("Order number"),
        help_text=gettext_lazy("Your own, as it should stand on invoices. Empty: none from that day on."),
        max_length=_REFERENCE,
        required=False,
    )
    starts_on = DayField(label=gettext_lazy("From"))

    def __init__(self, *args: Any, shown: OrderNumbers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contracts = [(str(row.id), row.project_name) for row in shown.contracts]
        set_choices(self, "contract", [("", _("All contracts without a number of their own")), *contracts])


@page(Scope.ORGANISATION, Action.VIEW_ORGANISATION, methods=FORM)
def overview(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """What holds for each contract that the organisation pays, and a new number."""
    key = request.organisation.id
    shown, context = order_numbers(key, today()), page_context(request, "order_numbers")
    form = OrderNumberForm(request.POST or None, shown=shown, initial={"starts_on": today()})
    may_edit = "EDIT_ORGANISATION" in context["may"]
    if request.method == "POST" and may_edit and form.is_valid():
        given = form.cleaned_data
        try:
            operations.set_order_number(
                payer=key,
                contract=UUID(given["contract"]) if given["contract"] else None,
                number=given["number"],
                starts_on=given["starts_on"],
                ctx=action_context(request),
            )
        except Invalid as error:
            show_error(form, error)
        except NotFound as error:
            messages.error(request, error_text(error))
            return redirect_to(request, "order_numbers")
        else:
            messages.success(request, _("Saved. It stands on invoices from that day on."))
            return redirect_to(request, "order_numbers")
    return render(request, "portal/billing/order_numbers.html", {**context, "shown": shown, "form": form})


@page(Scope.ORGANISATION, Action.EDIT_ORGANISATION, methods=POST)
def need(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Whether the organisation takes invoices without its order number."""
    needed = request.POST.get("needed") == "yes"
    operations.need_order_number(payer=request.organisation.id, needed=needed, ctx=action_context(request))
    messages.success(request, _("Saved."))
    return redirect_to(request, "order_numbers")


@page(Scope.VENDOR, Action.VIEW_RUNS)
def missing(request: VendorRequest) -> HttpResponse:
    """Contracts whose next invoice would lack the number that its payer needs, the first ones first."""
    rows = missing_order_numbers(today(), most=MOST + 1)
    context = {"rows": rows[:MOST], "has_more": len(rows) > MOST, "most": MOST}
    return render(request, "portal/billing/missing_order_numbers.html", context)


@page(Scope.VENDOR, Action.VIEW_RUNS)
def missing_csv(request: VendorRequest) -> HttpResponseBase:
    """The same as CSV."""
    return tables_export.csv_response("order-numbers.csv", missing_table(missing_order_numbers(today())))
