"""Staff enters money that came to a payer, and gives up or pays out what belongs to its account."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.documents import Method
from autossa.domain.currencies import places_of
from autossa.domain.rights import Action
from autossa.operations.billing.payments import receiving, refunds, write_offs
from autossa.operations.context import ChangedSinceShown
from autossa.operations.errors import NotFound, OperationError
from autossa.portal.ui.fields import DayField, ExactField, TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import ReasonForm, set_choices, show_error
from autossa.portal.web.frames import ask_context, redirect_to
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, key_or_404, seen_of
from autossa.queries.billing.payments.account_page import AccountPage, CurrencyAccount, OpenClaim, account_page
from autossa.wording import formats
from autossa.wording.glossary import PAYMENT_METHOD


class EnterForm(forms.Form):
    """A payment as a bank statement shows it."""

    payment = TextField(widget=forms.HiddenInput, max_length=40)
    amount = ExactField(label=gettext_lazy("Amount"), decimals=3, positive=True)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    day = DayField(label=gettext_lazy("Received on"))
    method = forms.ChoiceField(label=gettext_lazy("How it came"), choices=[*PAYMENT_METHOD.items()])
    reference = TextField(
        label=gettext_lazy("Payment reference"),
        help_text=gettext_lazy("What the sender wrote."),
        max_length=receiving.LONGEST_REFERENCE,
        required=False,
    )
    claims = forms.MultipleChoiceField(
        label=gettext_lazy("It is for"),
        help_text=gettext_lazy("Without a choice the oldest open one is paid first. What is left over is on account."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, found: AccountPage, currencies: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "currency", [(one, one) for one in currencies])
        claims = [(one, account.currency) for account in found.accounts for one in account.claims]
        set_choices(self, "claims", [(one.id, _claim_named(one, currency)) for one, currency in claims])
        if not claims:
            del self.fields["claims"]


class RefundForm(ReasonForm):
    """So much of the credit."""

    amount = ExactField(label=gettext_lazy("Amount"), decimals=3, positive=True)
    field_order = ("amount", "reason")


@page(Scope.ORGANISATION, Action.CORRECT, methods=FORM)
def enter(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Money came: how much, when, for what."""
    found = _account(request)
    currencies = [one.currency for one in found.accounts] or ["EUR"]
    initial = {"payment": found.payment_to_be, "day": today(), "claims": request.GET.getlist("claim")}
    form = EnterForm(request.POST or None, found=found, currencies=currencies, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            is_new = receiving.enter(
                payment=key_or_404("pmt", given["payment"]),
                payer=request.organisation.id,
                amount=_minor(given["amount"], given["currency"]),
                currency=given["currency"],
                method=Method(given["method"]),
                day=given["day"],
                reference=given["reference"],
                documents=[_claim_key(one) for one in given.get("claims", ())],
                ctx=action_context(request),
            )
        except (NotFound, ChangedSinceShown):
            raise
        except OperationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Payment entered.") if is_new else _("This payment was entered before."))
            return redirect_to(request, "payer_account")
    context = {**ask_context(request, "payer_account"), "form": form, "found": found}
    return render(request, "portal/billing/payments/account/enter.html", context)


@page(Scope.ORGANISATION, Action.CORRECT, methods=FORM)
def write_off(request: OrganisationRequest, organisation_id: str, claim_id: str) -> HttpResponse:
    """Give up what is left of an invoice or a fee."""
    found, key = _account(request), _claim_key(claim_id)
    account, claim = _open_claim(found, claim_id)
    form = ReasonForm(request.POST or None, help_text=_("It is kept with the write-off."))
    if request.method == "POST" and form.is_valid():
        try:
            ctx = action_context(request, lambda: _seen(_account(request), claim_id))
            done = write_offs.propose(claim=key, reason=form.cleaned_data["reason"], ctx=ctx)
        except (NotFound, ChangedSinceShown):
            raise
        except OperationError as error:
            show_error(form, error)
        else:
            said = _("Written off.") if done.is_in_force else _("Proposed. Another person has to approve it.")
            messages.success(request, said)
            return redirect_to(request, "payer_account")
    context = {**ask_context(request, "payer_account"), "form": form, "claim": claim, "account_of": account}
    return render(
        request, "portal/billing/payments/account/write_off.html", {**context, "seen": seen_of(_seen(found, claim_id))}
    )


@page(Scope.ORGANISATION, Action.CORRECT, methods=FORM)
def refund(request: OrganisationRequest, organisation_id: str, currency: str) -> HttpResponse:
    """Propose that credit is paid out to the account that the payer confirmed."""
    found = _account(request)
    account = next((one for one in found.accounts if one.currency == currency.upper()), None)
    if account is None:
        raise Http404
    most = formats.typed(account.refundable) if places_of(account.currency) == len("00") else ""
    form = RefundForm(request.POST or None, initial={"amount": most})
    if request.method == "POST" and form.is_valid():
        amount = _minor(form.cleaned_data["amount"], account.currency)
        try:
            refunds.propose(
                payer=request.organisation.id, currency=account.currency, amount=amount,
                reason=form.cleaned_data["reason"], ctx=action_context(request),
            )  # fmt: skip
        except NotFound:
            raise
        except OperationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Proposed. Another person has to approve it."))
            return redirect_to(request, "payer_account")
    context = {**ask_context(request, "payer_account"), "form": form, "account_of": account, "payout": found.payout}
    return render(request, "portal/billing/payments/account/refund.html", context)


def _account(request: OrganisationRequest) -> AccountPage:
    return account_page(request.organisation.id, today(), may_pay=False)


def _open_claim(found: AccountPage, claim_id: str) -> tuple[CurrencyAccount, OpenClaim]:
    """Raises Http404 for one that is not the payer's, or of which nothing is left."""
    for account in found.accounts:
        for claim in account.claims:
            if claim.id == claim_id:
                return account, claim
    raise Http404


def _seen(found: AccountPage, claim_id: str) -> object:
    """What is given up; whoever gives it up has seen how much that is."""
    return [(one.id, one.rest) for account in found.accounts for one in account.claims if one.id == claim_id]


def _claim_key(text: str) -> UUID:
    """The key of an invoice or a fee. Raises Http404."""
    return key_or_404("fee" if text.startswith("fee_") else "inv", text)


def _claim_named(claim: OpenClaim, currency: str) -> str:
    due = formats.day(claim.due_on)
    return _("%(number)s, %(left)s left, due %(day)s") % {
        "number": claim.number, "left": formats.money(claim.rest, currency), "day": due,
    }  # fmt: skip


def _minor(amount: Any, currency: str) -> int:
    """In minor units; decimals that the currency has not make it 0, which is refused."""
    found = amount * 10 ** places_of(currency)
    return int(found) if found.denominator == 1 else 0
