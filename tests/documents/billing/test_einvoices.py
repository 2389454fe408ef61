"""Electronic invoices before the judges of EN 16931: all kinds of documents, in both syntaxes, and in the PDF."""

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from lxml import etree

from autossa.documents.billing.design import Design
from autossa.documents.billing.girocode import girocode, payload
from autossa.documents.billing.rendering import Format, formats_of, render
from autossa.documents.billing.xml.cii import cii
from autossa.documents.billing.xml.ubl import ubl
from autossa.domain.amounts import show
from autossa.domain.billing.documents import Document, Kind, Method, VatTotal
from autossa.domain.billing.einvoices import Lack, lacks
from autossa.domain.billing.vat import Category
from autossa.queries.billing.documents import part_of_line
from tests.documents.billing import judges, paper
from tests.documents.billing.examples import DEBITED, LEITWEG, NAMES, SELLER, invoice, line_of, opposite
from tests.documents.billing.varied import example
from tests.trials import a_few_of

DESIGN = Design("Auto SSA", "#0b5d73")


@pytest.mark.parametrize("seed", a_few_of(range(500), few=25))
def test_every_kind_of_document_passes_the_judges(seed: int) -> None:
    document = example(seed)
    made = render(document, DESIGN)
    paper.check(made[Format.PDF], document)
    assert paper.codes_on(made[Format.PDF]) == ([payload(document)] if girocode(document) else [])
    if document.kind is Kind.QUOTE:
        assert list(made) == [Format.PDF]
        assert not paper.attached(made[Format.PDF])
        return
    for syntax in (Format.CII, Format.UBL):
        assert judges.by_everybody(made[syntax], syntax.value) == []
    assert paper.attached(made[Format.PDF]) == [made[Format.CII]]


@pytest.mark.parametrize(("syntax", "make"), [(judges.CII, cii), (judges.UBL, ubl)])
@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [("144.00<", "244.00<", "BR-"), (">19<", ">20<", "BR-S-0"), (">DE<", ">XX<", ""), (">58<", ">999<", "")],
)
def test_planted_errors_are_caught(syntax: str, make: object, right: str, wrong: str, rule: str) -> None:
    text = make(invoice()).decode()  # type: ignore[operator]
    assert judges.by_schematron(text.encode(), syntax) == []
    assert right in text
    found = judges.by_schematron(text.replace(right, wrong, 1).encode(), syntax)
    assert any(rule in one for one in found)
    assert found


def test_a_credit_note_has_positive_amounts_and_names_its_invoice() -> None:
    note = invoice(
        opposite(line_of()), kind=Kind.CREDIT_NOTE, due_on=None, corrects=("INV-2026-000009", example(0).issued_on)
    )
    assert (note.net, note.gross) == (-14400, -17136)
    for text in (cii(note).decode(), ubl(note).decode()):
        assert ">381<" in text
        assert ">171.36<" in text
        assert ">-" not in text
        assert ">INV-2026-000009<" in text
        assert ">97<" in text


@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize(("make", "syntax"), [(cii, judges.CII), (ubl, judges.UBL)])
def test_a_part_of_a_line_is_a_piece_and_its_vat_is_what_the_sum_of_notes_gives(
    make: Callable[[Document], bytes], syntax: str, off: int
) -> None:
    """Its VAT is stated, and 0.01 beside that of its own net at most: the judges take that."""
    line = part_of_line(opposite(line_of()), -33_33, 2)
    stated = (VatTotal(line.category, line.rate, -33_33, -6_33 + off),)
    note = invoice(
        line, kind=Kind.CREDIT_NOTE, due_on=None, corrects=("INV-2026-000009", example(0).issued_on), stated=stated
    )
    assert (note.net, note.tax, note.gross) == (-33_33, -6_33 + off, -39_66 + off)
    assert judges.by_everybody(make(note), syntax) == []
    assert f">{show(39_66 - off)}<" in make(note).decode()


def test_numbers_of_the_customer_and_the_payment_are_named() -> None:
    document = invoice(order_number="PO 4711", contract_number="ctr-1")
    by_path = {
        "ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID": "PO 4711",
        "ram:ContractReferencedDocument/ram:IssuerAssignedID": "ctr-1",
        "ram:PaymentReference": document.reference,
        "ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode": "58",
        "ram:PayeePartyCreditorFinancialAccount/ram:IBANID": SELLER.iban,
        "ram:DueDateDateTime/udt:DateTimeString": "20261213",
    }
    root = etree.fromstring(cii(document))
    assert {path: root.findtext(f".//{path}", namespaces=root.nsmap) for path in by_path} == by_path


def test_a_direct_debit_names_mandate_creditor_and_the_last_four_signs() -> None:
    document = invoice(method=Method.DIRECT_DEBIT, debited=DEBITED)
    for xml, schematron in ((cii(document), judges.CII), (ubl(document), judges.UBL)):
        text = xml.decode()
        assert all(said in text for said in ("•••• 6199", "C1-M1", "DE98ZZZ09999999999"))
        assert judges.by_schematron(xml, schematron) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"method": Method.DIRECT_DEBIT}, "59"),
        ({"method": Method.CARD}, "48"),
        ({"currency": "CHF"}, "30"),
        ({"seller": replace(SELLER, iban="")}, "1"),
    ],
)
def test_means_of_payment(given: dict[str, object], code: str) -> None:
    document = invoice(**given)
    assert f"TypeCode>{code}<" in cii(document).decode()
    assert f"PaymentMeansCode>{code}<" in ubl(document).decode()
    assert judges.by_schematron(cii(document), judges.CII) == judges.by_schematron(ubl(document), judges.UBL) == []


@pytest.mark.parametrize(
    ("category", "code", "rate"),
    [(Category.REVERSE_CHARGE, "VATEX-EU-AE", "0"), (Category.OUTSIDE, "VATEX-EU-O", None)],
)
def test_why_there_is_no_vat(category: Category, code: str, rate: str | None) -> None:
    base = invoice()
    buyer = replace(base.buyer, country="AT", vat_id="ATU13585627")
    document = replace(base, lines=(line_of(category=category, rate=0),), buyer=buyer)
    root = etree.fromstring(cii(document))
    tax = root.find(".//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax", root.nsmap)
    assert tax.findtext("ram:ExemptionReasonCode", namespaces=root.nsmap) == code
    assert tax.findtext("ram:RateApplicablePercent", namespaces=root.nsmap) == rate
    assert judges.by_schematron(cii(document), judges.CII) == judges.by_schematron(ubl(document), judges.UBL) == []


def test_an_authority_gets_an_xrechnung() -> None:
    base = invoice()
    document = replace(base, buyer=replace(base.buyer, buyer_reference=LEITWEG, email="amt@behoerde.example"))
    for text in (cii(document).decode(), ubl(document).decode()):
        assert "xeinkauf.de:kosit:xrechnung_3.0" in text
        assert f">{LEITWEG}<" in text
        assert wrong_for_xrechnung(text) == []
    for syntax, xml in ((judges.CII, cii(document)), (judges.UBL, ubl(document))):
        assert judges.by_schematron(judges.as_en16931(xml), syntax) == []
    made = render(document, DESIGN)[Format.PDF]
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert list(opened.attachments) == ["xrechnung.xml"]
        assert b"<fx:ConformanceLevel>XRECHNUNG<" in opened.Root.Metadata.read_bytes()


@pytest.mark.parametrize(
    "buyer_reference", [LEITWEG[:-1] + "7", "Kst. 4711", ""], ids=["wrong digits", "no Leitweg-ID", "none"]
)
def test_another_reference_makes_no_xrechnung(buyer_reference: str) -> None:
    base = invoice()
    document = replace(base, buyer=replace(base.buyer, buyer_reference=buyer_reference, email="a@b.example"))
    assert "xrechnung" not in cii(document).decode()


@pytest.mark.parametrize(
    ("change", "lack"),
    [
        ({"kind": Kind.QUOTE}, Lack.NOT_AN_INVOICE),
        ({"lines": ()}, Lack.LINES),
        ({"buyer": replace(invoice().buyer, country="")}, Lack.BUYER_COUNTRY),
        ({"seller": replace(SELLER, party=replace(SELLER.party, country=""))}, Lack.SELLER_COUNTRY),
        ({"lines": (line_of(category=Category.REVERSE_CHARGE, rate=0),)}, Lack.BUYER_VAT_ID),
        ({"lines": (line_of(), line_of(category=Category.OUTSIDE, rate=0))}, Lack.ONE_CATEGORY),
        ({"seller": replace(SELLER, tax_number="", party=replace(SELLER.party, vat_id=""))}, Lack.SELLER_TAX_ID),
        ({"places": 3}, Lack.PLACES),
    ],
)
def test_what_cannot_be_an_electronic_invoice_is_a_pdf_alone(change: dict[str, object], lack: Lack) -> None:
    document = replace(invoice(), **change)
    assert lacks(document) == (lack,)
    assert formats_of(document) == (Format.PDF,)


def test_hostile_texts_are_plain_text_in_xml() -> None:
    name = "<a>&amp;]]> \x00\x07\u202eevil\u2066 \ufffe"
    document = replace(invoice(), buyer=replace(invoice().buyer, name=name))
    for xml in (cii(document), ubl(document)):
        assert "<a>&amp;]]> \ufffd\ufffd\ufffdevil\ufffd \ufffd" in etree.tostring(
            etree.fromstring(xml), method="text", encoding="unicode"
        )


def wrong_for_xrechnung(text: str) -> list[str]:
    """What the German rules (BR-DE) want beyond EN 16931, of those that apply to us; no package ships their sheet."""
    root = etree.fromstring(text.encode())
    said = {etree.QName(element).localname for element in root.iter() if isinstance(element.tag, str)}
    wanted = {
        "BR-DE-1 payment": {"SpecifiedTradeSettlementPaymentMeans", "PaymentMeans"},
        "BR-DE-2 contact": {"DefinedTradeContact", "Contact"},
        "BR-DE-5 name": {"PersonName", "Name"},
        "BR-DE-6 phone": {"CompleteNumber", "Telephone"},
        "BR-DE-7 email": {"EmailURIUniversalCommunication", "ElectronicMail"},
        "BR-DE-15 reference": {"BuyerReference"},
        "R001 process": {"BusinessProcessSpecifiedDocumentContextParameter", "ProfileID"},
        "R010 R020 addresses": {"URIUniversalCommunication", "EndpointID"},
    }
    return [rule for rule, names in wanted.items() if not names & said]


def test_names_of_every_script_come_through() -> None:
    for name in NAMES:
        document: Document = replace(invoice(), buyer=replace(invoice().buyer, name=name))
        assert name in "".join(etree.fromstring(ubl(document)).itertext())
