"""What the vendor offers of payments, and its days: a version from today on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.rights import Action
from autossa.operations.billing.payments.policy import MOST_DAYS, MOST_MONTHS, MOST_TOLERANCE, set_payment_policy
from autossa.operations.errors import Invalid
from autossa.portal.ui.fields import TextField, WholeField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import NotedMultipleChoiceField, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, seen_of
from autossa.queries.billing.payments.policies import PaymentTerms, payment_terms
from autossa.wording.billing.payments import PAYMENT_METHOD


def _days(label: Any, help_text: Any = "", least: int = 0) -> WholeField:
    return WholeField(least=least, most=MOST_DAYS, label=label, help_text=help_text)


class PolicyForm(forms.Form):
    """Methods and numbers."""

    methods = NotedMultipleChoiceField(
        label=gettext_lazy("Offered beside bank transfer"),
        choices=[(method.value, PAYMENT_METHOD[method]) for method in Method if method is not Method.TRANSFER],
        required=False,
    )
    creditor_id = TextField(
        label=gettext_lazy("SEPA creditor identifier"),
        help_text=gettext_lazy("Needed for direct debits, such as DE98ZZZ09999999999."),
        max_length=50,
        required=False,
    )
    prenotify_days = _days(
        gettext_lazy("Days before a direct debit on which it is announced"),
        gettext_lazy("The invoice announces it; it is due on the day of collection."),
    )
    lead_days = _days(gettext_lazy("Bank days before a collection by which the bank needs the file"), least=1)
    core_final_days = _days(gettext_lazy("Days after which a core direct debit is final"))
    b2b_final_days = _days(gettext_lazy("Days after which a business direct debit is final"))
    mandate_months = WholeField(
        least=1, most=MOST_MONTHS, label=gettext_lazy("Months after which an unused mandate expires")
    )
    tolerance = WholeField(
        least=0,
        most=MOST_TOLERANCE,
        label=gettext_lazy("Cents that one person may write off of an invoice paid short"),
    )
    uses_credit = forms.BooleanField(
        label=gettext_lazy("Use credit on account for the oldest open invoice"), required=False
    )
    passes_on_fees = forms.BooleanField(
        label=gettext_lazy("Charge the bank’s fee for a returned direct debit to the payer"), required=False
    )

    def given(self) -> dict[str, Any]:
        """What is to be saved."""
        cleaned = dict(self.cleaned_data)
        methods = [Method(name) for name in cleaned.pop("methods")]
        creditor_id = cleaned.pop("creditor_id")
        return {"methods": methods, "creditor_id": creditor_id, "policy": PaymentPolicy(**cleaned)}


@page(Scope.VENDOR, Action.KEEP_BOOKS, methods=FORM)
def edit(request: VendorRequest) -> HttpResponse:
    """The version in force, and a new one."""
    found = payment_terms(today())
    form = PolicyForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        ctx = action_context(request, lambda: payment_terms(today()))
        try:
            set_payment_policy(ctx=ctx, **form.given())
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved. It holds from today on; issued invoices stay as they are."))
            return HttpResponseRedirect(reverse("payment_policy"))
    context = {"form": form, "parent": Parent(reverse("collections"), _("Direct debits")), "seen": seen_of(found)}
    return render(request, "portal/billing/payments/policy.html", context)


def _initial(found: PaymentTerms) -> dict[str, Any]:
    numbers = {name: getattr(found.policy, name) for name in PaymentPolicy.__dataclass_fields__}
    methods = [method.value for method in Method if method in found.offered]
    return {**numbers, "methods": methods, "creditor_id": found.creditor_id}
