"""One invoice or credit note: read, taken as a file, sent by e-mail again."""

from typing import Literal

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Query, Router

from autossa.api.v1.billing.issued.shapes import AddresseeOut, GivenUpOut, InvoiceOut, MailIn, PaidOut, RelatedOut
from autossa.api.v1.billing.lines import lines_of, vat_of
from autossa.api.v1.frame.calls import DocumentCall, context_of, key_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.exporting import TABLES, FileAsk, table_of
from autossa.api.v1.frame.files import PDF, XML, file_of
from autossa.api.v1.frame.rows import answer_of, answers_of
from autossa.documents.billing.lines import lines_table
from autossa.documents.billing.rendering import Format, formats_of
from autossa.domain.amounts import show
from autossa.domain.currencies import places_of
from autossa.domain.rights import Action
from autossa.operations.billing import documents, mailing
from autossa.queries.billing.document_files import CONTENT_TYPES, file_name
from autossa.queries.billing.documents import document_of
from autossa.queries.billing.payments.of_document import DocumentMoney
from autossa.queries.billing.register.document import DocumentPage
from autossa.queries.billing.register.with_money import document_with_money
from autossa.queries.permissions import Scope

router = Router(tags=["Invoices"])
_INV = "/invoices/{document_id}"


@endpoint(router, "GET", _INV, Scope.DOCUMENT, Action.VIEW_BILLING, answer=InvoiceOut)
def get_invoice(request: DocumentCall, document_id: str) -> InvoiceOut:
    """An invoice or credit note: its lines, where it stands, what came for it."""
    page, money = document_with_money(request.account, request.document.id, request.today)
    return _out(page, money)


@endpoint(router, "GET", f"{_INV}/files/{{form}}", Scope.DOCUMENT, Action.VIEW_BILLING, files=(PDF, XML))
def get_invoice_file(request: DocumentCall, document_id: str, form: Literal["pdf", "cii", "ubl"]) -> HttpResponseBase:
    """Its PDF, or its XML in one of the two forms of EN 16931."""
    key = request.document.id
    content = documents.file_of(invoice=key, form=Format(form), ctx=context_of(request))
    return file_of(content, file_name(key, form), CONTENT_TYPES[form])


@endpoint(router, "GET", f"{_INV}/lines", Scope.DOCUMENT, Action.VIEW_BILLING, files=TABLES)
def export_invoice_lines(request: DocumentCall, document_id: str, ask: Query[FileAsk]) -> HttpResponseBase:
    """Its lines as a table (CSV or XLSX), as beside a collective invoice."""
    rows = lines_table(document_of(request.document.id))
    return table_of(request, "invoice-lines", _("Invoice"), rows, ask.format)


@endpoint(router, "POST", f"{_INV}/mail", Scope.DOCUMENT, Action.MAIL_DOCUMENTS)
def mail_invoice(request: DocumentCall, document_id: str, body: MailIn) -> None:
    """Send it by e-mail again: to everybody who gets the payer's invoices, or to one contact."""
    contact = key_of("ctc", body.contact, "contact") if body.contact else None
    mailing.mail_again(invoice=request.document.id, contact=contact, ctx=context_of(request))


def _out(page: DocumentPage, money: DocumentMoney | None) -> InvoiceOut:
    invoice, printed = page.invoice, page.printed
    return answer_of(
        InvoiceOut, invoice,
        kind=printed.kind.value, state=page.state.value if page.state else None, due_on=printed.due_on,
        payer=page.payer, payer_id=page.payer_id or None, project=page.project or None,
        order_number=printed.order_number or None, method=printed.method.value, reference=printed.reference or None,
        left=_text(page, page.left), creditable=_text(page, page.creditable),
        corrects=answer_of(RelatedOut, page.corrects, currency=invoice.currency) if page.corrects else None,
        notes=answers_of(RelatedOut, page.notes, currency=invoice.currency),
        lines=lines_of(printed), vat=vat_of(printed),
        payments=answers_of(PaidOut, money.rows if money else (), currency=invoice.currency),
        given_up=answers_of(GivenUpOut, money.write_offs if money else (), currency=invoice.currency),
        files=[form.value for form in formats_of(printed)], contacts=answers_of(AddresseeOut, page.contacts),
    )  # fmt: skip


def _text(page: DocumentPage, amount: int) -> str:
    return show(amount, places_of(page.invoice.currency))
