"""How many documents a second one worker makes, all their files: PDF with the XML in it, CII and UBL."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from autossa.documents.billing.design import Design
from autossa.documents.billing.rendering import Format, render
from autossa.domain.billing.documents import Document, DocumentLine, Kind
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.references import creditor_reference
from autossa.domain.billing.vat import Category
from autossa.domain.prices import net_amount

_DESIGN = Design("Auto SSA", "#0b5d73")
_DAY = date(2026, 11, 29)
_YEAR = timedelta(365)
_LINES = (1, 1, 2, 3, 5, 8)  # as many lines as invoices of a portal have, one after the other
_SELLER = Seller(
    Party("Auto SSA Software GmbH", "", "Marienplatz 8", "", "80331", "München", "DE", "DE136695976"),
    iban="DE02120300000000202051",
    bic="BYLADEM1001",
    contact_email="billing@vendor.example",
)


@dataclass(frozen=True, slots=True)
class Made:
    """What came out: documents, their lines and bytes, how many seconds that took, and how many of a processor."""

    documents: int
    lines: int
    size: int
    seconds: float
    cpu_seconds: float

    def as_facts(self) -> dict[str, float | int]:
        """For programs."""
        return {
            "documents_per_s": round(self.documents / self.seconds, 1),
            "documents_per_cpu_s": round(self.documents / self.cpu_seconds, 1),
            "documents": self.documents,
            "lines": self.lines,
            "bytes": self.size,
            "seconds": round(self.seconds, 2),
        }


def measure(seconds: float) -> Made:
    """Make different documents for so long, after a first one that reads the fonts."""
    numbered = _documents()
    render(next(numbered), _DESIGN)
    count = lines = size = 0
    begun, begun_cpu = time.perf_counter(), time.process_time()
    for document in numbered:
        made = render(document, _DESIGN)
        count, lines, size = count + 1, lines + len(document.lines), size + len(made[Format.PDF])
        if time.perf_counter() - begun >= seconds:
            break
    return Made(count, lines, size, time.perf_counter() - begun, time.process_time() - begun_cpu)


def _documents() -> Iterator[Document]:
    number = 0
    while True:
        number += 1
        name = f"INV-2026-{number:06d}"
        yield Document(
            kind=Kind.INVOICE,
            number=name,
            reason="extension",
            issued_on=_DAY,
            language=("en", "de")[number % 2],
            currency="EUR",
            seller=_SELLER,
            buyer=Party(f"Kunde {number} GmbH", f"C-{number}", f"Weg {number}", "", "82319", "Starnberg", "DE"),
            lines=tuple(_line(number, position) for position in range(_LINES[number % len(_LINES)])),
            supplied_from=_DAY,
            supplied_until=_DAY + _YEAR,
            due_on=_DAY + timedelta(14),
            reference=creditor_reference(name),
        )


def _line(number: int, position: int) -> DocumentLine:
    units, price, factor = 100 * (number + position), Fraction("1.2"), Fraction(49, 50)
    return DocumentLine(
        section="Main building",
        name="Port license",
        license_id=f"PORT-{number}-{position}",
        license_type="PORT",
        quantity=position + 1,
        start=_DAY,
        end=_DAY + _YEAR,
        needed=units,
        from_balance=0,
        units=units,
        price=price,
        factor=factor,
        net=net_amount(units, price, factor),
        category=Category.STANDARD,
        rate=Fraction(19, 100),
    )
