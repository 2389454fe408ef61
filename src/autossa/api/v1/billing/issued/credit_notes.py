"""Credit notes without a void: finance says what of which line, looks at what comes of it, then issues it."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from autossa.api.v1.billing.issued.shapes import (
    CreditableOut,
    CreditAsk,
    CreditedLine,
    CreditIn,
    CreditNoteOut,
    CreditPreview,
    PickIn,
)
from autossa.api.v1.frame.calls import DocumentCall, agreed_context, token_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import minor
from autossa.domain.amounts import show, show_fraction
from autossa.domain.billing.credit_notes import Pick
from autossa.domain.rights import Action
from autossa.operations.billing import credit_notes as operations
from autossa.operations.errors import Invalid, NotFound
from autossa.queries.billing.document_files import find_invoice
from autossa.queries.billing.issued.credit_notes import Creditable, CreditableLine, creditable
from autossa.queries.errors import Unknown
from autossa.queries.identifiers import invoice_name
from autossa.queries.permissions import Scope

router = Router(tags=["Invoices"])
_INV = "/invoices/{document_id}"


class AmountOrQuantity(Invalid):
    """Enter either an amount or a quantity."""

    field = "lines"


@endpoint(router, "GET", f"{_INV}/creditable", Scope.DOCUMENT, Action.CORRECT, answer=Listed[CreditableOut])
def list_creditable_lines(
    request: DocumentCall, document_id: str, ask: Annotated[PageAsk, Query()]
) -> Listed[CreditableOut]:
    """Staff: the lines of an invoice, each with what of it can be credited."""
    found = _found(request.document.id)
    rows = list(enumerate(found.lines))
    return listed(rows, ask, lambda row: _line(row, found.currency), lambda row: str(row[0]))


@endpoint(router, "POST", f"{_INV}/credit/preview", Scope.DOCUMENT, Action.CORRECT, answer=CreditPreview, is_read=True)
def preview_credit_note(request: DocumentCall, document_id: str, body: CreditAsk) -> CreditPreview:
    """Staff: the credit note that would be issued."""
    found = _found(request.document.id)
    picks = _picks(body.lines, found.currency)
    plan = operations.planned(found, picks)
    nets = [CreditedLine(place=place, net=_text(found, net)) for place, net in plan.nets]
    return answer_of(
        CreditPreview, plan, currency=found.currency, invoice=found.id, lines=nets,
        tax_rate=show_fraction(found.rate), rest=_text(found, found.left - plan.gross), agreed=token_of((found, picks)),
    )  # fmt: skip


@endpoint(router, "POST", f"{_INV}/credit", Scope.DOCUMENT, Action.CORRECT, answer=CreditNoteOut, status=201)
def issue_credit_note(request: DocumentCall, document_id: str, body: CreditIn) -> CreditNoteOut:
    """Staff: issue a credit note, of lines or of all that is left. What was paid beyond it is the payer's credit."""
    key = request.document.id
    picks = _picks(body.lines, _found(key).currency)
    ctx = agreed_context(request, body.agreed, lambda: (creditable(key), picks))
    number = operations.credit(invoice=key, picks=picks, reason=body.reason, ctx=ctx)
    return CreditNoteOut(id=invoice_name(find_invoice(number)), number=number)


def _found(key: UUID) -> Creditable:
    try:
        return creditable(key)
    except Unknown:
        raise NotFound from None


def _picks(lines: Iterable[PickIn], currency: str) -> list[Pick]:
    """Raises AmountOrQuantity, TooManyDecimals."""
    return [_pick(one, currency) for one in lines]


def _pick(line: PickIn, currency: str) -> Pick:
    if line.amount is not None and line.quantity is not None:
        raise AmountOrQuantity
    amount = None if line.amount is None else minor(line.amount, currency, "lines")
    return Pick(line.place, amount=amount, quantity=line.quantity)


def _line(row: tuple[int, CreditableLine], currency: str) -> CreditableOut:
    place, line = row
    return answer_of(CreditableOut, line, currency=currency, place=place)


def _text(found: Creditable, amount: int) -> str:
    return show(amount, found.places)
