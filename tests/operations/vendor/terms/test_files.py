"""What is published: texts as they are kept, PDFs that are some by their own bytes, and what is refused."""

import pytest

from autossa.domain.billing.terms import TermsForm
from autossa.operations.validation import TextError
from autossa.operations.vendor.terms.files import (
    MAX_PDF,
    MAX_TEXT,
    NotAPdf,
    PdfActive,
    PdfLocked,
    PdfTooLarge,
    pdf_content,
    text_content,
)
from tests.cast.terms import PDF


def test_a_pdf_is_kept_byte_by_byte() -> None:
    assert pdf_content(PDF) == type(pdf_content(PDF))(TermsForm.PDF, PDF)
    assert pdf_content(PDF + b"\r\n\n").body.endswith(b"\r\n\n")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-",
        b"<html><script>alert(1)</script></html>",
        b"\n" + PDF,  # what looks for the beginning further on is no check
        b"<script>alert(1)</script>" + PDF,
        PDF.replace(b"%PDF-1.4", b"%PDF-9.4"),
        PDF.replace(b"%PDF-1.4", b"%PDF-1.x"),
        PDF[:-10],  # broken off
        PDF + b"<script>alert(1)</script>",
        PDF.replace(b"startxref", b"startxxxx"),
        b"GIF89a" + PDF,
        b"PK\x03\x04" + PDF,
    ],
)
def test_what_is_no_whole_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPdf) as refused:
        pdf_content(data, field="pdf_en")
    assert refused.value.field == "pdf_en"


@pytest.mark.parametrize(
    ("added", "error"),
    [
        (b"/OpenAction <</S /JavaScript /JS (app.alert(1))>>", PdfActive),
        (b"/OpenAction <</S/Java#53cript/JS(app.alert(1))>>", PdfActive),  # a letter of a name, escaped
        (b"/A <</S /Launch /F (calc.exe)>>", PdfActive),
        (b"/Names <</EmbeddedFiles 5 0 R>>", PdfActive),
        (b"/Subtype /RichMedia ", PdfActive),
        (b"/Encrypt 5 0 R", PdfLocked),
    ],
)
def test_what_runs_or_is_locked_is_refused(added: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        pdf_content(PDF.replace(b"/Type /Catalog", b"/Type /Catalog " + added))


def test_a_name_that_only_begins_like_one_is_no_reason() -> None:
    pdf_content(PDF.replace(b"/Type /Catalog", b"/Type /Catalog /LaunchPad 1 "))


def test_a_pdf_is_no_larger_than_allowed() -> None:
    filled = PDF.replace(b"trailer", b" " * (MAX_PDF - len(PDF)) + b"trailer")
    assert len(pdf_content(filled).body) == MAX_PDF
    with pytest.raises(PdfTooLarge):
        pdf_content(filled + b"\n")


def test_a_text_is_cleaned_as_every_other() -> None:
    assert text_content("Pay\r\nin\u00a0time. ").body == b"Pay\nin time."
    for wrong in ("", " \n", "a\u202eb", "a\u200bb", "x" * (MAX_TEXT + 1)):
        with pytest.raises(TextError):
            text_content(wrong, field="text_de")
