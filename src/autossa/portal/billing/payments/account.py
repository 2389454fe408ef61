"""A payer's account: for its own people what they owe and how to pay it, for staff what can be done about it."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from autossa.documents.billing.everything import code_of, everything
from autossa.domain.billing.references import grouped
from autossa.domain.currencies import minor_places
from autossa.domain.dates import add_months
from autossa.domain.rights import Action
from autossa.operations.billing.payments.papers import read_statement, statement_file
from autossa.operations.errors import Invalid, OperationError
from autossa.portal.ui.fields import DayField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text, show_error
from autossa.portal.web.frames import page_context
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest
from autossa.queries.billing.payments.account_page import AccountPage, CurrencyAccount, account_page
from autossa.wording.billing.payments import movement, movement_note
from autossa.wording.languages import current

_MONTHS = 3  # of a statement, unless others are asked for


class StatementForm(forms.Form):
    """Of which days."""

    first = DayField(label=gettext_lazy("From"))
    last = DayField(label=gettext_lazy("Until"))


@page(Scope.ORGANISATION, Action.VIEW_BILLING)
def overview(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """What is open, how to pay all of it at once, what came, and what is on account."""
    context = page_context(request, "payer_account")
    found = account_page(request.organisation.id, today(), may_pay="EDIT_BILLING" in context["may"])
    codes = [(one, _code(found, one)) for one in found.accounts]
    context |= {
        "found": found,
        "codes": codes,
        "reference": grouped(found.reference),
        "iban": grouped(found.seller.iban),
    }
    return render(request, "portal/billing/payments/account/account.html", context)


@page(Scope.ORGANISATION, Action.VIEW_BILLING)
def statement(request: OrganisationRequest, organisation_id: str, currency: str) -> HttpResponse:
    """The movements of some days with the balance after each; the PDF is what is printed."""
    code, (first, last) = _code_of(currency), _span(request)
    form = StatementForm(request.GET if "first" in request.GET else None, initial={"first": first, "last": last})
    context = {**page_context(request, "payer_account"), "form": form, "currency": code}
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    try:
        found = read_statement(payer=request.organisation.id, currency=code, first=first, last=last)
    except Invalid as error:
        if form.is_bound and form.is_valid():
            show_error(form, error)
    else:
        lines = [(line, movement(line), movement_note(line)) for line in found.lines]
        context |= {"found": found, "lines": lines, "first": first, "last": last}
    return render(request, "portal/billing/payments/account/statement.html", context)


@page(Scope.ORGANISATION, Action.VIEW_BILLING)
def statement_pdf(request: OrganisationRequest, organisation_id: str, currency: str) -> HttpResponse:
    """The same as PDF, in the language of the page."""
    form = StatementForm(request.GET)
    first, last = (form.cleaned_data["first"], form.cleaned_data["last"]) if form.is_valid() else _span(request)
    try:
        content = statement_file(
            payer=request.organisation.id, currency=_code_of(currency), first=first, last=last, language=current()
        )
    except OperationError as error:
        messages.error(request, error_text(error))
        return HttpResponseRedirect(reverse("statement", args=[organisation_id, currency]))
    response = HttpResponse(content, content_type="application/pdf")
    kind = "inline" if "print" in request.GET else "attachment"
    response["Content-Disposition"] = f'{kind}; filename="statement-{first.isoformat()}-{last.isoformat()}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _code_of(currency: str) -> str:
    """The code of a currency. Raises Http404 for what is none."""
    code = currency.upper()
    if minor_places(code) is None:
        raise Http404
    return code


def _span(request: OrganisationRequest) -> tuple[date, date]:
    """The last months, today included."""
    return add_months(today(), -_MONTHS), today()


def _code(found: AccountPage, account: CurrencyAccount) -> SafeString:
    """The GiroCode of one transfer for all that is open; empty where there is none."""
    document = everything(
        found.seller_named, found.buyer, account.to_pay, account.currency, found.reference, today(), current()
    )
    return mark_safe(code_of(document))  # made here of squares alone
