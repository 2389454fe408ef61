"""Direct debits and refunds for finance: what is collected when, files made, sent and taken back."""

from typing import Annotated
from uuid import UUID

from django.http.response import HttpResponseBase
from ninja import Query, Router

from autossa.api.v1.billing.bank.shapes import (
    BankFileOut,
    DebitOut,
    DebitPart,
    DebitsOut,
    FileIn,
    LeftOutOut,
    PlannedFileOut,
    WaitingRefundOut,
)
from autossa.api.v1.billing.claims import claim_named
from autossa.api.v1.frame.calls import Call, context_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.files import XML, file_of
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of, answers_of
from autossa.domain.rights import Action
from autossa.operations.billing.bank import collecting, files, refunding
from autossa.operations.errors import Invalid, NotFound
from autossa.queries.billing.bank.collections import PlannedDebit, PlannedFile
from autossa.queries.billing.bank.order_files import OrderFile, order_file, order_files
from autossa.queries.billing.bank.overview import collections_page
from autossa.queries.identifiers import invoice_name
from autossa.queries.permissions import Scope

router = Router(tags=["Direct debits"])
_EUR = "EUR"
_FILES = "/bank/files"
_FILE = f"{_FILES}/{{bank_file_id}}"


class DayAndScheme(Invalid):
    """A file of direct debits has a day and a scheme; the file of refunds has neither of them."""

    field = "day"


@endpoint(router, "GET", "/direct-debits", Scope.VENDOR, Action.KEEP_BOOKS, answer=DebitsOut)
def get_direct_debits(request: Call) -> DebitsOut:
    """Finance: what is collected when and in which file, what is left out and why, refunds that wait."""
    page = collections_page(request.today)
    return answer_of(
        DebitsOut, page, currency=_EUR, planned=[_planned(one) for one in page.plan.files],
        left_out=answers_of(LeftOutOut, page.plan.left_out, currency=_EUR),
        files=[_file(one) for one in page.files], refunds=answers_of(WaitingRefundOut, page.refunds, currency=_EUR),
    )  # fmt: skip


@endpoint(router, "GET", _FILES, Scope.VENDOR, Action.KEEP_BOOKS, answer=Listed[BankFileOut])
def list_bank_files(request: Call, ask: Annotated[PageAsk, Query()]) -> Listed[BankFileOut]:
    """Finance: files for the bank, the newest first."""
    return listed(order_files(), ask, _file)


@endpoint(router, "POST", _FILES, Scope.VENDOR, Action.KEEP_BOOKS, answer=BankFileOut, status=201)
def make_bank_file(request: Call, body: FileIn) -> BankFileOut:
    """Finance: the file of a day and scheme, or that of all approved refunds. Download it, then mark it as sent."""
    ctx = context_of(request)
    if (body.kind == "debits") != (body.day is not None and body.scheme is not None):
        raise DayAndScheme
    if body.day is not None and body.scheme is not None:
        return _one(collecting.make_file(day=body.day, scheme=body.scheme, ctx=ctx))
    return _one(refunding.make_refund_file(ctx=ctx))


@endpoint(router, "GET", _FILE, Scope.VENDOR, Action.KEEP_BOOKS, answer=BankFileOut)
def get_bank_file(request: Call, bank_file_id: str) -> BankFileOut:
    """Finance: a file for the bank."""
    return _one(path_key("bor", bank_file_id))


@endpoint(router, "GET", f"{_FILE}/xml", Scope.VENDOR, Action.KEEP_BOOKS, files=(XML,))
def get_bank_file_xml(request: Call, bank_file_id: str) -> HttpResponseBase:
    """Finance: the file as it was made."""
    key = path_key("bor", bank_file_id)
    content = files.content_of(order=key, ctx=context_of(request))
    found = order_file(key)
    return file_of(content, found.name if found else f"{bank_file_id}.xml", XML)


@endpoint(router, "POST", f"{_FILE}/sent", Scope.VENDOR, Action.KEEP_BOOKS, answer=BankFileOut)
def mark_bank_file_sent(request: Call, bank_file_id: str) -> BankFileOut:
    """Finance: the bank has it."""
    key = path_key("bor", bank_file_id)
    files.mark_sent(order=key, ctx=context_of(request))
    return _one(key)


@endpoint(router, "POST", f"{_FILE}/take-back", Scope.VENDOR, Action.KEEP_BOOKS, answer=BankFileOut)
def take_bank_file_back(request: Call, bank_file_id: str) -> BankFileOut:
    """Finance: the bank never gets it; what was in it is to be collected again."""
    key = path_key("bor", bank_file_id)
    files.take_back(order=key, ctx=context_of(request))
    return _one(key)


@endpoint(router, "POST", "/direct-debits/{claim_id}/retry", Scope.VENDOR, Action.KEEP_BOOKS)
def retry_debit(request: Call, claim_id: str) -> None:
    """Finance: a returned invoice may be collected once more; the payer is told the new day."""
    collecting.allow_retry(document=claim_named(claim_id), ctx=context_of(request))


def _one(key: UUID) -> BankFileOut:
    found = order_file(key)
    if found is None:
        raise NotFound
    return _file(found)


def _file(one: OrderFile) -> BankFileOut:
    return answer_of(BankFileOut, one, currency=_EUR)


def _planned(one: PlannedFile) -> PlannedFileOut:
    return answer_of(
        PlannedFileOut, one, currency=_EUR, faults=[fault.value for fault in one.faults],
        debits=[_debit(debit) for debit in one.debits],
    )  # fmt: skip


def _debit(one: PlannedDebit) -> DebitOut:
    parts = [answer_of(DebitPart, part, currency=_EUR, document=invoice_name(part.document)) for part in one.parts]
    return answer_of(DebitOut, one.collection, currency=_EUR, payer=one.payer_name, payer_id=one.payer_id,
                     account=one.account, parts=parts)  # fmt: skip
