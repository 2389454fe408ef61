"""Invoices and credit notes: amounts, numbers (rules 2, 10)."""

from collections.abc import Iterator

from autossa.domain.amounts import show
from autossa.domain.currencies import places_of
from autossa.domain.prices import tax_amount
from autossa.queries.runs.verify.findings import Finding, look, rows
from autossa.store.exact import fraction

_NETS = """
SELECT i.id, i.currency, i.net, i.tax, i.tax_rate, t.net,
    i.reason = s.reason AND i.start = s.start AND i."end" = s."end"
FROM invoices i JOIN settlements s ON s.id = i.settlement
LEFT JOIN (SELECT settlement_id, sum(net)::bigint AS net FROM charges GROUP BY settlement_id) t
    ON t.settlement_id = s.id
WHERE i.series = 'INV' ORDER BY i.id
"""

_MISSING = """
SELECT s.id, format('its charges cost %%s, but no invoice was issued', t.net)
FROM settlements s
JOIN (SELECT settlement_id, sum(net)::bigint AS net FROM charges GROUP BY settlement_id) t ON t.settlement_id = s.id
LEFT JOIN invoices i ON i.settlement = s.id AND i.series = 'INV'
WHERE t.net > 0 AND i.id IS NULL ORDER BY s.id
"""

_CREDIT_NOTES = """
SELECT c.id, format('it is not %%s with the opposite sign', coalesce(i.id::text, 'any invoice'))
FROM invoices c LEFT JOIN invoices i ON i.id = c.corrects AND i.series = 'INV'
WHERE c.series = 'CN' AND (i.id IS NULL OR i.net <> -c.net OR i.tax <> -c.tax
    OR i.settlement IS DISTINCT FROM c.settlement OR i.contract IS DISTINCT FROM c.contract
    OR (i.project_id, i.payer, i.price_list, i.currency, i.tax_rate)
    <> (c.project_id, c.payer, c.price_list, c.currency, c.tax_rate))
ORDER BY c.id
"""

_TAKEN_BACK = """
SELECT i.id, format('its settlement was %%s, but it was %%s',
    CASE WHEN v.id IS NULL THEN 'not voided' ELSE 'voided' END,
    CASE WHEN c.id IS NULL THEN 'not taken back' ELSE 'taken back by a credit note' END)
FROM invoices i LEFT JOIN voids v ON v.settlement_id = i.settlement
LEFT JOIN invoices c ON c.corrects = i.id AND c.series = 'CN'
WHERE i.series = 'INV' AND i.settlement IS NOT NULL AND (v.id IS NULL) <> (c.id IS NULL) ORDER BY i.id
"""

_NUMBERS = """
SELECT format('%%s-%%s', coalesce(i.series, s.series), coalesce(i.year, s.year)),
    format('%%s numbers from %%s to %%s, %%s were given', coalesce(i.count, 0), i.first, i.last, coalesce(s.last, 0))
FROM (SELECT series, year, count(*) AS count, min(number) AS first, max(number) AS last FROM (
        SELECT series, year, number FROM invoices UNION ALL SELECT 'Q', year, number FROM quotes) given
    GROUP BY series, year) i
FULL JOIN invoice_series s ON s.series = i.series AND s.year = i.year
WHERE coalesce(i.count, 0) <> coalesce(s.last, 0) OR coalesce(i.last, 0) <> coalesce(s.last, 0)
ORDER BY 1
"""

_GAPS = """
SELECT id, format('number %%s of %%s-%%s follows %%s', number, series, year, coalesce(before, 0)) FROM (
    SELECT id, series, year, number, lag(number) OVER (PARTITION BY series, year ORDER BY number) AS before
    FROM (SELECT id, series, year, number FROM invoices UNION ALL SELECT id, 'Q', year, number FROM quotes) given
) n WHERE number <> coalesce(before, 0) + 1 ORDER BY id
"""


def wrong_invoices() -> Iterator[Finding]:
    """Net against the charges, VAT against its rate, and a settlement with something to invoice but no invoice."""
    for key, currency, net, tax, tax_rate, charged, fits in rows(_NETS):
        right, places = tax_amount(net, fraction(tax_rate)), places_of(currency)
        if net != (charged or 0):
            lines = show(charged or 0, places)
            yield Finding("invoices", str(key), f"its net says {show(net, places)}, its lines add up to {lines}")
        elif tax != right:
            said = f"its tax says {show(tax, places)}, the rule gives {show(right, places)}"
            yield Finding("invoices", str(key), said)
        elif not fits:
            yield Finding("invoices", str(key), "its reason or period is not that of its settlement")
    yield from look("settlements", _MISSING)


def wrong_credit_notes() -> Iterator[Finding]:
    """Credit notes that are not their invoice's opposite, and invoices of what was voided that have none (rule 10)."""
    yield from look("invoices", _CREDIT_NOTES)
    yield from look("invoices", _TAKEN_BACK)


def wrong_numbers() -> Iterator[Finding]:
    """A gap within a series and year, or more or fewer numbers than were given."""
    yield from look("invoices", _GAPS)
    yield from look("invoice_series", _NUMBERS)
