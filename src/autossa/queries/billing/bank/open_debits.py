"""Claims that are paid by direct debit, as the rules of collecting take them (billing 12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from autossa.domain.billing.payments.collecting import Debit

# What is in a file whose money has neither come nor been given up is being collected already.
_OPEN = """
SELECT c.id, c.payer, c.rest, c.number, coalesce(n.told_on, c.day), coalesce(n.collect_on, c.due_on), EXISTS (
    SELECT FROM debit_parts p JOIN debits d ON d.id = p.debit_id
    LEFT JOIN payments t ON t.debit_id = d.id LEFT JOIN payment_returns r ON r.payment_id = t.id
    WHERE p.document = c.id AND (r.id IS NOT NULL OR d.end_code <> '') AND NOT EXISTS (
        SELECT FROM debit_retries y WHERE y.document = c.id AND (y.at >= r.at OR r.id IS NULL AND y.day >= d.ended_on)
    )
), EXISTS (SELECT FROM disputes x WHERE x.document = c.id AND x.ended_on IS NULL)
FROM claims c LEFT JOIN LATERAL (
    SELECT told_on, collect_on FROM debit_notices WHERE document = c.id ORDER BY id DESC LIMIT 1
) n ON true
WHERE c.rest > 0 AND c.method = 'direct_debit' AND c.currency = 'EUR' AND (%s::uuid[] IS NULL OR c.payer = ANY(%s))
    AND NOT EXISTS (
        SELECT FROM debit_parts p JOIN debits d ON d.id = p.debit_id
        WHERE p.document = c.id AND d.ended_on IS NULL AND NOT EXISTS (SELECT FROM payments t WHERE t.debit_id = d.id)
    )
ORDER BY c.due_on, c.id
"""


@dataclass(frozen=True, slots=True)
class OpenDebit:
    """A claim in euro cents that is in no file; a disputed one waits."""

    key: UUID
    payer: UUID
    rest: int
    number: str
    told_on: date
    collect_on: date
    was_returned: bool
    is_disputed: bool

    @property
    def debit(self) -> Debit:
        """As the rules take it."""
        return Debit(str(self.key), str(self.payer), self.rest, self.told_on, self.collect_on, self.was_returned)


def open_debits(payers: Iterable[UUID] | None = None) -> tuple[OpenDebit, ...]:
    """Those of these payers, or of all. One query."""
    listed = None if payers is None else list(payers)
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [listed, listed])
        return tuple(OpenDebit(*row) for row in cursor.fetchall())
