"""A mandate: given, of another account, revoked, its copy; for staff: confirmed and stopped."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from autossa.domain.billing.payments.mandates import Scheme
from autossa.domain.rights import Action
from autossa.operations.billing.payments import mandates as operations
from autossa.operations.billing.payments import papers
from autossa.operations.errors import Invalid
from autossa.portal.billing.payments.forms import AccountForm
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text, show_error
from autossa.portal.web.frames import ask_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, VendorRequest, action_context, key_or_404, safe_next
from autossa.queries.billing.methods.methods import PayerMethods, payer_methods
from autossa.wording.billing.bank import mandate_text


@page(Scope.ORGANISATION, Action.EDIT_BILLING, methods=FORM)
def give(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Give a mandate: account, holder, the text, one box."""
    found = payer_methods(request.organisation.id, today())
    if found.mandate is not None or not found.terms.creditor_id:
        return redirect_to(request, "payment_methods")
    scheme = Scheme.B2B if request.GET.get("scheme") == "b2b" else Scheme.CORE
    form = AccountForm(
        request.POST or None, mandate=_text(found, scheme), scheme=scheme, initial={"holder": found.name}
    )
    if request.method == "POST" and form.is_valid() and form.account is not None:
        try:
            operations.give(payer=found.payer, account=form.account, text=form.mandate, ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Mandate given. A copy goes to you by e-mail."))
            return redirect_to(request, "payment_methods")
    context = {"form": form, "found": found, "is_business": scheme is Scheme.B2B}
    return _ask(request, "give", context)


@page(Scope.ORGANISATION, Action.EDIT_BILLING, methods=FORM)
def amend(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Another account or holder."""
    found = payer_methods(request.organisation.id, today())
    if found.mandate is None:
        return redirect_to(request, "payment_methods")
    form = AccountForm(request.POST or None, scheme=found.mandate.scheme, initial={"holder": found.mandate.holder})
    del form.fields["agreed"]
    if request.method == "POST" and form.is_valid() and form.account is not None:
        try:
            operations.amend(payer=found.payer, account=form.account, ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved. From now on this account is debited."))
            return redirect_to(request, "payment_methods")
    return _ask(request, "amend", {"form": form, "found": found})


@page(Scope.ORGANISATION, Action.EDIT_BILLING, methods=FORM)
def revoke(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Revoke it, after a question."""
    found = payer_methods(request.organisation.id, today())
    if found.mandate is None:
        return redirect_to(request, "payment_methods")
    if request.method == "POST":
        operations.revoke(payer=found.payer, ctx=action_context(request))
        messages.success(request, _("Mandate revoked. Invoices are paid by bank transfer from now on."))
        return redirect_to(request, "payment_methods")
    return _ask(request, "revoke", {"form": forms.Form(), "found": found})


@page(Scope.ORGANISATION, Action.EDIT_BILLING)
def copy(request: OrganisationRequest, organisation_id: str, mandate_id: str) -> HttpResponse:
    """The copy as PDF, with the whole account: for those who may pay alone."""
    key = key_or_404("man", mandate_id)
    name, content = papers.mandate_file(mandate=key, day=today(), payer=request.organisation.id)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@page(Scope.VENDOR, Action.KEEP_BOOKS, methods=POST)
def confirm(request: VendorRequest, mandate_id: str) -> HttpResponse:
    """The payer's bank knows a business mandate."""
    try:
        operations.confirm(mandate=key_or_404("man", mandate_id), ctx=action_context(request))
    except Invalid as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Mandate confirmed: invoices are collected by it from now on."))
    return HttpResponseRedirect(safe_next(request))


@page(Scope.VENDOR, Action.KEEP_BOOKS, methods=POST)
def stop(request: VendorRequest, mandate_id: str) -> HttpResponse:
    """Nothing more is collected by it."""
    operations.stop(mandate=key_or_404("man", mandate_id), ctx=action_context(request))
    messages.success(request, _("Mandate stopped: nothing more is collected by it."))
    return HttpResponseRedirect(safe_next(request))


def _ask(request: OrganisationRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    around = ask_context(request, "payment_methods")
    return render(request, f"portal/billing/payments/{template}.html", {**around, **context})


def _text(found: PayerMethods, scheme: Scheme) -> str:
    days = found.terms.policy.prenotify_days
    return mandate_text(found.creditor, found.terms.creditor_id, days, scheme)
