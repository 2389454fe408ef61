"""The account to which a payer wants refunds: its own people confirm it, and nobody else."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.billing.payments import payout_accounts
from autossa.operations.errors import Invalid
from autossa.portal.ui.fields import TextField
from autossa.portal.web.forms import error_text, show_error
from autossa.portal.web.frames import ask_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, seen_of
from autossa.queries.billing.payments.account_page import payout_account


class PayoutForm(forms.Form):
    """An account at a bank, and that it is the right one."""

    holder = TextField(label=gettext_lazy("Account holder"), max_length=payout_accounts.LONGEST_HOLDER)
    iban = TextField(label="IBAN", max_length=50)
    bic = TextField(
        label="BIC",
        max_length=11,
        required=False,
        help_text=gettext_lazy("Only for accounts outside the European Economic Area."),
    )
    confirmed = forms.BooleanField(label=gettext_lazy("This account is ours. Refunds may be paid out to it."))


@page(Scope.ORGANISATION, Action.EDIT_BILLING, methods=FORM)
def edit(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Say where refunds go."""
    key = request.organisation.id
    shown = payout_account(key, may_pay=True)
    form = PayoutForm(request.POST or None, initial={"holder": shown.holder if shown else request.organisation.name})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("holder", "iban", "bic")}
        try:
            ctx = action_context(request, lambda: payout_account(key, may_pay=True))
            payout_accounts.confirm_account(payer=key, ctx=ctx, **given)
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved. Refunds go to this account from now on."))
            return redirect_to(request, "payer_account")
    context = {**ask_context(request, "payer_account"), "form": form, "shown": shown, "seen": seen_of(shown)}
    return render(request, "portal/billing/payments/account/payout.html", context)


@page(Scope.ORGANISATION, Action.EDIT_BILLING, methods=POST)
def withdraw(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """No refunds to it any more."""
    try:
        payout_accounts.withdraw_account(payer=request.organisation.id, ctx=action_context(request))
    except payout_accounts.NoPayoutAccount as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Removed. Nothing is paid out until you enter another account."))
    return redirect_to(request, "payer_account")
