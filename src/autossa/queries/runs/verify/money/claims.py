"""Claims: each is of its invoice or fee, and what is left of it is what its rows say (billing 9)."""

from collections.abc import Iterator

from autossa.queries.runs.verify.findings import Finding, look

_OF_DOCUMENTS = """
SELECT coalesce(c.id, d.id), CASE
    WHEN d.id IS NULL THEN 'it is of no invoice and no fee'
    WHEN c.id IS NULL THEN 'nothing is claimed for it'
    ELSE 'it is not what its document says' END
FROM claims c FULL JOIN (
    SELECT id, 'invoice' AS kind, payer, contract, currency, method, issued_on AS day, due_on, gross
    FROM invoices WHERE series = 'INV'
    UNION ALL SELECT id, 'fee', payer_id, NULL, currency, 'transfer', day, day, amount FROM fees
) d ON d.id = c.id
WHERE (c.kind, c.payer, c.contract, c.currency, c.method, c.day, c.due_on, c.gross)
    IS DISTINCT FROM (d.kind, d.payer, d.contract, d.currency, d.method, d.day, d.due_on, d.gross)
ORDER BY 1
"""
_SUMS = """
SELECT c.id, format('%%s credited, %%s allocated, %%s given up, and its rows say %%s, %%s, %%s', c.noted, c.allocated,
    c.given_up, coalesce(n.sum, 0), coalesce(a.sum, 0), coalesce(w.sum, 0))
FROM claims c
LEFT JOIN (SELECT corrects, -sum(gross) AS sum FROM invoices WHERE series = 'CN' GROUP BY 1) n ON n.corrects = c.id
LEFT JOIN (SELECT document, sum(amount) AS sum FROM allocations GROUP BY 1) a ON a.document = c.id
LEFT JOIN (SELECT document, sum(amount) AS sum FROM write_offs WHERE day IS NOT NULL GROUP BY 1) w ON w.document = c.id
WHERE (c.noted, c.allocated, c.given_up) <> (coalesce(n.sum, 0), coalesce(a.sum, 0), coalesce(w.sum, 0))
ORDER BY 1
"""


def wrong_claims() -> Iterator[Finding]:
    """A claim without its document, a document without its claim, or one that says something else."""
    yield from look("claims", _OF_DOCUMENTS)


def wrong_sums() -> Iterator[Finding]:
    """What was credited, allocated and given up is not what the rows give."""
    yield from look("claims", _SUMS)
