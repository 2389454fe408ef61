"""Payments: sums, whose they are, and that each debit, refund and return is what its rows say (billing 10 to 13)."""

from collections.abc import Iterator

from autossa.queries.runs.verify.findings import Finding, look

_SUMS = """
SELECT p.id, format('%%s allocated, %%s returned, %%s paid out, %%s moved, and its rows say %%s, %%s, %%s, %%s',
    p.allocated, p.returned, p.paid_out, p.moved, coalesce(a.sum, 0), coalesce(r.sum, 0), coalesce(o.sum, 0),
    coalesce(m.amount, 0))
FROM payments p
LEFT JOIN (SELECT payment_id, sum(amount) AS sum FROM allocations GROUP BY 1) a ON a.payment_id = p.id
LEFT JOIN (SELECT payment_id, sum(amount) AS sum FROM payment_returns GROUP BY 1) r ON r.payment_id = p.id
LEFT JOIN (SELECT payment_id, sum(amount) AS sum FROM payouts GROUP BY 1) o ON o.payment_id = p.id
LEFT JOIN payment_moves m ON m.payment_id = p.id
WHERE (p.allocated, p.returned, p.paid_out, p.moved) <>
    (coalesce(a.sum, 0), coalesce(r.sum, 0), coalesce(o.sum, 0), coalesce(m.amount, 0))
ORDER BY 1
"""
_MOVES = """
SELECT m.payment_id, 'it is not the same money at the other payer' FROM payment_moves m
JOIN payments p ON p.id = m.payment_id JOIN payments t ON t.id = m.to_id
WHERE p.payer_id IS NOT DISTINCT FROM t.payer_id
    OR (t.amount, t.currency, t.day) IS DISTINCT FROM (m.amount, p.currency, p.day) ORDER BY 1
"""
_PAYERS = """
SELECT p.id, 'its payer is not the one that it was assigned to' FROM payments p
LEFT JOIN payment_assignments a ON a.payment_id = p.id WHERE p.payer_id IS DISTINCT FROM a.payer_id ORDER BY 1
"""
_STRAY = """
SELECT a.id, CASE WHEN p.payer_id IS DISTINCT FROM c.payer THEN 'it is of a payment of somebody else'
    WHEN p.currency <> c.currency THEN 'it is of another currency'
    ELSE 'it is older than its payment was the payer''s' END
FROM allocations a JOIN payments p ON p.id = a.payment_id JOIN claims c ON c.id = a.document
LEFT JOIN payment_assignments s ON s.payment_id = p.id
WHERE p.payer_id IS DISTINCT FROM c.payer OR p.currency <> c.currency OR a.day < s.day ORDER BY 1
"""
_DEBITS = """
SELECT d.id, 'it is not what its parts are' FROM debits d
LEFT JOIN (SELECT debit_id, sum(amount) AS sum FROM debit_parts GROUP BY 1) p ON p.debit_id = d.id
WHERE d.amount IS DISTINCT FROM p.sum ORDER BY 1
"""
_FILES = """
SELECT f.id, 'it is not what its debits or refunds are' FROM bank_orders f
LEFT JOIN (
    SELECT file_id, count(*) AS count, sum(amount) AS sum FROM debits GROUP BY 1
    UNION ALL SELECT sent_in_id, count(*), sum(amount) FROM refunds WHERE sent_in_id IS NOT NULL GROUP BY 1
) s ON s.file_id = f.id
WHERE (f.count, f.total) IS DISTINCT FROM (s.count, s.sum) ORDER BY 1
"""
_REFUNDS = """
SELECT r.id, 'it is not what it pays out, or pays out what nobody approved' FROM refunds r
LEFT JOIN (SELECT refund_id, sum(amount) AS sum FROM payouts GROUP BY 1) o ON o.refund_id = r.id
WHERE CASE WHEN r.approved_at IS NULL THEN 0 ELSE r.amount END <> coalesce(o.sum, 0) ORDER BY 1
"""


def wrong_moves() -> Iterator[Finding]:
    """A payment that was moved and is other money at the payer it was moved to, or of the same payer."""
    yield from look("payment_moves", _MOVES)


def wrong_sums() -> Iterator[Finding]:
    """What was allocated, returned, paid out and moved of a payment is not what its rows give."""
    yield from look("payments", _SUMS)


def wrong_payers() -> Iterator[Finding]:
    """A payment of another payer than it was assigned to."""
    yield from look("payments", _PAYERS)


def wrong_allocations() -> Iterator[Finding]:
    """A payment that is for what somebody else owes, or was used before it was known whose it is."""
    yield from look("allocations", _STRAY)


def wrong_debits() -> Iterator[Finding]:
    """A debit or a file that is not the sum of its parts."""
    yield from look("debits", _DEBITS)
    yield from look("bank_orders", _FILES)


def wrong_refunds() -> Iterator[Finding]:
    """A refund that is not what it pays out."""
    yield from look("refunds", _REFUNDS)
