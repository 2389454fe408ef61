"""Invoices with their credit notes, as lots.

What an invoice recharges is used up by its own booking, and licenses that were ordered are delivered with it. Ordered
credits become lots of their own (`bought`).
"""

from collections.abc import Iterator
from datetime import date
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from autossa.domain.billing.books.lots import Cut, Lot, Use
from autossa.domain.billing.books.postings import Span
from autossa.domain.billing.vat import TREATMENTS, Category, Treatment
from autossa.domain.dates import DAY
from autossa.domain.invoices import Reason
from autossa.queries.billing.books.streams import stream
from autossa.store.exact import fraction

FIRST = date.min + DAY
"""The first day of all: what begins with it has no beginning."""
_REASONS = {reason.value: reason for reason in Reason}

_DOCUMENTS = """
SELECT i.id, i.year, i.number, i.issued_on, i.payer, i.currency, i.net, i.tax, i.gross, i.tax_rate,
    i.vat_category, i.due_on, i.reason, i.start, i."end",
    coalesce(i.settlement, i.license_order_id, i.credit_order_id),
    c.id, c.year, c.number, c.issued_on, c.net, c.tax, c.gross
FROM invoices i LEFT JOIN invoices c ON c.corrects = i.id
WHERE i.series = 'INV' AND i.issued_on <= %(last)s
"""
# Bookings on collective invoices, each as a document of its own: what notes took back of it is that of its lines.
_SECTIONS = """
SELECT w.settlement_id, i.year, i.number, i.issued_on, i.payer, i.currency, w.net, 0::bigint, w.net, i.tax_rate,
    i.vat_category, i.due_on, b.reason, b.start, b."end", w.settlement_id,
    c.id, c.year, c.number, c.issued_on, -c.net, 0::bigint, -c.net
FROM invoices i JOIN invoice_sections s ON s.invoice_id = i.id JOIN collected w USING (settlement_id)
JOIN settlements b ON b.id = w.settlement_id
LEFT JOIN (
    SELECT n.id, n.corrects, n.year, n.number, n.issued_on, l.settlement, sum(l.net)::bigint AS net
    FROM credited_lines l JOIN invoices n ON n.id = l.note_id GROUP BY n.id, l.settlement
) c ON c.corrects = i.id AND c.settlement = w.settlement_id
WHERE i.reason = 'collective' AND i.series = 'INV' AND i.issued_on <= %(last)s
"""
_ALONE = "AND i.reason <> 'collective' AND i.credit_order_id IS NULL "
# Of notes alone: with the invoices among them, which correct nothing, the set would not fit into memory, and would be
# gone through for every document.
_NOTED = "i.id IN (SELECT corrects FROM invoices WHERE corrects IS NOT NULL AND issued_on >= %(first)s)"
_EARNED = f'AND (i."end" > %(first)s OR i.issued_on >= %(first)s OR {_NOTED}) '
_SECTION_EARNED = _EARNED.replace('i."end"', 'b."end"')
_ORDER = "ORDER BY i.id, c.id"
_SECTION_ORDER = "ORDER BY w.settlement_id, c.id"


class _Row(NamedTuple):
    """A document, and a credit note of it; the note's columns are None where there is none.

    `booking` is the settlement or the order that it is of.
    """

    id: UUID
    year: int
    number: int
    issued_on: date
    payer: UUID
    currency: str
    net: int
    tax: int
    gross: int
    tax_rate: Any
    vat_category: str
    due_on: date
    reason: str
    start: date
    end: date
    booking: UUID
    note: UUID | None
    note_year: int
    note_number: int
    note_issued_on: date
    note_net: int
    note_tax: int
    note_gross: int


def read_recharged_lots(span: Span) -> Iterator[Lot]:
    """What was invoiced by its booking, as lots: those of which something is earned or changes in these days.

    Licenses that were ordered are earned on the day that they are there.
    Two statements: of invoices of their own, and of sections of collective ones.
    """
    alone = _DOCUMENTS + _ALONE
    for rows in chain(_rows(alone, _EARNED, _ORDER, span), _rows(_SECTIONS, _SECTION_EARNED, _SECTION_ORDER, span)):
        yield _lot(rows)


def _rows(documents: str, wanted: str, order: str, span: Span) -> Iterator[list[_Row]]:
    """A document with its credit notes; all there are up to the last day where the days have no beginning."""
    where = wanted if span.first > FIRST else ""
    found = stream(documents + where + order, {"first": span.first, "last": span.last})
    for _, rows in groupby(found, key=itemgetter(0)):
        yield [_Row(*row) for row in rows]


def _lot(rows: list[_Row]) -> Lot:
    """A lot that its own booking takes whole: worth, and earned, as what was invoiced net."""
    row = rows[0]
    cuts = tuple(Cut(one.note_issued_on, -one.note_net) for one in rows if one.note is not None)
    use = Use(str(row.booking), _REASONS[row.reason], row.issued_on, row.start, row.end, row.net, cuts)
    taxed = (_treatment(row), fraction(row.tax_rate))
    return Lot(str(row.id), row.currency, *taxed, row.issued_on, row.net, (use,), (), cuts)


def _treatment(row: _Row) -> Treatment:
    return TREATMENTS[Category(row.vat_category)]
