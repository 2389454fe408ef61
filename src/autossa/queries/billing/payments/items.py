"""Documents with what settles them, without the rest of their payers' accounts: where each stands (billing 9)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import Claim, Collecting, Item, Payment, PaymentKind
from autossa.domain.billing.payments.facts import Why
from autossa.queries.billing.payments.accounts import claim_of, note_of

_CLAIMS = """
SELECT c.payer::text, c.currency, c.id::text, c.kind, c.number, c.day, c.due_on, i.net, i.tax, c.gross, i.tax_rate,
    i.vat_category
FROM claims c LEFT JOIN invoices i ON i.id = c.id WHERE c.id = ANY(%s::uuid[])
"""
_NOTES = """
SELECT n.payer::text, n.currency, n.corrects::text, n.id::text, n.year, n.number, n.issued_on, n.net, n.tax, n.gross,
    n.tax_rate, n.vat_category
FROM invoices n WHERE n.corrects = ANY(%s::uuid[]) ORDER BY n.id
"""
_SETTLED = """
SELECT a.document::text, a.day, a.amount, a.why, p.final_on, a.at, a.id
FROM allocations a JOIN payments p ON p.id = a.payment_id WHERE a.document = ANY(%(ids)s::uuid[])
UNION ALL
SELECT w.document::text, w.day, w.amount, CASE c.kind WHEN 'fee' THEN 'waived' ELSE 'written_off' END, NULL,
    w.approved_at, w.id
FROM write_offs w JOIN claims c ON c.id = w.document WHERE w.day IS NOT NULL AND w.document = ANY(%(ids)s::uuid[])
ORDER BY 2, 6, 7
"""
_COLLECTING = """
SELECT p.document::text, f.made_on, coalesce(d.ended_on, (
    SELECT greatest(t.day, a.day) FROM payments t JOIN payment_assignments a ON a.payment_id = t.id
    WHERE t.debit_id = d.id
))
FROM debit_parts p JOIN debits d ON d.id = p.debit_id JOIN bank_orders f ON f.id = d.file_id
WHERE p.document = ANY(%s::uuid[]) ORDER BY d.id
"""
_KINDS = {
    Why.RETURNED.value: PaymentKind.RETURNED,
    PaymentKind.WAIVED.value: PaymentKind.WAIVED,
    PaymentKind.WRITTEN_OFF.value: PaymentKind.WRITTEN_OFF,
}


def items_of(documents: Iterable[UUID]) -> dict[UUID, Item]:
    """Each invoice or fee with its credit notes and payments, in four statements; unknown ones are left out.

    Whether money came directly or was on account before is not told apart: only the books ask for that.
    """
    ids = list(documents)
    notes, payments, collecting = _notes(ids), _payments(ids), _collecting(ids)
    found = {}
    for row in _rows(_CLAIMS, [ids]):
        claim: Claim = claim_of(*row)
        paid = tuple(
            Payment(day, amount, claim.payer, claim.currency, claim.key, kind, final_on)
            for day, amount, kind, final_on in payments[claim.key]
        )
        found[UUID(claim.key)] = Item(claim, tuple(notes[claim.key]), paid, tuple(collecting[claim.key]))
    return found


def _notes(ids: list[UUID]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for row in _rows(_NOTES, [ids]):
        document, note = note_of(*row)
        found[document].append(note)
    return found


def _payments(ids: list[UUID]) -> dict[str, list[tuple[date, Money, PaymentKind, date | None]]]:
    found: dict[str, list[tuple[date, Money, PaymentKind, date | None]]] = defaultdict(list)
    for document, day, amount, why, final_on, _, _ in _rows(_SETTLED, {"ids": ids}):
        found[document].append((day, amount, _KINDS.get(why, PaymentKind.ALLOCATED), final_on))
    return found


def _collecting(ids: list[UUID]) -> dict[str, list[Collecting]]:
    found: dict[str, list[Collecting]] = defaultdict(list)
    for document, since, until in _rows(_COLLECTING, [ids]):
        found[document].append(Collecting(since, until))
    return found


def _rows(statement: str, given: Any) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        yield from cursor.fetchall()
