"""How an organisation pays, and how a contract is paid; with the mandates that were given."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.documents import Method
from autossa.domain.rights import Action
from autossa.operations.billing.payments import methods as operations
from autossa.operations.billing.payments.mandates import NoMandate
from autossa.operations.billing.payments.methods import Chosen
from autossa.operations.errors import Invalid
from autossa.portal.billing.payments.forms import MethodForm
from autossa.portal.web.clock import today
from autossa.portal.web.forms import NotedChoiceField, error_text, set_choices, show_error
from autossa.portal.web.frames import page_context, project_ask_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, ProjectRequest, action_context
from autossa.queries.billing.methods.contract import ContractPayment, contract_payment
from autossa.queries.billing.methods.methods import PayerMethods, payer_methods
from autossa.wording.billing.bank import mandate_text
from autossa.wording.billing.payments import PAYMENT_METHOD, PAYMENT_METHOD_NOTE


class ChoiceForm(forms.Form):
    """By which method."""

    method = NotedChoiceField(label=gettext_lazy("Payment method"), notes=PAYMENT_METHOD_NOTE)

    def __init__(self, *args: Any, found: PayerMethods, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "method", [(method.value, PAYMENT_METHOD[method]) for method in found.offered])
        self.initial = {"method": (found.chosen or Method.TRANSFER).value}


@page(Scope.ORGANISATION, Action.VIEW_BILLING)
def overview(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """The method for all contracts, those that are paid otherwise, and the mandates."""
    found = payer_methods(request.organisation.id, today())
    context = {**page_context(request, "payment_methods"), "found": found, "form": ChoiceForm(found=found)}
    return render(request, "portal/billing/payments/methods.html", context)


@page(Scope.ORGANISATION, Action.EDIT_BILLING, methods=POST)
def choose(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Choose the method for all contracts; without a mandate a direct debit leads to it."""
    method = request.POST.get("method", "")
    if method not in set(Method):
        return redirect_to(request, "payment_methods")
    try:
        operations.choose(payer=request.organisation.id, method=Method(method), ctx=action_context(request))
    except NoMandate:
        return redirect_to(request, "give_mandate")
    except Invalid as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Saved. It holds for invoices from now on."))
    return redirect_to(request, "payment_methods")


@page(Scope.PROJECT, Action.EDIT_BILLING, methods=FORM)
def of_contract(request: ProjectRequest, project_id: str) -> HttpResponse:
    """How the open contract of a project is paid."""
    found = contract_payment(request.account, request.project, today())
    context = {**project_ask_context(request, "project_contracts"), "found": found}
    if found is None or not found.way.may_choose:
        return render(request, "portal/billing/payments/not_theirs.html", context)
    policy, terms = found.terms.policy, found.terms
    text = mandate_text(found.creditor, terms.creditor_id, policy.prenotify_days) if terms.creditor_id else ""
    form = MethodForm(
        request.POST or None,
        methods=found.way.methods,
        known_account=found.way.account,
        mandate=text,
        initial={"method": (found.chosen or found.way.usual).value, "holder": found.payer_name},
    )
    if request.method == "POST" and form.is_valid() and (answer := _choose(request, found, form)):
        return answer
    return render(request, "portal/billing/payments/contract.html", {**context, "form": form})


def _choose(request: ProjectRequest, found: ContractPayment, form: MethodForm) -> HttpResponse | None:
    method = Method(form.cleaned_data["method"])
    try:
        operations.choose(
            payer=found.payer,
            contract=found.contract,
            method=method,
            chosen=Chosen(method, form.account, form.mandate),
            ctx=action_context(request),
        )
    except Invalid as error:
        show_error(form, error)
        return None
    messages.success(request, _("Saved. It holds for invoices from now on."))
    return HttpResponseRedirect(reverse("project_contracts", args=[request.project.public_id]))
