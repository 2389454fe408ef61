"""What documents name: the versions of their parties, the day to pay; and that parties stand as kept (billing 1)."""

from collections.abc import Iterator

from autossa.queries.runs.verify.findings import Finding, look

_NAMED = """
SELECT i.id, concat_ws('; ',
    CASE WHEN b.organisation_id IS DISTINCT FROM i.payer THEN 'its buyer is no version of its payer' END,
    CASE WHEN i.seller IS NOT NULL AND v.kind IS DISTINCT FROM 'vendor'
        THEN 'its seller is no version of the vendor' END,
    CASE WHEN i.seller_facts IS NOT NULL AND f.id IS NULL THEN 'what its seller says is not there' END)
FROM invoices i LEFT JOIN parties b ON b.id = i.buyer LEFT JOIN parties s ON s.id = i.seller
LEFT JOIN organisations v ON v.id = s.organisation_id LEFT JOIN sellers f ON f.id = i.seller_facts
WHERE b.organisation_id IS DISTINCT FROM i.payer OR (i.seller IS NOT NULL AND v.kind IS DISTINCT FROM 'vendor')
    OR (i.seller_facts IS NOT NULL AND f.id IS NULL)
ORDER BY i.id
"""

_REPEATED = """
SELECT c.id, 'it names another buyer, order number, project or VAT than its invoice'
FROM invoices c JOIN invoices i ON i.id = c.corrects
LEFT JOIN collected w ON i.reason = 'collective' AND w.settlement_id = c.settlement
WHERE c.series = 'CN' AND (i.buyer, i.order_number, coalesce(w.section, i.section), i.vat_category)
    <> (c.buyer, c.order_number, c.section, c.vat_category)
ORDER BY c.id
"""

_DUE = """
SELECT i.id, format('it is due on %%s, its policy says %%s days after %%s', i.due_on, p.payment_days, i.issued_on)
FROM invoices i JOIN contracts c ON c.id = i.contract JOIN plan_versions v ON v.id = c.plan_id
JOIN policy_versions p ON p.id = v.policy_id
WHERE i.series = 'INV' AND i.due_on <> i.issued_on + p.payment_days ORDER BY i.id
"""

_PARTIES = """
SELECT o.id, 'its newest version says something else'
FROM organisations o LEFT JOIN parties p ON p.id = o.party_id AND p.organisation_id = o.id
WHERE p.id IS NULL OR p.version <> (SELECT max(version) FROM parties WHERE organisation_id = o.id)
    OR (o.name, o.number, o.street, o.more, o.post_code, o.city, o.country, o.vat_id, o.invoice_email,
        o.buyer_reference, o.language)
    <> (p.name, p.number, p.street, p.more, p.post_code, p.city, p.country, p.vat_id, p.email,
        p.buyer_reference, p.language)
ORDER BY o.id
"""

_TREATMENTS = """
SELECT o.id, 'its VAT treatment is not its newest one'
FROM organisations o LEFT JOIN LATERAL (
    SELECT id FROM vat_treatments WHERE organisation_id = o.id ORDER BY version DESC LIMIT 1
) t ON true
WHERE o.treatment_id IS DISTINCT FROM t.id ORDER BY o.id
"""


def wrong_names() -> Iterator[Finding]:
    """Documents that name versions of others, or none; credit notes that name something else than their invoices."""
    yield from look("invoices", _NAMED)
    yield from look("invoices", _REPEATED)


def wrong_due_days() -> Iterator[Finding]:
    """Invoices that are due on another day than the policy of their contract says (billing 9)."""
    yield from look("invoices", _DUE)


def wrong_parties() -> Iterator[Finding]:
    """Organisations whose newest version, or treatment, is not what stands with them."""
    yield from look("organisations", _PARTIES)
    yield from look("organisations", _TREATMENTS)
