"""What stands on a document: lines and VAT, alike on invoices, credit notes and quotes."""

from typing import Any

from autossa.api.v1.frame.rows import answer_of, answers_of
from autossa.api.v1.frame.shapes import AmountText, Answer, Day, ExactText, SscText, ssc_text
from autossa.domain.amounts import Ssc, show_fraction
from autossa.domain.billing.documents import Document, DocumentLine
from autossa.wording.documents import credits_name


class DocumentLineOut(Answer):
    """A line: what, when, how much. SSC are of a booking, or of an order of credits."""

    section: str
    name: str
    license_id: str | None
    license_type: str | None
    quantity: int
    starts_on: Day | None
    until: Day | None
    needed: SscText
    from_balance: SscText
    invoiced: SscText
    price: ExactText
    factor: ExactText
    net: AmountText
    tax_rate: ExactText


class TaxedOut(Answer):
    """What is taxed at a rate."""

    category: str
    rate: ExactText
    net: AmountText
    tax: AmountText


def lines_of(document: Document) -> list[DocumentLineOut]:
    """The lines of a document."""
    return [_line(one, document.currency) for one in document.lines]


def vat_of(document: Document) -> list[TaxedOut]:
    """The VAT of a document."""
    return answers_of(TaxedOut, document.vat, currency=document.currency)


def _line(line: DocumentLine, currency: str) -> DocumentLineOut:
    units: Ssc = line.units
    more: dict[str, Any] = {"invoiced": ssc_text(units), "tax_rate": show_fraction(line.rate)}
    return answer_of(DocumentLineOut, line, currency=currency, name=line.name or credits_name("en"), **more)
