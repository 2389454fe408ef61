"""Collective invoices: Σ sections is the document, and each booking stands on one at most (billing 5)."""

from collections.abc import Iterator

from autossa.domain.amounts import show
from autossa.domain.currencies import places_of
from autossa.domain.prices import tax_amount
from autossa.queries.runs.verify.findings import Finding, look, rows
from autossa.store.exact import fraction

_COLLECTED = """
SELECT w.settlement_id, concat_ws('; ',
    CASE WHEN w.net IS DISTINCT FROM t.net
        THEN format('it says %%s, its charges cost %%s', w.net, coalesce(t.net, 0)) END,
    CASE WHEN i.id IS NOT NULL THEN 'it has an invoice of its own, too' END,
    CASE WHEN (s.project_id, s.contract) IS DISTINCT FROM (w.project_id, w.contract)
        THEN 'it is of another project or contract' END)
FROM collected w JOIN settlements s ON s.id = w.settlement_id
LEFT JOIN (SELECT settlement_id, sum(net)::bigint AS net FROM charges GROUP BY settlement_id) t USING (settlement_id)
LEFT JOIN invoices i ON i.settlement = w.settlement_id AND i.series = 'INV'
WHERE w.net IS DISTINCT FROM t.net OR i.id IS NOT NULL
    OR (s.project_id, s.contract) IS DISTINCT FROM (w.project_id, w.contract)
ORDER BY w.settlement_id
"""

_SECTIONS = """
SELECT i.id, i.currency, i.net, i.tax, i.tax_rate, coalesce(t.net, 0)::bigint, coalesce(t.fits, false),
    coalesce(t.voided, false)
FROM invoices i LEFT JOIN (
    SELECT s.invoice_id, sum(w.net) AS net, bool_or(v.id < d.id) AS voided,
        bool_and((w.payer, w.currency, w.tax_rate, w.vat_category) = (d.payer, d.currency, d.tax_rate, d.vat_category)
            AND d.start <= b.start AND b."end" <= d."end") AS fits
    FROM invoice_sections s JOIN collected w USING (settlement_id) JOIN invoices d ON d.id = s.invoice_id
    JOIN settlements b ON b.id = s.settlement_id LEFT JOIN voids v ON v.settlement_id = s.settlement_id
    GROUP BY s.invoice_id
) t ON t.invoice_id = i.id
WHERE i.reason = 'collective' AND i.series = 'INV' ORDER BY i.id
"""


def wrong_collected() -> Iterator[Finding]:
    """What waits for a collective invoice, or stands on one, against its charges."""
    return look("collected", _COLLECTED)


def wrong_sections() -> Iterator[Finding]:
    """Collective invoices that are not the sum of their sections, or not of the same payer, currency and VAT."""
    for key, currency, net, tax, tax_rate, of_sections, fits, voided in rows(_SECTIONS):
        right, places = tax_amount(net, fraction(tax_rate)), places_of(currency)
        if net != of_sections:
            said = f"its net says {show(net, places)}, its sections add up to {show(of_sections, places)}"
        elif tax != right:
            said = f"its tax says {show(tax, places)}, the rule gives {show(right, places)}"
        elif not fits:
            said = "a section is of another payer, currency, VAT or time"
        elif voided:
            said = "a section was voided before"
        else:
            continue
        yield Finding("invoices", str(key), said)
