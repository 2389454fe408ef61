"""What documents name: the versions of their parties, the day to pay; and that parties stand as kept (billing 1)."""

from collections.abc import Iterator

from autossa.domain.billing.payments.collecting import collect_on
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.queries.runs.verify.findings import Finding, look, rows

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

# A direct debit is due on its day of collection, whatever the contract's policy says; a card at once.
_DUE = """
SELECT i.id, format('it is due on %%s, its policy says %%s days after %%s', i.due_on, d.days, i.issued_on)
FROM invoices i JOIN contracts c ON c.id = i.contract JOIN plan_versions v ON v.id = c.plan_id
JOIN policy_versions p ON p.id = v.policy_id
CROSS JOIN LATERAL (SELECT CASE i.method WHEN 'card' THEN 0 ELSE p.payment_days END AS days) d
WHERE i.series = 'INV' AND i.method <> 'direct_debit' AND i.due_on <> i.issued_on + d.days ORDER BY i.id
"""

# What was decided on the day of issue may have been so before the invoice, or after it.
_COLLECTED = """
SELECT i.id, i.issued_on, i.due_on, array(
    SELECT p.prenotify_days FROM payment_policies p WHERE p.starts_on = i.issued_on
    UNION (SELECT p.prenotify_days FROM payment_policies p WHERE p.starts_on < i.issued_on
        ORDER BY p.starts_on DESC, p.id DESC LIMIT 1))
FROM invoices i WHERE i.series = 'INV' AND i.method = 'direct_debit' ORDER BY i.id
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
    """Invoices that are due on another day than the policy of their contract says; direct debits, on another than
    that of their collection (billing 9, 12)."""
    from autossa.domain.billing.bank.target_days import is_target_day  # its calendar: only where something is verified

    yield from look("invoices", _DUE)
    for key, issued_on, due_on, prenotify_days in rows(_COLLECTED):
        policies = (PaymentPolicy(prenotify_days=days) for days in prenotify_days)
        expected = {collect_on(issued_on, policy, is_target_day) for policy in policies}
        if due_on not in expected:
            days = ", ".join(str(day) for day in sorted(expected))
            yield Finding("invoices", str(key), f"it is due on {due_on}, collected on {days}")


def wrong_parties() -> Iterator[Finding]:
    """Organisations whose newest version, or treatment, is not what stands with them."""
    yield from look("organisations", _PARTIES)
    yield from look("organisations", _TREATMENTS)
