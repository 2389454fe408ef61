"""Which bookings stand on a document, each with the name of its section: one, or those of a collective invoice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from autossa.store import models


class Part(NamedTuple):
    """A booking on a document, and the name of the section that its lines stand in."""

    settlement: UUID
    section: str


def parts_of(rows: Iterable[models.Invoice], corrected: Mapping[UUID, models.Invoice]) -> dict[UUID, tuple[Part, ...]]:
    """The bookings of these documents, in their order there; a credit note has those of its invoice. One query."""
    rows = list(rows)
    of = {row.id: corrected[row.corrects] if row.corrects else row for row in rows}
    wanted = {invoice.id for invoice in of.values() if invoice.settlement is None}
    sections: dict[UUID, list[Part]] = defaultdict(list)
    found = models.InvoiceSection.objects.filter(invoice__in=wanted).order_by("invoice", "position") if wanted else ()
    for section in found:
        sections[section.invoice_id].append(Part(section.settlement_id, section.name))
    return {row.id: _parts(row, of[row.id], sections) for row in rows}


def _parts(row: models.Invoice, invoice: models.Invoice, sections: Mapping[UUID, list[Part]]) -> tuple[Part, ...]:
    if invoice.settlement is not None:
        return (Part(invoice.settlement, row.section),)
    return tuple(sections.get(invoice.id, ()))
