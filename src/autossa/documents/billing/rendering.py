"""A document in all its forms: what it can be made as, and the files.

Only who renders loads what draws pages and writes XML: some 20 MB, which every web process and each worker of the daily
run would have, too.
"""

from enum import StrEnum

from autossa.documents.billing.design import Design
from autossa.domain.billing.documents import Document
from autossa.domain.billing.einvoices import is_xrechnung, lacks

VERSION = 2
"""Raised with each change that makes other bytes of the same document and design."""


class Format(StrEnum):
    """The files of a document."""

    PDF = "pdf"
    CII = "cii"
    UBL = "ubl"


def formats_of(document: Document) -> tuple[Format, ...]:
    """What it can be made as: a quote, or what lacks something for an electronic invoice, as PDF alone."""
    return (Format.PDF,) if lacks(document) else tuple(Format)


def render(document: Document, design: Design) -> dict[Format, bytes]:
    """All its files; the XML within the PDF is that of CII."""
    from autossa.documents.billing.attached import Attached
    from autossa.documents.billing.pdf import pdf
    from autossa.documents.billing.xml.cii import cii
    from autossa.documents.billing.xml.ubl import ubl

    if formats_of(document) == (Format.PDF,):
        return {Format.PDF: pdf(document, design)}
    xml = cii(document)
    made = pdf(document, design, Attached(xml, is_xrechnung(document)))
    return {Format.PDF: made, Format.CII: xml, Format.UBL: ubl(document)}
