"""Payments that nobody knows yet: a click on what is suggested, or who pays and what, or set aside with a reason."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from autossa.domain.rights import Action
from autossa.operations.billing.bank import setting_aside
from autossa.operations.errors import NotFound, OperationError
from autossa.operations.orders import paid
from autossa.portal.ui.fields import SearchField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import ReasonForm, error_text, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, key_or_404
from autossa.queries.billing.bank.unmatched import Unmatched, line_page, one_payment, unmatched_page
from autossa.wording import formats
from autossa.wording.billing import matching as words


class PayerForm(forms.Form):
    """Who may have paid."""

    q = SearchField(
        label=gettext_lazy("Search for the payer"),
        help_text=gettext_lazy("Name or number of the payer, or the number of an invoice"),
    )


@page(Scope.VENDOR, Action.CORRECT)
def overview(request: VendorRequest) -> HttpResponse:
    """The oldest first, each with why it waits and what it may be for."""
    found = unmatched_page(today(), request.GET.get("after", ""))
    rows = [_said(row) for row in found.rows]
    out = [(row, words.went_back(row.return_code) if row.return_code else "") for row in found.out]
    return render(request, "portal/billing/bank/unmatched.html", {"found": found, "rows": rows, "out": out})


@page(Scope.VENDOR, Action.CORRECT)
def one(request: VendorRequest, payment_id: str) -> HttpResponse:
    """One payment: the suggestions, any payer by search and what is open of it, or that it is no customer's."""
    form = PayerForm(request.GET or None)
    sought = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    found = one_payment(key_or_404("pmt", payment_id), today(), sought, request.GET.get("payer", ""))
    if found is None:
        raise Http404
    context = {
        "found": found, "row": found.row, "said": _said(found.row), "form": form, "sought": sought,
        "parent": Parent(reverse("unmatched_payments"), _("Unmatched payments")),
    }  # fmt: skip
    return render(request, "portal/billing/bank/unmatched_one.html", context)


@page(Scope.VENDOR, Action.CORRECT, methods=POST)
def assign(request: VendorRequest, payment_id: str) -> HttpResponse:
    """It is of this payer, and for what was ticked."""
    if not request.POST.get("payer"):
        messages.error(request, _("Choose the payer first."))
        return HttpResponseRedirect(reverse("unmatched_payment", args=[payment_id]))
    payer = key_or_404("org", request.POST.get("payer", ""))
    documents = request.POST.getlist("document")
    try:
        paid.assign_payment(
            payment=key_or_404("pmt", payment_id), payer=payer, documents=documents, ctx=action_context(request)
        )
    except NotFound:
        messages.error(request, _("This is not there any more. Look at the payment again."))
    except OperationError as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Assigned."))
    return HttpResponseRedirect(reverse("unmatched_payments"))


@page(Scope.VENDOR, Action.CORRECT, methods=POST)
def try_again(request: VendorRequest) -> HttpResponse:
    """All that waits is compared with what is open now."""
    count = paid.match_again(ctx=action_context(request))
    said = ngettext("%(n)s payment was matched.", "%(n)s payments were matched.", count)
    messages.info(request, said % {"n": formats.whole(count)})
    return HttpResponseRedirect(reverse("unmatched_payments"))


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
def set_aside(request: VendorRequest, line_id: str) -> HttpResponse:
    """It is no customer's: why."""
    key = key_or_404("bpy", line_id)
    found = line_page(key)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST or None, help_text=_("Whoever looks at the statement reads it."))
    if request.method == "POST" and form.is_valid():
        try:
            setting_aside.set_aside(bank_payment=key, reason=form.cleaned_data["reason"], ctx=action_context(request))
        except OperationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Set aside."))
            return HttpResponseRedirect(reverse("unmatched_payments"))
    parent = Parent(reverse("unmatched_payments"), _("Unmatched payments"))
    context = {"form": form, "line": found, "parent": parent}
    return render(request, "portal/billing/bank/set_aside.html", context)


def _said(row: Unmatched) -> dict[str, object]:
    """Why it waits, and each suggestion with its reason in words."""
    suggested = [(one, words.HINT[one.hint]) for one in row.suggestions]
    returned = words.went_back(row.returned) if row.returned else ""
    return {"row": row, "reason": words.waiting(row.reason), "suggestions": suggested, "returned": returned}
