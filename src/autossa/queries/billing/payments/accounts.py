"""Payers' accounts, from rows: what they owe, what came, what it is for (billing 10). Keys are ids as text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.billing.books.items import Claim, ClaimKind
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.facts import (
    Allocation,
    Collection,
    Move,
    Payout,
    Receipt,
    Return,
    Source,
    Why,
    WriteOff,
)
from autossa.domain.billing.vat import TREATMENTS, Category, Treatment
from autossa.store.exact import fraction
from autossa.store.models.billing.invoices import full_number

Key = tuple[str, str]
"""A payer and a currency."""

_CLAIMS = """
SELECT c.payer::text, c.currency, c.id::text, c.kind, c.number, c.day, c.due_on, i.net, i.tax, c.gross, i.tax_rate,
    i.vat_category
FROM claims c LEFT JOIN invoices i ON i.id = c.id WHERE c.payer = ANY(%s::uuid[]) ORDER BY c.day, c.id
"""
_NOTES = """
SELECT n.payer::text, n.currency, n.corrects::text, n.id::text, n.year, n.number, n.issued_on, n.net, n.tax, n.gross,
    n.tax_rate, n.vat_category
FROM invoices n WHERE n.series = 'CN' AND n.payer = ANY(%s::uuid[]) ORDER BY n.id
"""
_RECEIPTS = """
SELECT p.payer_id::text, p.currency, p.id::text, p.day, p.amount, p.method, p.source, a.day, p.final_on, p.reference,
    EXISTS (SELECT FROM payment_moves m WHERE m.to_id = p.id)
FROM payments p JOIN payment_assignments a ON a.payment_id = p.id WHERE p.payer_id = ANY(%s::uuid[]) ORDER BY p.id
"""
_ALLOCATIONS = """
SELECT p.payer_id::text, p.currency, a.payment_id::text, a.document::text, a.day, a.amount, a.why
FROM allocations a JOIN payments p ON p.id = a.payment_id WHERE p.payer_id = ANY(%s::uuid[]) ORDER BY a.id
"""
_RETURNS = """
SELECT p.payer_id::text, p.currency, r.payment_id::text, r.day, r.amount, r.code, r.fee
FROM payment_returns r JOIN payments p ON p.id = r.payment_id WHERE p.payer_id = ANY(%s::uuid[]) ORDER BY r.id
"""
_WRITE_OFFS = """
SELECT c.payer::text, c.currency, w.document::text, w.day, w.amount, w.reason, coalesce(w.proposed_by::text, ''),
    coalesce(w.approved_by::text, '')
FROM write_offs w JOIN claims c ON c.id = w.document
WHERE w.day IS NOT NULL AND c.payer = ANY(%s::uuid[]) ORDER BY w.approved_at, w.id
"""
_PAYOUTS = """
SELECT r.payer_id::text, r.currency, o.payment_id::text, o.day, o.amount, o.refund_id::text
FROM payouts o JOIN refunds r ON r.id = o.refund_id WHERE r.payer_id = ANY(%s::uuid[]) ORDER BY r.approved_at, r.id
"""
_MOVES = """
SELECT p.payer_id::text, p.currency, m.payment_id::text, m.day, m.amount
FROM payment_moves m JOIN payments p ON p.id = m.payment_id WHERE p.payer_id = ANY(%s::uuid[]) ORDER BY m.at, p.id
"""
# Its money is there once its payment is known to be the payer's.
_COLLECTIONS = """
SELECT c.payer::text, c.currency, d.id::text, p.document::text, p.amount, d.collect_on, f.made_on,
    coalesce(d.ended_on, (
        SELECT greatest(t.day, a.day) FROM payments t JOIN payment_assignments a ON a.payment_id = t.id
        WHERE t.debit_id = d.id
    ))
FROM debit_parts p JOIN debits d ON d.id = p.debit_id JOIN bank_orders f ON f.id = d.file_id
JOIN claims c ON c.id = p.document WHERE c.payer = ANY(%s::uuid[]) ORDER BY d.id
"""


def account_of(payer: UUID, currency: str) -> Account:
    """A payer's account in a currency; one without anything where there is nothing."""
    key = (str(payer), currency)
    return accounts_of([payer]).get(key) or Account(*key)


def accounts_of(payers: Iterable[UUID]) -> dict[Key, Account]:
    """All accounts of these payers, in a constant number of queries."""
    listed = list(payers)
    facts: dict[str, dict[Key, list[Any]]] = {
        "documents": _all(_CLAIMS, listed, claim_of),
        "notes": _all(_NOTES, listed, note_of),
        "receipts": _all(_RECEIPTS, listed, _receipt),
        "allocations": _all(_ALLOCATIONS, listed, _allocation),
        "returns": _all(_RETURNS, listed, _return),
        "write_offs": _all(_WRITE_OFFS, listed, WriteOff),
        "payouts": _all(_PAYOUTS, listed, Payout),
        "moves": _all(_MOVES, listed, Move),
        "collections": _all(_COLLECTIONS, listed, Collection),
    }
    keys = sorted({key for of_kind in facts.values() for key in of_kind})
    return {key: _account(key, facts) for key in keys}


def _account(key: Key, facts: dict[str, dict[Key, list[Any]]]) -> Account:
    of_account: dict[str, Any] = {kind: tuple(found.get(key, ())) for kind, found in facts.items()}
    return Account(*key, **of_account)


def _all(statement: str, payers: list[UUID], make: Any) -> dict[Key, list[Any]]:
    found: dict[Key, list[Any]] = defaultdict(list)
    for payer, currency, *row in _rows(statement, payers):
        if make in _BY_ACCOUNT:
            found[payer, currency].append(make(payer, currency, *row))
        else:
            found[payer, currency].append(make(*row))
    return found


def _rows(statement: str, payers: list[UUID]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [payers])
        yield from cursor.fetchall()


def claim_of(
    payer: str, currency: str, key: str, kind: str, number: str, day: date, due_on: date, *amounts: Any
) -> Claim:
    """A fee is not taxed: it is compensation."""
    net, tax, gross, rate, category = amounts
    if kind == ClaimKind.FEE.value:
        return Claim(
            ClaimKind.FEE, key, number, day, due_on, payer, currency, gross, 0, gross, Fraction(0), Treatment.DOMESTIC
        )
    taxed = (fraction(rate), TREATMENTS[Category(category)])
    return Claim(ClaimKind.INVOICE, key, number, day, due_on, payer, currency, net, tax, gross, *taxed)


def note_of(
    payer: str, currency: str, corrects: str, key: str, year: int, number: int, day: date, *amounts: Any
) -> tuple[str, Claim]:
    """Of which document it is, and the credit note."""
    net, tax, gross, rate, category = amounts
    taxed = (fraction(rate), TREATMENTS[Category(category)])
    named = full_number("CN", year, number)
    return corrects, Claim(ClaimKind.CREDIT_NOTE, key, named, day, day, payer, currency, net, tax, gross, *taxed)


def _receipt(
    key: str,
    day: date,
    amount: int,
    method: str,
    source: str,
    assigned_on: date,
    final_on: date | None,
    reference: str,
    moved_in: bool,
) -> Receipt:
    later = assigned_on if assigned_on > day else None
    return Receipt(key, day, amount, Method(method), Source(source), later, final_on, reference, moved_in)


def _allocation(receipt: str, document: str, day: date, amount: int, why: str) -> Allocation:
    return Allocation(receipt, document, day, amount, Why(why))


def _return(receipt: str, day: date, amount: int, code: str, fee: int) -> Return:
    return Return(receipt, day, amount, code, fee)


_BY_ACCOUNT = {claim_of, note_of}
