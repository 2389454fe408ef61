"""The books for finance: what is owed, the VAT of a month, what is deferred; and their files."""

from collections.abc import Callable
from datetime import date
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.documents.books import tables
from autossa.documents.books.beancount import beancount_lines
from autossa.documents.books.datev.batch import Batch, CurrencyTooFine, datev_lines
from autossa.documents.books.workbook import write_workbook
from autossa.domain.billing.books.postings import Span
from autossa.domain.billing.books.vat import month_of
from autossa.domain.dates import add_months
from autossa.domain.rights import Action
from autossa.portal.ui.pictures import deferred_picture
from autossa.portal.ui.tables_export import csv_lines
from autossa.portal.web.clock import now, today
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest
from autossa.queries.billing.books.bookkeeping import read_bookkeeping
from autossa.queries.billing.books.page import read_books
from autossa.queries.billing.books.reading import Books, books
from autossa.wording.books import age
from autossa.wording.languages import current

_MONTHS = 36  # that can be chosen
_AGES = range(5)
_IN_MEMORY = 16_000_000  # bytes of a file; a larger one goes through a file of the system


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
    if form not in _FORMS:
        raise Http404
    write, name, content_type = _FORMS[form]
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    span = month_of(_month(request))
    try:
        with books(today()) as found:
            write(file, found, span, request.GET.get("currency", "EUR")[:3])
    except CurrencyTooFine:
        file.close()
        messages.error(request, _("DATEV has two decimals; amounts in this currency have more."))
        return HttpResponseRedirect(reverse("books"))
    file.seek(0)
    named = name.format(month=f"{span.first:%Y-%m}", day=today())
    return FileResponse(file, as_attachment=True, filename=named, content_type=content_type)


def _month(request: VendorRequest) -> date:
    """The first day of the month that was asked for; this month where it is none."""
    asked = request.GET.get("month", "")
    try:
        return date.fromisoformat(f"{asked}-01") if len(asked) == len("2026-10") else today().replace(day=1)
    except ValueError:
        return today().replace(day=1)


def _beancount(file: IO[bytes], found: Books, _span: Span, _currency: str) -> None:
    file.writelines(f"{line}\n".encode() for line in beancount_lines(found))


def _datev(file: IO[bytes], found: Books, span: Span, currency: str) -> None:
    file.writelines(datev_lines(found, Batch(span, currency, now(), read_bookkeeping())))


def _xlsx(file: IO[bytes], found: Books, span: Span, _currency: str) -> None:
    write_workbook(file, found, span)


def _vat(file: IO[bytes], found: Books, span: Span, _currency: str) -> None:
    _csv(file, tables.vat_table(found.vat(span)))


def _open_items(file: IO[bytes], found: Books, _span: Span, _currency: str) -> None:
    _csv(file, tables.open_items_table(found.open_items(), found.payers, found.day))


def _deferred(file: IO[bytes], found: Books, _span: Span, _currency: str) -> None:
    _csv(file, tables.deferred_table(found.ahead()))


def _csv(file: IO[bytes], table: tables.Table) -> None:
    file.writelines(line.encode() for line in csv_lines(chain([table.head], table.rows), current()))


_Writer = Callable[[IO[bytes], Books, Span, str], None]
_CSV = "text/csv; charset=utf-8"
_FORMS: dict[str, tuple[_Writer, str, str]] = {
    "beancount": (_beancount, "books-{day}.beancount", "text/plain; charset=utf-8"),
    "datev": (_datev, "EXTF_Buchungsstapel_{month}.csv", "text/csv; charset=windows-1252"),
    "xlsx": (
        _xlsx,
        "books-{month}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "vat": (_vat, "vat-{month}.csv", _CSV),
    "open-items": (_open_items, "open-items-{day}.csv", _CSV),
    "deferred": (_deferred, "deferred-{day}.csv", _CSV),
}
