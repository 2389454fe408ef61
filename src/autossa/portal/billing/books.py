"""The books for finance: what is owed, the VAT of a month, what is deferred; and their files."""

from datetime import date

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.documents.books.datev.batch import CurrencyTooFine
from autossa.documents.books.exports import FORMS, export_books
from autossa.domain.billing.books.vat import month_of
from autossa.domain.dates import add_months
from autossa.domain.rights import Action
from autossa.portal.ui.pictures import deferred_picture
from autossa.portal.web.clock import now, today
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest
from autossa.queries.billing.books.page import read_books
from autossa.wording.billing.books import age

_MONTHS = 36  # that can be chosen
_AGES = range(5)


@page(Scope.VENDOR, Action.KEEP_BOOKS)
def overview(request: VendorRequest) -> HttpResponse:
    """Receivables with ageing, the VAT of a month, deferred revenue ahead."""
    month = _month(request)
    found = read_books(today(), month)
    context = {
        "found": found,
        "month": month,
        "months": [add_months(today().replace(day=1), -back) for back in range(_MONTHS)],
        "ages": [age(step) for step in _AGES],
        "pictures": [deferred_picture(ahead) for ahead in found.ahead if ahead.deferred],
        "currencies": sorted({owed.everybody.currency for owed in found.receivables}),
    }
    return render(request, "portal/billing/books/books.html", context)


@page(Scope.VENDOR, Action.KEEP_BOOKS)
def download(request: VendorRequest, form: str) -> HttpResponseBase:
    """A file of the books; it is written whole before anything of it is sent."""
    if form not in FORMS:
        raise Http404
    span, currency = month_of(_month(request)), request.GET.get("currency", "EUR")[:3]
    try:
        found = export_books(form, span, currency, today(), now())
    except CurrencyTooFine:
        messages.error(request, _("DATEV has two decimals; amounts in this currency have more."))
        return HttpResponseRedirect(reverse("books"))
    return FileResponse(found.file, as_attachment=True, filename=found.name, content_type=found.kind)


def _month(request: VendorRequest) -> date:
    """The first day of the month that was asked for; this month where it is none."""
    asked = request.GET.get("month", "")
    try:
        return date.fromisoformat(f"{asked}-01") if len(asked) == len("2026-10") else today().replace(day=1)
    except ValueError:
        return today().replace(day=1)
