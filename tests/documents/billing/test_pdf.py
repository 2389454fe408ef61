"""The PDF: PDF/A-3b with all that it wants, the same bytes each time, whatever is written on it."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pikepdf
import pypdfium2
import pytest

from autossa.documents.billing import pdf as made_by
from autossa.documents.billing.attached import Attached, MetadataUnlike, _added
from autossa.documents.billing.design import Design, logo_svg
from autossa.documents.billing.girocode import girocode, payload
from autossa.documents.billing.rendering import Format, render
from autossa.documents.billing.texts import REPLACED, breakable, plain
from autossa.domain.billing.documents import Document, Kind, Method
from autossa.domain.billing.parties import Party
from autossa.domain.billing.references import creditor_reference, is_creditor_reference
from autossa.domain.billing.vat import Category
from autossa.queries.billing.documents import part_of_line
from autossa.wording.formats import bare_money
from tests.cast.pictures import picture
from tests.documents.billing import paper
from tests.documents.billing.examples import HOSTILE, NAMES, SELLER, invoice, line_of, opposite
from tests.documents.billing.paper import pages_of
from tests.documents.billing.varied import example

DESIGN = Design("Auto SSA", "#0b5d73")


def pdf_of(document: Document, design: Design = DESIGN) -> bytes:
    return render(document, design)[Format.PDF]


def text_of(document: Document) -> str:
    return " ".join(pages_of(pdf_of(document)))


# ---------------------------------------------------------------- what PDF/A-3b and Factur-X want


WRONG: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "another relation": lambda it: setattr(it.Root.AF[0], "AFRelationship", pikepdf.Name.Source),
    "another intent": lambda it: setattr(it.Root.OutputIntents[0], "S", pikepdf.Name.GTS_PDFX),
    "another language": lambda it: setattr(it.Root, "Lang", pikepdf.String("fr")),
    "no fonts": lambda it: setattr(it.pages[0].Resources, "Font", pikepdf.Dictionary()),
    "another part": lambda it: it.Root.Metadata.write(it.Root.Metadata.read_bytes().replace(b"part>3", b"part>2")),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_pdf_a_is_noticed(wrong: str) -> None:
    document, changed = invoice(), io.BytesIO()
    made = pdf_of(document)
    paper.check(made, document)
    with pikepdf.open(io.BytesIO(made)) as opened:
        WRONG[wrong](opened)
        opened.save(changed, fix_metadata_version=False)
    with pytest.raises((AssertionError, ValueError)):
        paper.check(changed.getvalue(), document)


def test_metadata_of_another_typst_are_noticed() -> None:
    with pytest.raises(MetadataUnlike):
        _added("<rdf:RDF></rdf:RDF>", Attached(b""))


# ---------------------------------------------------------------- the same bytes


def test_the_same_document_makes_the_same_bytes() -> None:
    """In this process, after others, and in one that starts anew."""
    first = render(example(0), DESIGN)
    render(example(1), DESIGN)
    made_by._compiler.cache_clear()
    assert render(example(0), DESIGN) == first
    assert pdf_of(example(0), Design("Auto SSA", "#0b5d74")) != first[Format.PDF]


def test_nothing_of_the_day_it_is_made_on_is_in_it() -> None:
    with pikepdf.open(io.BytesIO(pdf_of(invoice(issued_on=date(2020, 2, 29))))) as opened:
        days = re.findall(r"\d{4}-\d\d-\d\dT", opened.Root.Metadata.read_bytes().decode())
        assert set(days) == {"2020-02-29T"}
        assert str(opened.docinfo.CreationDate).startswith("D:20200229")


# ---------------------------------------------------------------- what is printed


def test_a_german_invoice_says_all_that_it_must() -> None:
    document = invoice(
        line_of(from_balance=2000, factor=Fraction(49, 50)),
        language="de",
        order_number="PO 4711",
        contract_number="ctr-1",
        supplied_from=date(2026, 11, 29),
        supplied_until=date(2027, 11, 29),
    )
    text = text_of(document)
    for said in (
        "Rechnung INV-2026-000017", "29. November 2026", "Ihre Bestellnummer PO 4711", "Fällig am 13. Dezember 2026",
        "29.11.2026 – 28.11.2027", "Verlängerung", "Projekt Main house", "PORT-1",
        "120,00 20,00 100,00 1,20 −2 % 117,60",
        "USt. 19 % auf 117,60 EUR 22,34 EUR", "Zu zahlender Betrag 139,94 EUR", "DE02 1203 0000 0000 2020 51",
        "RF50 INV2 0260 0001 7", "USt-IdNr. DE136695976", "Steuernummer 143/123/45678", "HRB 123456", "Seite 1 von 1",
    ):  # fmt: skip
        assert said in text


def test_a_credit_note_and_a_quote_say_what_they_are() -> None:
    note = invoice(
        opposite(line_of()), kind=Kind.CREDIT_NOTE, due_on=None, corrects=("INV-2026-000009", date(2026, 10, 1))
    )
    text = text_of(note)
    assert "Credit note INV-2026-000017" in text
    assert "Corrects invoice INV-2026-000009, 1 October 2026" in text
    part = replace(note, lines=(part_of_line(note.lines[0], -3333, 2),), language="de")
    assert "−1 33,33 −33,33" in text_of(part)
    assert "Amount credited −171.36 EUR" in text
    assert "set off against invoice INV-2026-000009" in text
    quote = text_of(invoice(kind=Kind.QUOTE, due_on=None, valid_until=date(2026, 12, 31)))
    assert "Valid until 31 December 2026" in quote
    assert "IBAN DE02 1203 0000 0000 2020 51 BIC" in quote  # in the foot alone
    assert "Please transfer" not in quote


@pytest.mark.parametrize(
    ("category", "words"),
    [
        (Category.REVERSE_CHARGE, "Steuerschuldnerschaft des Leistungsempfängers"),
        (Category.OUTSIDE, "Nicht steuerbar"),
    ],
)
def test_why_there_is_no_vat_is_printed(category: Category, words: str) -> None:
    document = invoice(line_of(category=category, rate=Fraction(0)), language="de")
    assert words in text_of(document)


def test_two_hundred_lines_repeat_their_head_and_count_their_pages() -> None:
    lines = tuple(line_of(license_id=f"LIC-{number:03d}") for number in range(200))
    pages = pages_of(pdf_of(invoice(*lines)))
    assert 5 <= len(pages) <= 12
    assert all(f"LIC-{number:03d}" in " ".join(pages) for number in range(200))
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        if "LIC-" in text:
            assert "SSC needed" in text
            assert "Project Main house" in text


@pytest.mark.parametrize(("language", "words"), [("en", "Carried forward"), ("de", "Übertrag")])
def test_the_sum_so_far_is_carried_from_page_to_page(language: str, words: str) -> None:
    """Below the lines of a page and above those of the next; not where no line follows."""
    lines = tuple(line_of(needed=10_000 + number, license_id=f"LIC-{number:03d}-") for number in range(60))
    document = invoice(*lines, language=language)
    pages = pages_of(pdf_of(document))
    assert len(pages) > 2
    so_far, before = 0, ""
    for page in pages:
        so_far += sum(line.net for line in lines if line.license_id in page)
        carried = f"{words} {bare_money(so_far, 'EUR', language)} EUR" if so_far < document.net else ""
        assert page.count(words) == bool(before) + bool(carried)
        assert before in page
        assert carried in page
        before = carried
    assert before == ""
    assert words not in text_of(invoice(language=language))


def test_each_project_has_a_section_and_a_subtotal() -> None:
    lines = tuple(line_of(section=f"Site {number}") for number in range(40) for _ in range(2))
    text = text_of(invoice(*lines))
    assert all(f"Project Site {number}" in text for number in range(40))
    assert text.count("Subtotal 288.00") == 40
    assert "Subtotal" not in text_of(invoice(line_of()))


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("name", [HOSTILE, NAMES[0], NAMES[1], NAMES[2], NAMES[3], NAMES[4], NAMES[7], NAMES[10]])
def test_names_are_printed_as_they_are(name: str) -> None:
    document = replace(invoice(line_of(section=name, name=name)), buyer=replace(invoice().buyer, name=name))
    assert without_spaces(text_of(document)).count(without_spaces(name)) >= 3


@pytest.mark.parametrize("name", [NAMES[5], NAMES[6]])
def test_right_to_left_names_are_printed(name: str) -> None:
    """Each of their letters; in which order a reader of PDF gives them is its own."""
    text = text_of(replace(invoice(), buyer=replace(invoice().buyer, name=name)))
    if name == NAMES[5]:  # Arabic comes as shapes of letters
        assert set(name.replace(" ", "")) <= set(text)
    assert REPLACED not in text


def test_what_no_face_has_is_a_square_and_what_nobody_sees_a_sign() -> None:
    name = "a\ue000b \U00012000 \x07\u202ec <b> &amp; 🙂"
    text = text_of(replace(invoice(), buyer=replace(invoice().buyer, name=name)))
    assert "a□b □ ��c <b> &amp; 🙂" in text.replace("\ufffe", "") or f"{REPLACED}b □ {REPLACED}{REPLACED}c <b>" in text


def test_a_name_of_200_letters_stays_on_the_sheet() -> None:
    long = "W" * 200
    buyer = Party(long, long, long, long, long, long, "AT", "", "", long)
    document = invoice(line_of(name=long, section=long, license_id=long, license_type=long), buyer=buyer)
    with pypdfium2.PdfDocument(pdf_of(document)) as opened:
        for page in opened:
            drawn = page.render(scale=1, grayscale=True).to_pil().point(lambda value: 255 if value < 250 else 0)
            left, _top, right, _bottom = drawn.getbbox()
            assert left >= 60  # points: the margins are 25 and 20 mm
            assert right <= 595 - 50


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_plain_and_breakable() -> None:
    assert plain(" a\tb\n c\x00\u202e ") == f"a b c{REPLACED}{REPLACED}"
    assert breakable("short " + "x" * 40).replace("\u200b", "") == "short " + "x" * 40
    assert "\u200b" in breakable("x" * 40)
    assert "\u200b" not in breakable("Donaudampfschifffahrtsgesell")


# ---------------------------------------------------------------- logo


@pytest.mark.parametrize(
    ("kind", "mode", "colour"),
    [
        ("PNG", "RGB", "red"),
        ("PNG", "RGBA", "red"),
        ("PNG", "P", "red"),
        ("JPEG", "CMYK", (0, 255, 255, 0)),
        ("WEBP", "RGB", "red"),
    ],
)
def test_every_kind_of_logo_is_printed(kind: str, mode: str, colour: str) -> None:
    made = pdf_of(invoice(), Design("Auto SSA", "#0b5d73", picture(kind, mode=mode, colour=colour)))
    with pypdfium2.PdfDocument(made) as opened:
        drawn = opened[0].render(scale=1).to_pil().convert("RGB")
    assert any(red > 200 and green < 60 for _, (red, green, _blue) in drawn.getcolors(1_000_000))


@pytest.mark.parametrize("logo", [b"", b"none", picture("PNG")[:40]])
def test_without_a_logo_that_can_be_read_there_is_the_name(logo: bytes) -> None:
    assert logo_svg(logo) == ""
    assert text_of(invoice()).count("Auto SSA") >= 3
    assert pages_of(pdf_of(invoice(), Design("Brightline", "#ffdd33", logo)))[0].startswith("Brightline")


# ---------------------------------------------------------------- GiroCode


@pytest.mark.parametrize("name", [NAMES[0], NAMES[1], NAMES[2], "x" * 200])
def test_the_girocode_on_the_page_can_be_read(name: str) -> None:
    seller = replace(SELLER, party=replace(SELLER.party, name=name))
    document = invoice(seller=seller)
    (found,) = paper.codes_on(pdf_of(document))
    assert found.split("\n") == [
        "BCD", "002", "1", "SCT", "BYLADEM1001", name[:70], "DE02120300000000202051", "EUR171.36", "",
        document.reference,
    ]  # fmt: skip


def test_a_number_that_is_no_reference_goes_as_text() -> None:
    assert payload(invoice(reference="INV 17")).split("\n")[-2:] == ["", "INV 17"]


@pytest.mark.parametrize(
    "given",
    [
        {"currency": "CHF"},
        {"method": Method.DIRECT_DEBIT},
        {"kind": Kind.QUOTE},
        {"seller": replace(SELLER, iban="")},
        {"lines_of": 0},
    ],
)
def test_where_no_girocode_is(given: dict[str, object]) -> None:
    document = replace(invoice(), lines=()) if "lines_of" in given else invoice(**given)
    assert girocode(document) is None


def test_references_have_check_digits() -> None:
    assert is_creditor_reference("RF18539007547034")  # from the standard
    assert not is_creditor_reference("RF19539007547034")
    assert creditor_reference("539007547034") == "RF18539007547034"
    assert creditor_reference("x" * 22) == creditor_reference("–") == ""
    for number in range(300):
        made = creditor_reference(f"INV-2026-{number:06d}")
        assert is_creditor_reference(made)
