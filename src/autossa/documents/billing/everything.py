"""All that a payer owes as one transfer: one sum, one reference, one GiroCode (billing 11)."""

from datetime import date
from fractions import Fraction

from autossa.documents.billing import girocode
from autossa.domain.amounts import Money
from autossa.domain.billing.documents import Document, DocumentLine, Kind
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.vat import Category
from autossa.domain.currencies import places_of


def everything(
    seller: Seller, buyer: Party, amount: Money, currency: str, reference: str, day: date, language: str
) -> Document:
    """As a document of one line: what a sheet and a GiroCode need to know. It is none, and was never issued."""
    line = DocumentLine(
        "", "", "", "", 0, None, None, 0, 0, 100, Fraction(0), Fraction(1), amount, Category.OUTSIDE, Fraction(0)
    )  # fmt: skip
    return Document(
        kind=Kind.INVOICE, number=reference, reason="", issued_on=day, language=language, currency=currency,
        seller=seller, buyer=buyer, lines=(line,), places=places_of(currency), reference=reference,
    )  # fmt: skip


def code_of(document: Document) -> str:
    """The GiroCode as a picture (SVG); "" where there is none: another currency, no account, nothing to pay."""
    code = girocode.girocode(document)
    return girocode.svg(code) if code else ""
