"""A lapsed project in one flow: what is missing is ordered with the contract, which follows once it is paid."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.credits import lapsed
from autossa.operations.errors import OperationError
from autossa.portal.contracts import wizard_answers
from autossa.portal.contracts.wizard_answers import Answers
from autossa.portal.contracts.wizard_forms import InvoicingForm
from autossa.portal.web.clock import today
from autossa.portal.web.context import look_of
from autossa.portal.web.forms import LateChoiceField, OrderTermsForm, offer_choices, show_error, terms_asked
from autossa.portal.web.frames import project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, key_or_404
from autossa.queries.contracts.lapsed import LapsedPage, lapsed_page
from autossa.wording import glossary
from autossa.wording.refusals import explain


class LapsedForm(InvoicingForm):
    """Which option follows, who pays, and what the payer wants on invoices."""

    field_order = ("option", "payer")
    option = LateChoiceField(label=gettext_lazy("Option"), widget=forms.RadioSelect)
    payer = LateChoiceField(label=gettext_lazy("Who pays"), widget=forms.RadioSelect)

    def offer(self, found: LapsedPage) -> None:
        """What there is to choose from; the first payer unless another was selected."""
        offer_choices(self, "option", [(one.name, glossary.plan(one)) for one in found.options])
        offer_choices(self, "payer", [(str(key), name) for key, name in found.payers])
        if found.payers:
            self.initial.setdefault("payer", str(found.payers[0][0]))


@page(Scope.PROJECT, Action.EDIT_BILLING, methods=FORM)
def order(request: ProjectRequest, project_id: str) -> HttpResponse:
    """What is missing and how it grows; option and payer; check; order. Later: how to pay, and what follows."""
    step, answers = request.POST.get("step", ""), wizard_answers.read(request, project_id)
    form = LapsedForm(request.POST if request.method == "POST" and step != "change" else None, initial=_kept(request))
    found = lapsed_page(request.project.id, request.account.user, today(), _payer(request))
    if found is None:  # it went meanwhile
        raise Http404
    form.offer(found)
    context = {**project_ask_context(request, "project_contracts"), "form": form, "found": found, "answers": answers}
    if found.waits is not None or found.plan is None or found.unverified:
        context |= {"how_to_pay": look_of(request).how_to_pay, "told": found.refusal and explain(found.refusal)}
        return render(request, "portal/contracts/lapsed/waits.html", context)
    if form.is_bound and form.is_valid():
        terms = OrderTermsForm(request.POST if step == "do" else None, asked=terms_asked(request.project.customer_id))
        is_same = request.POST.get("gross") == str(found.plan.money)
        if step == "do" and is_same and terms.is_valid() and _place(request, form, terms, answers):
            return HttpResponseRedirect(reverse("lapsed", args=[project_id]))
        if not form.errors:
            return render(request, "portal/contracts/lapsed/check.html", context | _checked(found, form, terms, step))
    return render(request, "portal/contracts/lapsed/order.html", context)


def _checked(found: LapsedPage, form: LapsedForm, terms: OrderTermsForm, step: str) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "option": next(one for one in found.options if one.name == given["option"]),
        "payer": found.payer_name(UUID(given["payer"])),
        "terms_form": terms,
        "asked": terms.asked,
        "changed": step == "do" and not terms.errors,
    }


def _place(request: ProjectRequest, form: LapsedForm, terms: OrderTermsForm, answers: Answers) -> bool:
    """Ordered; False with the error in the form."""
    given = form.cleaned_data
    try:
        is_new = lapsed.order_and_conclude(
            order=key_or_404("ord", request.POST.get("order", "")),
            project=request.project.id,
            option=given["option"],
            payer=UUID(given["payer"]),
            gross=int(request.POST["gross"]),
            fixed_end=answers.end,
            terms=terms.agreed,
            order_number=given["order_number"],
            invoice_contact=given["invoice_contact"],
            ctx=action_context(request),
        )
    except OperationError as error:
        show_error(form, error)
        return False
    if is_new:
        messages.success(request, _("Ordered. The contract is concluded by itself when the payment has arrived."))
    wizard_answers.forget(request, request.project.public_id)
    return True


def _kept(request: ProjectRequest) -> dict[str, Any]:
    """What was answered in the wizard, or is to be changed."""
    if request.method == "POST":
        return {name: request.POST[name] for name in LapsedForm.base_fields if name in request.POST}
    kept = asdict(wizard_answers.read(request, request.project.public_id))
    return {name: kept[name] for name in ("option", "order_number", "invoice_contact") if kept[name]}


def _payer(request: ProjectRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("payer", ""))
    except ValueError:
        return None
