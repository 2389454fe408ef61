"""Orders: amounts by their lines and prices, what was booked for them, their invoices (billing 4, 8)."""

from collections.abc import Iterator

from autossa.domain.amounts import show
from autossa.domain.charges import ONCE
from autossa.domain.currencies import places_of
from autossa.domain.orders.orders import UNITS
from autossa.domain.prices import net_amount, tax_amount
from autossa.queries.runs.verify.findings import Finding, look, rows
from autossa.store.exact import fraction

_CREDITS = "SELECT id, currency, ssc, price, net, tax, tax_rate FROM credit_orders ORDER BY id"
_LINES = """
SELECT o.id, o.currency, l.position, l.quantity, l.price, l.net
FROM license_order_lines l JOIN license_orders o ON o.id = l.order_id ORDER BY 1, 3
"""
_LICENSES = """
SELECT o.id, o.currency, o.net, o.tax, o.tax_rate, coalesce(sum(l.net), 0)::bigint
FROM license_orders o LEFT JOIN license_order_lines l ON l.order_id = o.id GROUP BY o.id ORDER BY o.id
"""

_BOOKED_LICENSES = """
SELECT o.id, format('it is %%s, and line %%s %%s', o.state, l.position, CASE WHEN l.license_id IS NULL
    THEN 'brought no license' ELSE 'brought another license than it says' END)
FROM license_orders o JOIN license_order_lines l ON l.order_id = o.id
LEFT JOIN licenses i ON i.id = l.license_id
LEFT JOIN LATERAL (
    SELECT n.quantity FROM license_lines n WHERE n.license_id = i.id ORDER BY n.number LIMIT 1
) n ON true
WHERE CASE WHEN o.state = 'booked' THEN
    (i.project_id, i.license_type_id, i.origin, n.quantity)
        IS DISTINCT FROM (o.project_id, l.license_type_id, 'order'::varchar, l.quantity)
    ELSE l.license_id IS NOT NULL END
ORDER BY 1
"""
_STRAY_LICENSES = """
SELECT i.id, 'it came by an order, and no order brought it' FROM licenses i
LEFT JOIN license_order_lines l ON l.license_id = i.id WHERE i.origin = 'order' AND l.license_id IS NULL ORDER BY 1
"""
# An order and its lot are written at one moment.
_BOOKED_CREDITS = """
SELECT o.id, 'it is booked, and its credits did not come' FROM credit_orders o
WHERE o.state = 'booked' AND NOT EXISTS (
    SELECT FROM transfers t JOIN lots l ON l.project_id = t.project_id AND l.number = t.lots[1]
    WHERE t.kind = 'top_up' AND t.project_id = o.project_id AND t.booked_at = o.decided_at AND t.ssc = o.ssc
        AND l.paid = o.net
) ORDER BY 1
"""
_PAID = """
SELECT id, 'it waits for its payment no more, and says not when that came' FROM license_orders
WHERE state = 'booked' AND (booking = 'on_payment') <> (paid_on IS NOT NULL) ORDER BY id
"""

_INVOICES = """
SELECT coalesce(i.id, o.id), CASE
    WHEN o.state <> 'booked' THEN 'an order that is ' || o.state || ' is invoiced'
    WHEN i.id IS NULL THEN 'it is booked, and not invoiced'
    ELSE 'it is not what its order says' END
FROM (
    SELECT id, project_id, payer_id, state, net, tax, gross, tax_rate, currency, decided_at, 'licenses' AS what
    FROM license_orders
    UNION ALL
    SELECT id, project_id, payer_id, state, net, tax, gross, tax_rate, currency, decided_at, 'credits'
    FROM credit_orders WHERE state <> 'booked' OR decided_at >= (SELECT min(booked_at) FROM invoices
        WHERE credit_order_id IS NOT NULL)
) o LEFT JOIN invoices i ON i.series = 'INV' AND o.id IN (i.credit_order_id, i.license_order_id)
WHERE (o.state = 'booked' AND o.net > 0) <> (i.id IS NOT NULL) OR (i.id IS NOT NULL AND (
    i.project_id, i.payer, i.net, i.tax, i.gross, i.tax_rate, i.currency, i.booked_at, i.reason)
    <> (o.project_id, o.payer_id, o.net, o.tax, o.gross, o.tax_rate, o.currency, o.decided_at, 'order'))
ORDER BY 1
"""


def wrong_amounts() -> Iterator[Finding]:
    """Net by quantity and price, VAT by its rate."""
    for key, currency, ssc, price, net, tax, tax_rate in rows(_CREDITS):
        right = net_amount(ssc, fraction(price), ONCE, places_of(currency))
        yield from _money(
            "credit_orders", str(key), currency, (net, right), (tax, tax_amount(right, fraction(tax_rate)))
        )
    for key, currency, position, quantity, price, net in rows(_LINES):
        right = net_amount(quantity * UNITS, fraction(price), ONCE, places_of(currency))
        if net != right:
            said = f"its net says {show(net, places_of(currency))}, its price gives {show(right, places_of(currency))}"
            yield Finding("license_order_lines", f"{key}/{position}", said)
    for key, currency, net, tax, tax_rate, total in rows(_LICENSES):
        yield from _money(
            "license_orders", str(key), currency, (net, total), (tax, tax_amount(net, fraction(tax_rate)))
        )


def wrong_bookings() -> Iterator[Finding]:
    """Booked without what was ordered, or the other way round."""
    yield from look("license_orders", _BOOKED_LICENSES)
    yield from look("licenses", _STRAY_LICENSES)
    yield from look("credit_orders", _BOOKED_CREDITS)
    yield from look("license_orders", _PAID)


def wrong_invoices() -> Iterator[Finding]:
    """A booked order without its invoice, an invoice of another one; orders from before were not invoiced."""
    yield from look("invoices", _INVOICES)


def _money(table: str, key: str, currency: str, net: tuple[int, int], tax: tuple[int, int]) -> Iterator[Finding]:
    places = places_of(currency)
    for name, (said, right) in (("net", net), ("tax", tax)):
        if said != right:
            yield Finding(table, key, f"its {name} says {show(said, places)}, it comes to {show(right, places)}")
            return
