"""Invoices and credit notes: amounts, numbers (rules 2, 10)."""

from collections.abc import Iterator

from autossa.domain.amounts import show
from autossa.domain.currencies import places_of
from autossa.domain.invoices import tax_of_note
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
LEFT JOIN invoices i ON i.settlement = s.id AND i.series = 'INV' LEFT JOIN collected w ON w.settlement_id = s.id
WHERE t.net > 0 AND i.id IS NULL AND w.settlement_id IS NULL ORDER BY s.id
"""

_CREDIT_NOTES = """
SELECT c.id, format('it takes back something else than %%s', coalesce(i.id::text, 'an invoice'))
FROM invoices c LEFT JOIN invoices i ON i.id = c.corrects AND i.series = 'INV'
LEFT JOIN invoice_sections s ON s.invoice_id = i.id AND s.settlement_id = c.settlement
LEFT JOIN collected w ON w.settlement_id = s.settlement_id
WHERE c.series = 'CN' AND (i.id IS NULL OR (i.payer, i.currency, i.tax_rate) <> (c.payer, c.currency, c.tax_rate)
    OR (c.credit_order_id, c.license_order_id) IS DISTINCT FROM (i.credit_order_id, i.license_order_id)
    OR (c.settlement, c.contract, c.project_id, c.price_list) IS DISTINCT FROM
    CASE WHEN w.settlement_id IS NULL THEN (i.settlement, i.contract, i.project_id, i.price_list)
    ELSE (w.settlement_id, w.contract, w.project_id, w.price_list) END)
ORDER BY c.id
"""

_NOTED = """
SELECT c.id, c.currency, c.tax_rate, -c.net, -c.tax, coalesce(l.net, 0),
    c.net - (sum(c.net) OVER (PARTITION BY c.corrects ORDER BY c.year, c.number ROWS UNBOUNDED PRECEDING))::bigint
FROM invoices c
LEFT JOIN (SELECT note_id, sum(net)::bigint AS net FROM credited_lines GROUP BY note_id) l ON l.note_id = c.id
WHERE c.series = 'CN' ORDER BY c.id
"""

_OVER = """
SELECT min(l.note_id::text),
    format('%%s were credited of a line of %%s', sum(l.net), coalesce(min(c.net), min(g.net), min(o.net), 0))
FROM credited_lines l JOIN invoices n ON n.id = l.note_id
LEFT JOIN invoice_sections s ON s.invoice_id = n.corrects AND s.settlement_id = l.settlement
LEFT JOIN charges c ON c.settlement_id = l.settlement AND c.position = l.position
    AND (c.settlement_id = n.settlement OR c.settlement_id = s.settlement_id)
LEFT JOIN license_order_lines g ON g.order_id = n.license_order_id AND g.order_id = l.settlement
    AND g.position = l.position
LEFT JOIN credit_orders o ON o.id = n.credit_order_id AND (o.id, 1) = (l.settlement, l.position::int)
GROUP BY n.corrects, l.settlement, l.position
HAVING sum(l.net) > coalesce(min(c.net), min(g.net), min(o.net), -1) ORDER BY 1
"""

_TAKEN_BACK = """
SELECT i.id, format('its settlement was voided, but %%s of it were not taken back', i.gross + coalesce(c.gross, 0))
FROM invoices i JOIN voids v ON v.settlement_id = i.settlement
LEFT JOIN (SELECT corrects, sum(gross) AS gross FROM invoices WHERE series = 'CN' GROUP BY corrects) c
    ON c.corrects = i.id
WHERE i.series = 'INV' AND i.gross + coalesce(c.gross, 0) <> 0 ORDER BY i.id
"""

_SECTION_TAKEN_BACK = """
SELECT s.invoice_id, format('its booking %%s was voided, but %%s of it were not taken back', s.settlement_id,
    w.net - coalesce(c.net, 0))
FROM invoice_sections s JOIN collected w USING (settlement_id) JOIN voids v USING (settlement_id)
LEFT JOIN (
    SELECT n.corrects, l.settlement, sum(l.net) AS net FROM credited_lines l JOIN invoices n ON n.id = l.note_id
    GROUP BY n.corrects, l.settlement
) c ON c.corrects = s.invoice_id AND c.settlement = s.settlement_id
WHERE w.net <> coalesce(c.net, 0) ORDER BY s.invoice_id
"""

_UNREASONED = """
SELECT c.id, 'nobody said why it was issued: its settlement was not voided'
FROM invoices c LEFT JOIN credit_reasons r ON r.note_id = c.id LEFT JOIN voids v ON v.settlement_id = c.settlement
WHERE c.series = 'CN' AND r.note_id IS NULL AND v.id IS NULL ORDER BY c.id
"""

_NUMBERS = """
SELECT format('%%s-%%s', coalesce(i.series, s.series), coalesce(i.year, s.year)),
    format('%%s numbers from %%s to %%s, %%s were given', coalesce(i.count, 0), i.first, i.last, coalesce(s.last, 0))
FROM (SELECT series, year, count(*) AS count, min(number) AS first, max(number) AS last FROM (
        SELECT series, year, number FROM invoices UNION ALL SELECT 'Q', year, number FROM quotes
        UNION ALL SELECT 'DUN', year, number FROM dunning_letters UNION ALL SELECT 'FEE', year, number FROM fees) given
    GROUP BY series, year) i
FULL JOIN invoice_series s ON s.series = i.series AND s.year = i.year
WHERE coalesce(i.count, 0) <> coalesce(s.last, 0) OR coalesce(i.last, 0) <> coalesce(s.last, 0)
ORDER BY 1
"""

_GAPS = """
SELECT id, format('number %%s of %%s-%%s follows %%s', number, series, year, coalesce(before, 0)) FROM (
    SELECT id, series, year, number, lag(number) OVER (PARTITION BY series, year ORDER BY number) AS before
    FROM (SELECT id, series, year, number FROM invoices UNION ALL SELECT id, 'Q', year, number FROM quotes
        UNION ALL SELECT id, 'DUN', year, number FROM dunning_letters
        UNION ALL SELECT id, 'FEE', year, number FROM fees) given
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
    """Credit notes that take back something else than their invoice, or more; voided ones that were not taken back.

    Their VAT follows the sum of all notes (rule 10, billing 7).
    """
    yield from look("invoices", _CREDIT_NOTES)
    for key, currency, tax_rate, net, tax, of_lines, before in rows(_NOTED):
        right, places = tax_of_note(before, net, fraction(tax_rate)), places_of(currency)
        if net != of_lines:
            said = f"it takes back {show(net, places)}, its lines {show(of_lines, places)}"
            yield Finding("invoices", str(key), said)
        elif tax != right:
            said = f"its tax says {show(-tax, places)}, the rule gives {show(-right, places)}"
            yield Finding("invoices", str(key), said)
    yield from look("invoices", _OVER)
    yield from look("invoices", _UNREASONED)
    yield from look("invoices", _TAKEN_BACK)
    yield from look("invoices", _SECTION_TAKEN_BACK)


def wrong_numbers() -> Iterator[Finding]:
    """A gap within a series and year, or more or fewer numbers than were given."""
    yield from look("invoices", _GAPS)
    yield from look("invoice_series", _NUMBERS)
