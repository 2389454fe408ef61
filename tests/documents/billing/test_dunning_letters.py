"""A letter of dunning as PDF: all that is overdue, its texts, one reference, a code to pay it, in both languages."""

from dataclasses import replace
from datetime import date

import pytest
import zxingcpp

from autossa.documents.billing.design import Design
from autossa.documents.billing.dunning.letters import letter_pdf
from autossa.domain.billing.dunning.documents import LetterDocument, LetterLine
from autossa.domain.billing.parties import Party
from autossa.domain.billing.references import grouped, is_creditor_reference
from tests.documents.billing.examples import HOSTILE, SELLER
from tests.documents.billing.test_pdf import pages_of

DESIGN = Design("Auto SSA", "#0b5d73")


def letter(language: str = "en", text: str = "Please pay.\n\nOr else.", count: int = 2) -> LetterDocument:
    lines = tuple(
        LetterLine(f"INV-2026-{number:06d}", date(2026, 1, 15), date(2026, 1, 29), "first", 1190_00, 3_21)
        for number in range(1, count + 1)
    )
    fee = LetterLine("FEE-2026-000001", date(2026, 2, 5), date(2026, 2, 5), "", 5_00)
    buyer = Party("Alice Ltd", "C1", "High Street 1", city="London", country="GB", language=language)
    total = sum(line.rest + line.interest for line in (*lines, fee)) + 7_50
    return LetterDocument(
        "DUN-2026-000002", date(2026, 2, 19), "first", "EUR", 2, SELLER, buyer, (*lines, fee), 7_50, total,
        date(2026, 3, 4), text,
    )  # fmt: skip


def text_of(found: LetterDocument) -> str:
    return " ".join(pages_of(letter_pdf(found, DESIGN)))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ["First demand for payment DUN-2026-000002", "Please pay.", "Or else.", "Fee for this letter", "7.50",
             "Interest for late payment", "6.42", "4 March 2026", "2,398.92"],
        ),
        (
            "de",
            ["Erste Mahnung DUN-2026-000002", "Please pay.", "Mahngebühr", "7,50", "Verzugszinsen", "6,42",
             "4. März 2026", "2.398,92"],
        ),
    ],
)  # fmt: skip
def test_it_says_all_of_it(language: str, said: list[str]) -> None:
    found = letter(language)
    text = text_of(found)
    for words in said:
        assert words in text.replace("\u00a0", " "), words
    for line in found.lines:
        assert line.number in text
    assert is_creditor_reference(found.reference)
    assert grouped(found.reference) in text.replace("\u00a0", " ")


def test_its_code_pays_everything_by_one_reference() -> None:
    import pypdfium2

    found = letter()
    with pypdfium2.PdfDocument(letter_pdf(found, DESIGN)) as opened:
        codes = [one for page in opened for one in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    (code,) = codes
    lines = code.text.split("\n")
    assert lines[7] == "EUR2398.92"
    assert found.reference in lines


def test_the_same_bytes_each_time_and_more_pages_for_more() -> None:
    found = letter(count=90)
    assert letter_pdf(found, DESIGN) == letter_pdf(found, DESIGN)
    assert len(pages_of(letter_pdf(found, DESIGN))) > 1


@pytest.mark.parametrize("text", HOSTILE[:3])
def test_whatever_is_written_is_printed_as_text(text: str) -> None:
    found = letter(text=text)
    assert letter_pdf(replace(found, buyer=replace(found.buyer, name=text)), DESIGN).startswith(b"%PDF")


def test_without_an_account_there_is_no_code() -> None:
    found = replace(letter(), seller=replace(SELLER, iban=""))
    assert "Scan" not in text_of(found)
