"""Charges, recomputed by the domain from the line, the period and the rate they name (rule 2)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from autossa.domain.amounts import half_up, show
from autossa.domain.charges import rounded_need
from autossa.domain.currencies import places_of
from autossa.domain.lines import Line
from autossa.domain.prices import net_amount
from autossa.queries.runs.verify.findings import Finding, look, rows
from autossa.store.exact import fraction

_CHARGES = """
SELECT c.settlement_id, c.position, c.quantity, c.rate, c.anchor, c.origin, c.start, c."end", c.multiplier, c.ssc,
    c.from_balance, c.price, c.factor, c.net, coalesce(k.currency, '')
FROM charges c JOIN settlements s ON s.id = c.settlement_id LEFT JOIN contracts k ON k.id = s.contract
ORDER BY c.settlement_id, c.position
"""

# A line with the first day that it is charged for: its own, or the one after what was sold with it (rule 2).
_LINES = """
    SELECT l.*, greatest(l.added_on, i.included_until) AS charged_from, t.ssa = 'charged' AS is_charged
    FROM license_lines l JOIN licenses i ON i.id = l.license_id JOIN license_types t ON t.id = i.license_type_id
"""

_LIFE = f"""
WITH lines AS ({_LINES})
SELECT format('%%s/%%s', c.settlement_id, c.position),
    CASE WHEN l.id IS NULL THEN format('there is no line %%s in the project', c.line)
    WHEN l.quantity <> c.quantity OR l.rate <> c.rate
    THEN format('it charges %%s at %%s, the line has %%s at %%s', c.quantity, c.rate, l.quantity, l.rate)
    WHEN NOT l.is_charged THEN format('line %%s is of a type that is never charged', c.line)
    ELSE format('%%s to %%s is not within the life of line %%s', c.start, c."end", c.line) END
FROM charges c JOIN settlements s ON s.id = c.settlement_id
LEFT JOIN voids v ON v.settlement_id = s.id
LEFT JOIN lines l ON l.project_id = s.project_id AND l.number = c.line
WHERE v.id IS NULL AND (l.id IS NULL OR l.quantity <> c.quantity OR l.rate <> c.rate OR NOT l.is_charged
    OR c.start < l.charged_from OR c."end" > coalesce(l.ended_on, c."end") OR c.start < s.start OR c."end" > s."end")
ORDER BY c.settlement_id, c.position
"""

_TOTALS = """
SELECT s.id, format('%%s SSC of which %%s invoiced, its charges add up to %%s and %%s',
    s.ssc, s.recharged, coalesce(t.ssc, 0), coalesce(t.invoiced, 0))
FROM settlements s LEFT JOIN (
    SELECT settlement_id, sum(ssc) AS ssc, sum(ssc - from_balance) AS invoiced FROM charges GROUP BY settlement_id
) t ON t.settlement_id = s.id
WHERE s.ssc <> coalesce(t.ssc, 0) OR s.recharged <> coalesce(t.invoiced, 0) ORDER BY s.id
"""

# The other way around: what a line is charged for are just the days of its own on which the project was covered.
_COVERED = f"""
WITH lines AS ({_LINES}), lives AS (
    SELECT id, project_id, number, daterange(charged_from, ended_on) AS life FROM lines
    WHERE confirmed AND is_charged AND (ended_on IS NULL OR charged_from < ended_on)
), covered AS (
    SELECT l.id, l.project_id, l.number, range_agg(c.days * l.life) AS days
    FROM lives l JOIN coverage c ON c.project_id = l.project_id AND c.days && l.life
    GROUP BY l.id, l.project_id, l.number
), charged AS (
    SELECT s.project_id, c.line, range_agg(daterange(c.start, c."end")) AS days, sum(c."end" - c.start) AS count
    FROM charges c JOIN settlements s ON s.id = c.settlement_id LEFT JOIN voids v ON v.settlement_id = s.id
    WHERE v.id IS NULL GROUP BY s.project_id, c.line
)
SELECT coalesce(v.id, (SELECT id FROM license_lines l WHERE l.project_id = c.project_id AND l.number = c.line)),
    format('it was charged for %%s (%%s days), and covered on %%s', c.days, coalesce(c.count, 0), v.days)
FROM covered v FULL JOIN charged c ON c.project_id = v.project_id AND c.line = v.number
WHERE v.days IS DISTINCT FROM c.days
    OR c.count <> (SELECT sum(upper(one) - lower(one)) FROM unnest(c.days) AS one)
ORDER BY 1
"""


def wrong_charges() -> Iterator[Finding]:
    """SSC and net of each charge, against the same functions that booked it."""
    for settlement, position, *values in rows(_CHARGES):
        wrong = _wrong(*values)
        if wrong:
            yield Finding("charges", f"{settlement}/{position}", wrong)


def outside_life() -> Iterator[Finding]:
    """Charges for a line that is not there, is another, or was not alive (law 5)."""
    return look("charges", _LIFE)


def uncharged_days() -> Iterator[Finding]:
    """Covered days of a line that nobody was charged for, or that were charged twice (law 5)."""
    return look("license_lines", _COVERED)


def wrong_settlements() -> Iterator[Finding]:
    """The totals of each settlement, against its charges."""
    return look("settlements", _TOTALS)


def _wrong(
    quantity: int, rate: Decimal, anchor: date, origin: date, start: date, end: date, multiplier: Decimal,
    ssc: int, from_balance: int, price: Decimal | None, factor: Decimal, net: int, currency: str,
) -> str | None:  # fmt: skip
    line = Line(0, 0, "", "", quantity, fraction(rate), origin, origin)
    single = rounded_need(line, origin, end, anchor) - rounded_need(line, origin, start, anchor)
    right = half_up(single * fraction(multiplier))
    if right != ssc:
        return f"it says {show(ssc)} SSC, the rule gives {show(right)}"
    invoiced = ssc - from_balance
    places = places_of(currency)
    right_net = 0 if price is None else net_amount(invoiced, fraction(price), fraction(factor), places)
    return None if right_net == net else f"its net says {show(net, places)}, the rule gives {show(right_net, places)}"
