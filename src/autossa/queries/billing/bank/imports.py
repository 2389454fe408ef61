"""Imports of statements: which files, what each brought, what became of every line, and why (billing 15)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.ibans import masked
from autossa.domain.billing.payments.facts import Why
from autossa.queries.billing.bank.waiting import count_in
from autossa.store import models
from autossa.store.ids import public_id, read_public_id

PAGE, LINES = 20, 50
_FILE, _LINE = models.BankFile.PREFIX, models.BankPayment.PREFIX
_FILES = """
SELECT f.id, f.name, f.entries, f.new_entries, f.first, f.last, f.unexplained, f.imported_at, coalesce(u.name, ''),
    c.matched, c.waiting, c.back, c.aside
FROM bank_files f LEFT JOIN users u ON u.id = f.imported_by CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE p.payer_id IS NOT NULL) AS matched,
        count(*) FILTER (WHERE s.bank_payment_id IS NULL AND (p.id IS NOT NULL AND p.payer_id IS NULL
            OR p.id IS NULL AND r.id IS NULL AND x.id IS NULL)) AS waiting,
        count(*) FILTER (WHERE r.id IS NOT NULL OR x.id IS NOT NULL) AS back,
        count(*) FILTER (WHERE s.bank_payment_id IS NOT NULL) AS aside
    FROM bank_entries e JOIN bank_payments b ON b.entry_id = e.id
    LEFT JOIN payments p ON p.bank_payment_id = b.id LEFT JOIN payment_returns r ON r.bank_payment_id = b.id
    LEFT JOIN refunds x ON x.bank_payment_id = b.id LEFT JOIN set_aside s ON s.bank_payment_id = b.id
    WHERE e.file_id = f.id
) c
"""
# Of a payment that was moved, where it is now.
_LINES = """
SELECT b.id, e.day, b.amount, b.charges, e.currency, b.name, b.iban, trim(b.reference || ' ' || b.text), b.return_code,
    p.id, coalesce(o.name, ''), o.id, a.why, s.reason, s.by IS NULL, r.payment_id, x.id
FROM bank_entries e JOIN bank_payments b ON b.entry_id = e.id
LEFT JOIN payments came ON came.bank_payment_id = b.id LEFT JOIN LATERAL (
    WITH RECURSIVE at AS (
        SELECT came.id UNION ALL SELECT m.to_id FROM at JOIN payment_moves m ON m.payment_id = at.id
    ) SELECT id FROM at WHERE NOT EXISTS (SELECT FROM payment_moves m WHERE m.payment_id = at.id)
) last ON true
LEFT JOIN payments p ON p.id = last.id LEFT JOIN payment_returns r ON r.bank_payment_id = b.id
LEFT JOIN payments back ON back.id = r.payment_id LEFT JOIN refunds x ON x.bank_payment_id = b.id
LEFT JOIN set_aside s ON s.bank_payment_id = b.id LEFT JOIN payment_assignments a ON a.payment_id = p.id
LEFT JOIN organisations o ON o.id = coalesce(p.payer_id, back.payer_id, x.payer_id)
WHERE e.file_id = %s AND b.id > %s ORDER BY b.id LIMIT %s
"""
_PAID = """
SELECT a.payment_id, c.number, c.id, c.kind, sum(a.amount)::bigint, min(a.why) FROM allocations a
JOIN claims c ON c.id = a.document WHERE a.payment_id = ANY(%s) AND a.why <> 'returned'
GROUP BY a.payment_id, c.number, c.id, c.kind HAVING sum(a.amount) > 0 ORDER BY min(a.id::text)
"""
_REOPENED = """
SELECT r.bank_payment_id, c.number, c.id, c.kind, -sum(a.amount)::bigint, 'returned' FROM payment_returns r
JOIN allocations a ON a.payment_id = r.payment_id AND a.why = 'returned' AND a.day = r.day
JOIN claims c ON c.id = a.document WHERE r.bank_payment_id = ANY(%s)
GROUP BY r.bank_payment_id, c.number, c.id, c.kind ORDER BY c.number
"""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A file: `matched` of its payments are somebody's, `waiting` nobody's yet; `unexplained` in minor units."""

    id: str
    name: str
    entries: int
    new: int
    first: date | None
    last: date | None
    unexplained: Money
    at: datetime
    by: str
    matched: int
    waiting: int
    back: int
    aside: int


@dataclass(frozen=True, slots=True)
class ImportList:
    """The newest first, the key of the page after it, and how many payments are unmatched, of whatever file."""

    rows: tuple[ImportRow, ...]
    next_after: str
    unmatched: int


@dataclass(frozen=True, slots=True)
class PaidFor:
    """So much of a payment was used for that invoice or fee (`id` "" for a fee), or is open again."""

    number: str
    id: str
    amount: Money
    why: Why


@dataclass(frozen=True, slots=True)
class Line:
    """A payment of a statement, and what became of it: `paid_for` with its payer; `aside` is a code or a reason.

    `payment` is public, for one that waits; `back` says that it took a payment back, `refund` that it paid credit out.
    """

    id: str
    day: date
    amount: Money
    charges: Money
    currency: str
    name: str
    account: str
    text: str
    returned: str
    payment: str
    payer: str
    payer_id: str
    why: Why | None
    aside: str
    by_itself: bool
    back: bool
    refund: bool
    paid_for: tuple[PaidFor, ...]


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A file with its new lines, in the order of the file."""

    row: ImportRow
    lines: tuple[Line, ...]
    next_after: str


def import_name(file: UUID) -> str:
    """The public id of a file that was imported."""
    return public_id(_FILE, file)


def list_imports(after: str = "", limit: int = PAGE) -> ImportList:
    """Files that were imported, a page of them."""
    before = _read(_FILE, after)
    condition, values = ("WHERE f.id < %s", [before]) if before else ("", [])
    rows = _rows(f"{_FILES} {condition} ORDER BY f.id DESC LIMIT %s", [*values, limit + 1])
    shown = tuple(map(_file, rows[:limit]))
    return ImportList(shown, shown[-1].id if len(rows) > limit else "", count_in())


def import_page(file: str, after: str = "", limit: int = LINES) -> ImportPage | None:
    """A file by its public id, and a page of its lines; None where there is none."""
    key = _read(_FILE, file)
    found = _rows(f"{_FILES} WHERE f.id = %s", [key]) if key else []
    if not found:
        return None
    rows = _rows(_LINES, [key, _read(_LINE, after) or UUID(int=0), limit + 1])
    shown = rows[:limit]
    paid = _paid_for(shown)
    lines = tuple(_line(row, paid) for row in shown)
    return ImportPage(_file(found[0]), lines, public_id(_LINE, shown[-1][0]) if len(rows) > limit else "")


def _paid_for(rows: Sequence[tuple[Any, ...]]) -> dict[UUID, list[PaidFor]]:
    """By payment, and by the line that took one back."""
    found = defaultdict(list)
    asked = ((_PAID, [row[9] for row in rows if row[9]]), (_REOPENED, [row[0] for row in rows if row[15]]))
    for statement, keys in asked:
        for key, number, document, kind, amount, why in _rows(statement, [keys]) if keys else ():
            of = public_id("inv", document) if kind == "invoice" else ""
            found[key].append(PaidFor(number, of, amount, Why(why)))
    return found


def _file(row: tuple[Any, ...]) -> ImportRow:
    return ImportRow(public_id(_FILE, row[0]), *row[1:])


def _line(row: tuple[Any, ...], paid: dict[UUID, list[PaidFor]]) -> Line:
    (
        key,
        day,
        amount,
        charges,
        currency,
        name,
        iban,
        text,
        code,
        payment,
        payer,
        payer_key,
        why,
        aside,
        alone,
        back,
        out,
    ) = row
    return Line(
        public_id(_LINE, key), day, amount, charges, currency, name, masked(iban) if iban else "", text, code,
        public_id(models.Payment.PREFIX, payment) if payment else "", payer,
        public_id("org", payer_key) if payer_key else "", Why(why) if why else None, aside or "",
        bool(aside) and alone, back is not None, out is not None, tuple(paid.get(key, ()) or paid.get(payment, ())),
    )  # fmt: skip


def _read(prefix: str, text: str) -> UUID | None:
    try:
        return read_public_id(prefix, text)
    except ValueError:
        return None


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
