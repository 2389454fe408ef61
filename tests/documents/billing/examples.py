"""Documents of every kind, as facts: each number gives another one, always the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from autossa.domain.billing.documents import DebitedFrom, Document, DocumentLine, Kind, Method
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.references import creditor_reference
from autossa.domain.billing.vat import Category
from autossa.domain.currencies import places_of
from autossa.domain.dates import add_months
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
REASONS = ("extension", "addition", "gap", "order")
_TAXES = (
    (Category.STANDARD, Fraction(19, 100)),
    (Category.STANDARD, Fraction(16, 100)),
    (Category.REVERSE_CHARGE, Fraction(0)),
    (Category.OUTSIDE, Fraction(0)),
)
_BUYERS = {
    Category.STANDARD: Party("", "C-1004", "Seestraße 12", "z. Hd. Buchhaltung", "82319", "Starnberg", "DE"),
    Category.REVERSE_CHARGE: Party(
        "", "C-2001", "Mariahilfer Straße 1", "", "1060", "Wien", "AT", "ATU13585627", "rechnung@kunde.example"
    ),
    Category.OUTSIDE: Party("", "C-3001", "1-1 Chiyoda", "", "100-0001", "東京", "JP"),
}
_FACTORS = (Fraction(1), Fraction(49, 50), Fraction(9, 10), Fraction(21, 20), Fraction(2), Fraction(2, 3))
_PRICES = (Fraction("1.2"), Fraction("1.1875"), Fraction(162), Fraction("0.01"), Fraction(10, 3), Fraction("999.99"))
_FIRST = date(2026, 1, 1)


def example(seed: int) -> Document:
    """The document of a number."""
    chance = Random(seed)
    kind = Kind.CREDIT_NOTE if seed % 5 == 3 else Kind.QUOTE if seed % 11 == 7 else Kind.INVOICE
    category, rate = _TAXES[seed % 4]
    currency = chance.choice(("EUR", "EUR", "EUR", "CHF", "USD", "JPY"))
    issued_on = _FIRST + timedelta(chance.randrange(700))
    number = f"{ {'invoice': 'INV', 'credit_note': 'CN', 'quote': 'QUO'}[kind] }-2026-{seed:06d}"
    taxes = [(category, rate)] if category is not Category.STANDARD or seed % 3 else [(category, rate), _TAXES[0]]
    lines = tuple(_lines(chance, seed, taxes, places_of(currency), issued_on))
    if kind is Kind.CREDIT_NOTE:
        lines = tuple(map(opposite, lines))
    method = (Method.TRANSFER, Method.TRANSFER, Method.DIRECT_DEBIT, Method.CARD)[chance.randrange(4)]
    return Document(
        kind=kind,
        number=number,
        reason=REASONS[seed % 4],
        issued_on=issued_on,
        language=("en", "de")[seed % 2],
        currency=currency,
        places=places_of(currency),
        seller=SELLER if seed % 13 else replace(SELLER, iban="", bic="", register="", contact_phone=""),
        buyer=_buyer(chance, seed, category),
        lines=lines,
        order_number=chance.choice(("", "PO 4711/26", "発注 & <7>", "x" * 100)),
        contract_number=chance.choice(("", "ctr-17")),
        corrects=("INV-2026-000001", issued_on - timedelta(30)) if kind is Kind.CREDIT_NOTE else None,
        supplied_from=min((line.start for line in lines if line.start), default=None),
        supplied_until=max((line.end for line in lines if line.end), default=None),
        due_on=None if kind is not Kind.INVOICE or seed % 7 == 0 else issued_on + timedelta(14),
        valid_until=issued_on + timedelta(30) if kind is Kind.QUOTE else None,
        method=method,
        debited=DEBITED if method is Method.DIRECT_DEBIT else None,
        reference=creditor_reference(number) if seed % 6 else number,
        intro="Vielen Dank für Ihren Auftrag.\n<&> $1$" if seed % 4 == 0 else "",
        closing="Es gelten unsere Bedingungen." if seed % 5 == 0 else "",
    )


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
        "buyer": replace(_BUYERS[Category.STANDARD], name=NAMES[0]),
        "due_on": date(2026, 12, 13),
        "reference": creditor_reference("INV-2026-000017"),
        **given,
    }
    return Document(lines=lines or (line_of(),), **facts)


def _buyer(chance: Random, seed: int, category: Category) -> Party:
    name = NAMES[seed % len(NAMES)]
    found = replace(_BUYERS[category], name=name)
    if category is Category.STANDARD and seed % 8 in (0, 1):
        return replace(found, buyer_reference=LEITWEG, email="amt@behoerde.example")
    return replace(found, buyer_reference=chance.choice(("", "", "Kst. 4711 & Co")))


def _lines(
    chance: Random, seed: int, taxes: list[tuple[Category, Fraction]], places: int, day: date
) -> Iterator[DocumentLine]:
    sections = 40 if seed % 20 == 5 else chance.choice((1, 1, 2))
    count = 200 if seed % 25 == 9 else chance.choice((1, 1, 2, 3, 7))
    is_order = seed % 4 == 3
    for section in range(sections):
        for position in range(count if sections < 40 else chance.choice((1, 2, 3))):
            category, rate = taxes[position % len(taxes)]
            needed = chance.randrange(1, 500_000)
            yield line_of(
                needed=needed,
                from_balance=0 if is_order else chance.choice((0, 0, needed // 3, needed)),
                price=chance.choice(_PRICES),
                factor=chance.choice(_FACTORS),
                places=places,
                section=""
                if is_order and sections == 1
                else f"{section + 1} {NAMES[(seed + section) % len(NAMES)]}"[:200],
                name=chance.choice(("Port license", "Anschlusslizenz", NAMES[(seed + position) % len(NAMES)])),
                license_id="" if is_order else f"LIC-{section}-{position}",
                license_type=chance.choice(("port", "Größe L")),
                quantity=chance.randrange(1, 1000),
                start=None if is_order else day,
                end=None if is_order else add_months(day, chance.choice((1, 12, 36))),
                category=category,
                rate=rate,
            )
