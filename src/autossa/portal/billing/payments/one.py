"""One payment, for staff: what it is for and why; and what can be done with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.bank.returns import ReturnCode
from autossa.domain.billing.bank.statements import ReturnReason
from autossa.domain.currencies import places_of
from autossa.domain.rights import Action
from autossa.operations.billing.payments import allocating, receiving, returning
from autossa.operations.errors import OperationError
from autossa.portal.ui.fields import ExactField, TextField
from autossa.portal.web.forms import error_text, set_choices, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, key_or_404
from autossa.queries.access import staff_may
from autossa.queries.billing.payments.payment_page import PaymentPage, find_payer, payment_page
from autossa.queries.errors import Unknown
from autossa.wording import formats
from autossa.wording.billing.bank import RETURN_REASON, return_reason


class PayerForm(forms.Form):
    """Whose a payment is."""

    payer = TextField(
        label=gettext_lazy("Payer"), max_length=200, help_text=gettext_lazy("Its number, or its whole name.")
    )


class PartForm(forms.Form):
    """So much, for one of some claims."""

    claim = forms.ChoiceField(label=gettext_lazy("Invoice or fee"), widget=forms.RadioSelect)
    amount = ExactField(
        label=gettext_lazy("Amount"),
        decimals=3,
        positive=True,
        required=False,
        help_text=gettext_lazy("Empty: as much as possible."),
    )


class ReturnForm(forms.Form):
    """What the bank took back, and why."""

    amount = ExactField(
        label=gettext_lazy("Amount"),
        decimals=3,
        positive=True,
        required=False,
        help_text=gettext_lazy("Empty: the whole payment."),
    )
    code = forms.ChoiceField(label=gettext_lazy("Reason"), required=False)
    fee = ExactField(
        label=gettext_lazy("What the bank took for it"),
        decimals=3,
        required=False,
        help_text=gettext_lazy("It is claimed of the payer as a fee, where the settings say so."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code.value, f"{code.value} · {RETURN_REASON[code]}") for code in ReturnCode]
        set_choices(self, "code", [("", _("No reason given")), *known])


@page(Scope.VENDOR, Action.VIEW_BILLING)
def overview(request: VendorRequest, payment_id: str) -> HttpResponse:
    """What came, what each part of it is for and why, what went back."""
    found = found_or_404(payment_id)
    may = staff_may(request.account, Action.CORRECT)
    steps = [(step, return_reason(ReturnReason(step.code)) if step.what == "returned" else "") for step in found.steps]
    context = {"found": found, "payment": found.payment, "steps": steps, "may_act": may, "form": PayerForm()}
    return render(request, "portal/billing/payments/one/payment.html", context)


@page(Scope.VENDOR, Action.CORRECT, methods=POST)
def assign(request: VendorRequest, payment_id: str) -> HttpResponse:
    """Say whose it is, and what for: an address of a claim, or a payer alone."""
    form, documents = PayerForm(request.POST), [_claim_key(one) for one in request.POST.getlist("claim")]
    try:
        key = find_payer(form.cleaned_data["payer"] if form.is_valid() else "")
        receiving.assign(
            payment=key_or_404("pmt", payment_id), payer=key, documents=documents, ctx=action_context(request)
        )
    except Unknown:
        messages.error(request, _("There is no payer with this number or name, or several have it."))
    except OperationError as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Assigned."))
    return _back(payment_id)


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
def allocate(request: VendorRequest, payment_id: str) -> HttpResponse:
    """Use what is left of it for an open invoice or fee."""
    found = found_or_404(payment_id)
    if not found.payment.payer_id:
        return _back(payment_id)
    currency, choices = found.payment.currency, []
    for one in found.payable:
        left = {"number": one.number, "left": formats.money(one.rest, currency), "day": formats.day(one.due_on)}
        choices.append((one.id, _("%(number)s, %(left)s left, due %(day)s") % left))
    most = {one.id: min(one.rest, max(found.payment.left, 0)) for one in found.payable}
    return _part(request, found, choices, most, allocating.allocate, "allocate", _("Allocated."))


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
def reverse_part(request: VendorRequest, payment_id: str) -> HttpResponse:
    """Take back what it was wrongly for: that is open again, the money on account."""
    found = found_or_404(payment_id)
    currency = found.payment.currency
    choices = [(one.id, f"{one.number}, {formats.money(one.amount, currency)}") for one in found.payment.parts]
    most = {one.id: one.amount for one in found.payment.parts}
    return _part(request, found, choices, most, allocating.reverse, "reverse", _("Reversed: it is open again."))


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
def take_back(request: VendorRequest, payment_id: str) -> HttpResponse:
    """Its bank took it back: what it paid is open again."""
    found = found_or_404(payment_id)
    form, currency = ReturnForm(request.POST or None), found.payment.currency
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        amount = None if given["amount"] is None else _minor(given["amount"], currency)
        try:
            returning.return_payment(
                payment=found.key, amount=amount, code=given["code"], fee=_minor(given["fee"] or 0, currency),
                ctx=action_context(request),
            )  # fmt: skip
        except OperationError as error:
            show_error(form, error)
        else:
            said = _("Returned. What it had paid is open again, and the payer is informed by e-mail.")
            messages.success(request, said)
            return _back(payment_id)
    context = {"found": found, "payment": found.payment, "form": form, "parent": parent_of(payment_id, found)}
    return render(request, "portal/billing/payments/one/return.html", context)


_Deed = Callable[..., None]


def _part(
    request: VendorRequest,
    found: PaymentPage,
    choices: list[tuple[str, str]],
    most: dict[str, int],
    deed: _Deed,
    which: str,
    said: str,
) -> HttpResponse:
    form = PartForm(request.POST or None, initial={"claim": choices[0][0] if choices else ""})
    set_choices(form, "claim", choices)
    payment = found.payment
    if request.method == "POST" and form.is_valid():
        claim, amount = form.cleaned_data["claim"], form.cleaned_data["amount"]
        minor = most[claim] if amount is None else _minor(amount, payment.currency)
        try:
            deed(payment=found.key, document=_claim_key(claim), amount=minor, ctx=action_context(request))
        except OperationError as error:
            show_error(form, error)
        else:
            messages.success(request, said)
            return _back(payment.id)
    context = {"found": found, "payment": payment, "form": form, "parent": parent_of(payment.id, found)}
    return render(request, f"portal/billing/payments/one/{which}.html", {**context, "choices": choices})


def found_or_404(payment_id: str) -> PaymentPage:
    """Raises Http404."""
    try:
        return payment_page(key_or_404("pmt", payment_id))
    except Unknown:
        raise Http404 from None


def parent_of(payment_id: str, found: PaymentPage) -> Parent:
    amount = formats.money(found.payment.amount, found.payment.currency)
    return Parent(reverse("payment", args=[payment_id]), _("Payment of %(amount)s") % {"amount": amount})


def _back(payment_id: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("payment", args=[payment_id]))


def _claim_key(text: str) -> UUID:
    return key_or_404("fee" if text.startswith("fee_") else "inv", text)


def _minor(amount: Any, currency: str) -> int:
    """In minor units; decimals that the currency has not make it 0, which is refused."""
    found = amount * 10 ** places_of(currency)
    return int(found) if found.denominator == 1 else 0
