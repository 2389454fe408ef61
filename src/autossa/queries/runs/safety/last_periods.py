"""The period of each contract that was booked last, as it was booked: what the next one is compared with."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db import connection

from autossa.domain.currencies import places_of
from autossa.domain.invoices import Reason, make_invoice
from autossa.domain.settlements import Settlement, invoice_lines
from autossa.store import models
from autossa.store.engine.trace import part_of
from autossa.store.exact import fraction

# By the start of its last period: one look into an index a contract, however long its history is.
_LAST = """
SELECT s.id, s.contract, s.day, s.start, s."end", i.tax_rate, coalesce(i.currency, '')
FROM unnest(%s::uuid[]) AS k(id) JOIN contracts c ON c.id = k.id
CROSS JOIN LATERAL (
    SELECT s.* FROM settlements s LEFT JOIN voids v ON v.settlement_id = s.id
    WHERE s.contract = c.id AND s.reason = 'extension' AND s.start < c.booked_until AND v.id IS NULL
    ORDER BY s.start DESC, s.revision DESC LIMIT 1
) s
LEFT JOIN LATERAL (
    SELECT tax_rate, currency FROM invoices WHERE settlement = s.id AND series = 'INV'
    UNION ALL
    SELECT n.tax_rate, n.currency FROM invoice_sections x JOIN invoices n ON n.id = x.invoice_id
    WHERE x.settlement_id = s.id
    UNION ALL  -- it waits for its collective invoice
    SELECT tax_rate, currency FROM collected WHERE settlement_id = s.id LIMIT 1
) i ON true
"""


def last_periods(contracts: Collection[UUID]) -> dict[UUID, Settlement]:
    """By contract, its last period that stands; those without any are left out. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [list(contracts)])
        found = cursor.fetchall()
    charges: defaultdict[UUID, list[models.Charge]] = defaultdict(list)
    for row in models.Charge.objects.filter(settlement__in=[row[0] for row in found]).order_by("position"):
        charges[row.settlement_id].append(row)
    return {row[1]: _settlement(charges[row[0]], *row[2:]) for row in found}


def _settlement(
    charges: list[models.Charge], day: date, start: date, end: date, tax_rate: Decimal | None, currency: str
) -> Settlement:
    factor = fraction(charges[0].factor) if charges else Fraction(1)
    parts = tuple(part_of(charge, factor) for charge in charges)
    invoice = None
    if tax_rate is not None:
        lines = invoice_lines(parts, factor)
        invoice = make_invoice(Reason.EXTENSION, start, end, lines, fraction(tax_rate), places_of(currency))
    return Settlement(day, Reason.EXTENSION, start, end, parts, (), invoice=invoice, factor=factor)
