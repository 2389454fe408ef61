"""Documents as facts: plain ones with what is given changed, and names that are not plain."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from autossa.domain.billing.documents import DebitedFrom, Document, DocumentLine, Kind
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.references import creditor_reference
from autossa.domain.billing.vat import Category
from autossa.domain.prices import net_amount

DEBITED = DebitedFrom("•••• 6199", "C1-M1", "DE98ZZZ09999999999")
LEITWEG = "04011000-1234512345-06"
SELLER = Seller(
    party=Party(
        name="Auto SSA Software GmbH",
        street="Marienplatz 8",
        post_code="80331",
        city="München",
        country="DE",
        vat_id="DE136695976",
        email="billing@vendor.example",
    ),
    tax_number="143/123/45678",
    iban="DE02120300000000202051",
    bic="BYLADEM1001",
    bank="DKB Berlin",
    contact_name="Nora Lind",
    contact_phone="+49 89 123456",
    contact_email="nora@vendor.example",
    register="HRB 123456, Amtsgericht München",
)
NAMES = (
    "Hotel Seeblick GmbH & Co. KG",
    "Müller & Söhne – Großhandel für Äpfel, Öle, Übersee",
    "株式会社ソフトウェア保守サービス",
    "软件服务有限公司",
    "주식회사 소프트웨어",
    "חברת תוכנה בע״מ",
    "شركة البرمجيات المحدودة",
    'O\'Brien <Ltd> "quoted" & sons',
    "x" * 200,
    " ".join(["Verwaltungsgesellschaft"] * 9)[:200],
    "Żółć Ěščřžýáíé Ğışçöü Ελληνικά Кириллица",
    '#import "x": *; $x^2$ *bold* _it_ @ref <label> \\ // /* */ #(1+1) [x] `raw`',
)
HOSTILE = NAMES[-1]
BUYERS = {
    Category.STANDARD: Party("", "C-1004", "Seestraße 12", "z. Hd. Buchhaltung", "82319", "Starnberg", "DE"),
    Category.REVERSE_CHARGE: Party(
        "", "C-2001", "Mariahilfer Straße 1", "", "1060", "Wien", "AT", "ATU13585627", "rechnung@kunde.example"
    ),
    Category.OUTSIDE: Party("", "C-3001", "1-1 Chiyoda", "", "100-0001", "東京", "JP"),
}


def opposite(line: DocumentLine) -> DocumentLine:
    """A line as a credit note has it."""
    return replace(line, needed=-line.needed, from_balance=-line.from_balance, units=-line.units, net=-line.net)


def line_of(
    needed: int = 12000,
    from_balance: int = 0,
    price: Fraction = Fraction("1.2"),
    factor: Fraction = Fraction(1),
    places: int = 2,
    **given: object,
) -> DocumentLine:
    """A line whose net is right; SSC in hundredths."""
    units = needed - from_balance
    facts: dict[str, object] = {
        "section": "Main house",
        "name": "Port license",
        "license_id": "PORT-1",
        "license_type": "port",
        "quantity": 10,
        "start": date(2026, 11, 29),
        "end": date(2027, 11, 29),
        "category": Category.STANDARD,
        "rate": Fraction(19, 100),
        **given,
    }
    net = net_amount(units, price, factor, places)
    return DocumentLine(
        needed=needed, from_balance=from_balance, units=units, price=price, factor=factor, net=net, **facts
    )


def invoice(*lines: DocumentLine, **given: object) -> Document:
    """A plain invoice, with what is given changed."""
    facts: dict[str, object] = {
        "kind": Kind.INVOICE,
        "number": "INV-2026-000017",
        "reason": "extension",
        "issued_on": date(2026, 11, 29),
        "language": "en",
        "currency": "EUR",
        "seller": SELLER,
        "buyer": replace(BUYERS[Category.STANDARD], name=NAMES[0]),
        "due_on": date(2026, 12, 13),
        "reference": creditor_reference("INV-2026-000017"),
        **given,
    }
    return Document(lines=lines or (line_of(),), **facts)
