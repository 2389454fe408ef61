"""Documents of every kind, as facts: each number gives another one, always the same.

Lines are those of the plans, of additions, gaps and orders; notes take back what the rule says (billing 7).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from random import Random

from autossa.domain.billing.credit_notes import Credited, CreditNote, Pick, credit_note
from autossa.domain.billing.documents import Document, DocumentLine, Kind, Method, VatTotal
from autossa.domain.billing.parties import Party
from autossa.domain.billing.references import creditor_reference
from autossa.domain.billing.vat import Category
from autossa.domain.currencies import places_of
from autossa.domain.dates import add_months
from autossa.domain.plans import STANDARD_OPTIONS, Option
from autossa.queries.billing.documents import part_of_line
from tests.documents.billing.examples import BUYERS, DEBITED, LEITWEG, NAMES, SELLER, line_of, opposite

PROJECTS, LINES = 40, 200
"""Of a collective invoice; of a long one."""


class Story(StrEnum):
    """What a document is about."""

    EXTENSION = "extension"
    ADDITION = "addition"
    GAP = "gap"
    CREDITS = "credits"
    LICENSES = "licenses"
    COLLECTIVE = "collective"


class Share(StrEnum):
    """What a note takes back of its invoice."""

    WHOLE = "whole"
    LINES = "lines"
    PARTS = "parts"


ORDERS = (Story.CREDITS, Story.LICENSES)
TAXES = (
    (Category.STANDARD, Fraction(19, 100)),
    (Category.STANDARD, Fraction(16, 100)),
    (Category.REVERSE_CHARGE, Fraction(0)),
    (Category.OUTSIDE, Fraction(0)),
)
_PRICES = (Fraction("1.2"), Fraction("1.1875"), Fraction(162), Fraction("0.01"), Fraction(10, 3), Fraction("999.99"))
_OTHER_FACTORS = (Fraction(9, 10), Fraction(21, 20), Fraction(2, 3))
_FIRST = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Example:
    """A document, and of what it is an example."""

    document: Document
    story: Story
    option: Option
    share: Share | None


def example(seed: int) -> Document:
    """The document of a number."""
    return varied(seed).document


def varied(seed: int) -> Example:
    """The document of a number, with what it is an example of."""
    chance = Random(seed)
    kind = Kind.CREDIT_NOTE if seed % 5 == 3 else Kind.QUOTE if seed % 11 == 7 else Kind.INVOICE
    story = tuple(Story)[seed % 7 % 6]
    option = chance.choice(STANDARD_OPTIONS)
    category, rate = TAXES[seed % 4]
    currency = chance.choice(("EUR", "EUR", "EUR", "CHF", "USD", "JPY"))
    is_mixed = kind is not Kind.CREDIT_NOTE and category is Category.STANDARD and seed % 3 == 0
    taxes = [(category, rate), *([TAXES[0]] if is_mixed else [])]
    day = _FIRST + timedelta(chance.randrange(700))
    lines = tuple(_lines(chance, seed, story, option, taxes, places_of(currency), day))
    document = _document(chance, seed, kind, story, day, currency, lines)
    if kind is not Kind.CREDIT_NOTE:
        return Example(document, story, option, None)
    share = tuple(Share)[seed // 5 % 3]
    return Example(_credited(chance, document, share), story, option, share)


def _document(
    chance: Random, seed: int, kind: Kind, story: Story, day: date, currency: str, lines: tuple[DocumentLine, ...]
) -> Document:
    number = f"{ {'invoice': 'INV', 'credit_note': 'CN', 'quote': 'Q'}[kind] }-2026-{seed:06d}"
    is_paid = kind is Kind.INVOICE and story in ORDERS and chance.random() < 0.5
    last = max((line.end for line in lines if line.end), default=None)
    return Document(
        kind=kind,
        number=number,
        reason="order" if story in ORDERS else story.value,
        issued_on=day,
        language=("en", "de")[seed // 4 % 2],
        currency=currency,
        places=places_of(currency),
        seller=SELLER if seed % 13 else replace(SELLER, iban="", bic="", register="", contact_phone=""),
        buyer=_buyer(chance, seed, lines[0].category),
        lines=lines,
        order_number=chance.choice(("", "PO 4711/26", "発注 & <7>", "x" * 100)),
        contract_number="" if story in (*ORDERS, Story.COLLECTIVE) else chance.choice(("", "ctr-17")),
        corrects=("INV-2026-000001", day - timedelta(30)) if kind is Kind.CREDIT_NOTE else None,
        supplied_from=min((line.start for line in lines if line.start), default=None),
        supplied_until=last,
        supplied_on=last if story is Story.GAP else None,
        due_on=None if kind is not Kind.INVOICE or is_paid or seed % 7 == 0 else day + timedelta(14),
        paid_on=day - timedelta(1) if is_paid else None,
        valid_until=day + timedelta(30) if kind is Kind.QUOTE else None,
        method=(method := chance.choice((Method.TRANSFER, Method.TRANSFER, Method.DIRECT_DEBIT, Method.CARD))),
        debited=DEBITED if method is Method.DIRECT_DEBIT else None,
        reference=creditor_reference(number) if seed % 6 else number,
        intro="Vielen Dank für Ihren Auftrag.\n<&> $1$" if seed % 4 == 0 else "",
        closing="Es gelten unsere Bedingungen." if seed % 5 == 0 else "",
        vat_reason="Our own words: <b> & #no[VAT]." if seed % 6 == 2 else "",
    )


def _buyer(chance: Random, seed: int, category: Category) -> Party:
    found = replace(BUYERS[category], name=NAMES[seed % len(NAMES)])
    if category is Category.STANDARD and seed % 8 in (0, 1):
        return replace(found, buyer_reference=LEITWEG, email="amt@behoerde.example")
    return replace(found, buyer_reference=chance.choice(("", "", "Kst. 4711 & Co")))


# ---------------------------------------------------------------- lines


def _lines(
    chance: Random,
    seed: int,
    story: Story,
    option: Option,
    taxes: list[tuple[Category, Fraction]],
    places: int,
    day: date,
) -> Iterator[DocumentLine]:
    sections = 1 if story is not Story.COLLECTIVE else chance.choice((2, 7, PROJECTS, PROJECTS))
    count = LINES if seed % 25 == 9 and sections == 1 else 0
    for section in range(sections):
        name = f"{section + 1} {NAMES[(seed + section) % len(NAMES)]}"[:200]
        for position in range(count or chance.choice((1, 1, 2, 3, 7)[: 3 if sections > 2 else 5])):
            category, rate = taxes[position % len(taxes)]
            given = {"category": category, "rate": rate, "section": name, "places": places}
            given["name"] = chance.choice(("Port license", "Anschlusslizenz", NAMES[(seed + position) % len(NAMES)]))
            given["license_type"] = chance.choice(("port", "Größe L"))
            if story in ORDERS:
                yield _ordered(chance, story, given)
            else:
                yield _charged(chance, story, option, day, {**given, "license_id": f"LIC-{section}-{position}"})


def _charged(chance: Random, story: Story, option: Option, day: date, given: dict[str, object]) -> DocumentLine:
    """A charge of a booking: a period of its plan, the rest of one, or a gap, which may count twice."""
    start, end, factor = day, add_months(day, option.billed_months), option.price_factor
    if story is Story.ADDITION:
        start = day + timedelta(chance.randrange((end - day).days))
    if story is Story.GAP:
        start, end, factor = day - timedelta(chance.randrange(1, 400)), day, chance.choice((Fraction(1), Fraction(2)))
    needed = chance.randrange(1, 500_000)
    return line_of(
        needed=needed,
        from_balance=chance.choice((0, 0, needed // 3, needed)),
        price=chance.choice(_PRICES),
        factor=chance.choice((factor, factor, *_OTHER_FACTORS)),
        quantity=chance.randrange(1, 1000),
        start=start,
        end=end,
        **given,
    )


def _ordered(chance: Random, story: Story, given: dict[str, object]) -> DocumentLine:
    """What was ordered: SSC, or licenses by the piece."""
    pieces = chance.randrange(1, 1000)
    of_credits = {"name": "", "license_type": "", "quantity": 0, "section": ""}
    units = chance.randrange(1, 500_000) if story is Story.CREDITS else pieces * 100
    bought = {**given, **(of_credits if story is Story.CREDITS else {"quantity": pieces})}
    line = line_of(needed=units, price=chance.choice(_PRICES), start=None, end=None, license_id="", **bought)
    return replace(line, needed=0)


# ---------------------------------------------------------------- credit notes


def _credited(chance: Random, invoice: Document, share: Share) -> Document:
    """A note of that invoice: all of it, some lines, or a part of lines, of which notes before may have taken some."""
    lines, rate = invoice.lines, invoice.lines[0].rate
    before = [chance.choice((0, line.net // 4)) if share is Share.PARTS else 0 for line in lines]
    there = [Credited(line.quantity or 1, line.net, taken) for line, taken in zip(lines, before, strict=True)]
    places = [place for place, line in enumerate(there) if line.left]
    chosen = places if share is Share.WHOLE else chance.sample(places, min(len(places), chance.randrange(1, 9)))
    picks = [_pick(chance, place, there[place]) if share is Share.PARTS else Pick(place) for place in chosen]
    note = credit_note(there, picks, rate)
    if not isinstance(note, CreditNote):  # nothing of it costs anything, or the share of it nothing
        return replace(invoice, lines=tuple(map(opposite, lines)))
    is_whole = all(net == lines[place].net for place, net in note.nets)
    printed = tuple(
        opposite(lines[place]) if is_whole else part_of_line(opposite(lines[place]), -net, invoice.places)
        for place, net in note.nets
    )
    return replace(invoice, lines=printed, stated=(VatTotal(lines[0].category, rate, -note.net, -note.tax),))


def _pick(chance: Random, place: int, line: Credited) -> Pick:
    if chance.random() < 0.5:
        return Pick(place, quantity=max(1, line.quantity // 3))
    return Pick(place, amount=chance.randrange(1, line.left + 1))
