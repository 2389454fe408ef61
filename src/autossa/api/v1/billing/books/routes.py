"""Endpoints of the books."""

from datetime import date
from typing import Annotated, Literal

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from autossa.api.v1.billing.books.shapes import (
    AccountsIn,
    AccountsOut,
    AheadOut,
    BooksAsk,
    BooksOut,
    ExpectedOut,
    FileAsk,
    ForecastOut,
    MonthOut,
    OutlookOut,
    OwedOut,
    OwingOut,
    ReceivablesOut,
    VatLineOut,
)
from autossa.api.v1.frame.calls import Call
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.files import CSV, XLSX
from autossa.api.v1.frame.rows import answer_of, answers_of
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.documents.books.datev.batch import CurrencyTooFine
from autossa.documents.books.exports import export_books
from autossa.domain.amounts import show
from autossa.domain.billing.books.charts import Bookkeeping
from autossa.domain.billing.books.vat import month_of
from autossa.domain.currencies import places_of
from autossa.domain.rights import Action
from autossa.operations.billing.bookkeeping import keep_books
from autossa.operations.errors import Invalid
from autossa.queries.billing.books.bookkeeping import read_bookkeeping
from autossa.queries.billing.books.page import read_books
from autossa.queries.billing.books.receivables import Owing
from autossa.queries.billing.forecast.money import MoneyAhead, money_ahead
from autossa.queries.permissions import Scope

router = Router(tags=["Books"])
Form = Literal["beancount", "datev", "xlsx", "vat", "open-items", "deferred"]


class CurrencyNotForDatev(Invalid):
    """DATEV has two decimals; amounts in this currency have more."""

    field = "currency"


@endpoint(router, "GET", "/books", Scope.VENDOR, Action.KEEP_BOOKS, answer=BooksOut)
def get_books(request: Call, ask: Annotated[BooksAsk, Query()]) -> BooksOut:
    """Finance: receivables by age, the VAT of a month, deferred revenue ahead."""
    found = read_books(request.today, _month(request, ask))
    receivables = [
        ReceivablesOut(everybody=_owing(one.everybody), most=[_owing(owing) for owing in one.most])
        for one in found.receivables
    ]
    return BooksOut(
        day=found.day, first=found.month.first, last=found.month.last, receivables=receivables,
        vat=answers_of(VatLineOut, found.vat), ahead=answers_of(AheadOut, found.ahead),
    )  # fmt: skip


@endpoint(
    router, "GET", "/books/files/{form}", Scope.VENDOR, Action.KEEP_BOOKS, files=(CSV, XLSX, "text/plain")
)  # fmt: skip
def get_books_file(request: Call, form: Form, ask: Annotated[FileAsk, Query()]) -> HttpResponseBase:
    """Finance: the books as a file: beancount, DATEV, XLSX, or a table as CSV."""
    span = month_of(_month(request, ask))
    try:
        found = export_books(form, span, ask.currency, request.today, request.moment)
    except CurrencyTooFine:
        raise CurrencyNotForDatev from None
    return FileResponse(found.file, as_attachment=True, filename=found.name, content_type=found.kind)


@endpoint(router, "GET", "/books/accounts", Scope.VENDOR, Action.KEEP_BOOKS, answer=AccountsOut)
def get_book_accounts(request: Call, response: HttpResponse) -> AccountsOut:
    """Finance: the chart of accounts, the tax adviser's numbers, accounts of our own."""
    return _accounts(response)


@endpoint(router, "PUT", "/books/accounts", Scope.VENDOR, Action.KEEP_BOOKS, answer=AccountsOut, versioned=True)
def set_book_accounts(request: Call, body: AccountsIn, response: HttpResponse) -> AccountsOut:
    """Finance: the accounts that exports name from now on."""
    ctx = version_context(request, read_bookkeeping)
    keep_books(
        chart=body.chart, consultant=body.consultant, client=body.client, year_begins=body.year_begins,
        accounts=body.accounts, ctx=ctx,
    )  # fmt: skip
    return _accounts(response)


@endpoint(router, "GET", "/forecast", Scope.VENDOR, Action.KEEP_BOOKS, answer=ForecastOut)
def get_money_forecast(request: Call) -> ForecastOut:
    """Finance: the money of the next 90 days by day, method and certainty; and what was expected before and came."""
    return ForecastOut(currencies=[_outlook(one) for one in money_ahead(request.today)])


def _month(call: Call, ask: BooksAsk) -> date:
    return date.fromisoformat(f"{ask.month}-01") if ask.month else call.today.replace(day=1)


def _owing(owing: Owing) -> OwingOut:
    ages = [answer_of(OwedOut, owed, currency=owing.currency, age=age) for age, owed in owing.by_age]
    payer = owing.payer if owing.key else None
    rest = show(owing.total.rest, places_of(owing.currency))
    return answer_of(OwingOut, owing, ages=ages, payer=payer or None, rest=rest)


def _accounts(response: HttpResponse) -> AccountsOut:
    found: Bookkeeping = read_bookkeeping()
    tagged(response, found)
    return answer_of(AccountsOut, found, accounts={named.value: number for named, number in found.accounts.items()})


def _outlook(one: MoneyAhead) -> OutlookOut:
    outlook = one.outlook
    expected = [
        ExpectedOut(
            day=day, method=method.value, certainty=certainty.value,
            amount=show(amount, places_of(outlook.currency)),
        )
        for (day, method, certainty), amount in sorted(outlook.amounts.items())
    ]  # fmt: skip
    months = answers_of(MonthOut, one.months, currency=outlook.currency)
    return answer_of(OutlookOut, outlook, expected=expected, months=months, unpriced=one.unpriced)
