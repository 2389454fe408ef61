"""The ledger: transfers against settlements, lots and stored balances."""

from collections.abc import Iterator

from autossa.queries.runs.verify.findings import Finding, look

_SETTLEMENTS = """
SELECT coalesce(t.id, s.id)::text, format('%%s of settlement %%s is %%s, its charges say %%s',
    coalesce(t.kind, w.kind), s.id, coalesce(t.ssc, 0), w.ssc)
FROM settlements s
CROSS JOIN LATERAL (VALUES ('recharge', s.recharged), ('consume', s.ssc)) AS w(kind, ssc)
LEFT JOIN transfers t ON t.settlement = s.id AND t.corrects IS NULL
    AND CASE w.kind WHEN 'recharge' THEN t.kind = 'recharge' ELSE t.kind LIKE 'consume%%' END
WHERE coalesce(t.ssc, 0) <> w.ssc ORDER BY s.id
"""

_INCOMING = """
SELECT t.id, format('it brings in %%s as lot %%s, which says %%s', t.ssc, t.lots[1], coalesce(l.ssc::text, 'nothing'))
FROM transfers t LEFT JOIN lots l ON l.project_id = t.project_id AND l.number = t.lots[1]
WHERE t.debit IN ('bought', 'granted') AND (l.ssc IS NULL OR l.ssc <> t.ssc OR l.source <> t.kind)
ORDER BY t.id
"""

_CORRECTIONS = """
SELECT t.id, CASE WHEN o.id IS NULL THEN format('it takes back %%s, which is not there', t.corrects)
    ELSE format('it moves %%s from %%s to %%s, what it takes back moved %%s from %%s to %%s', t.ssc, t.debit, t.credit,
        o.ssc, o.debit, o.credit) END
FROM transfers t LEFT JOIN transfers o ON o.id = t.corrects
WHERE t.corrects IS NOT NULL AND (o.id IS NULL OR o.project_id <> t.project_id OR o.ssc <> t.ssc OR o.lots <> t.lots
    OR o.lot_ssc <> t.lot_ssc OR o.debit <> t.credit OR o.credit <> t.debit
    OR o.settlement IS DISTINCT FROM t.settlement)
ORDER BY t.id
"""

_TAKEN_BACK = """
SELECT t.id, format('settlement %%s was %%s, but it was %%s', t.settlement,
    CASE WHEN v.id IS NULL THEN 'not voided' ELSE 'voided' END,
    CASE WHEN c.id IS NULL THEN 'not taken back' ELSE 'taken back' END)
FROM transfers t LEFT JOIN transfers c ON c.corrects = t.id LEFT JOIN voids v ON v.settlement_id = t.settlement
WHERE t.corrects IS NULL AND t.settlement IS NOT NULL AND (v.id IS NULL) <> (c.id IS NULL)
ORDER BY t.id
"""

_NEXT_LOTS = """
SELECT p.id, format('its next lot would be %%s, its last one is %%s', p.next_lot, coalesce(max(l.number), 0))
FROM projects p LEFT JOIN lots l ON l.project_id = p.id
GROUP BY p.id, p.next_lot HAVING p.next_lot <> coalesce(max(l.number), 0) + 1 ORDER BY p.id
"""

_LOTS = """
WITH moved AS (
    SELECT t.project_id, d.lot,
        sum(d.ssc * ((t.credit = 'free')::int - (t.debit = 'free')::int)) AS free,
        sum(d.ssc * ((t.credit = 'held')::int - (t.debit = 'held')::int)) AS held
    FROM transfers t CROSS JOIN LATERAL unnest(t.lots, t.lot_ssc) AS d(lot, ssc)
    GROUP BY t.project_id, d.lot
)
SELECT format('%%s/%%s', coalesce(l.project_id, m.project_id), coalesce(l.number, m.lot)),
    format('free %%s and held %%s are stored, its transfers leave %%s and %%s', l.free, l.held, m.free, m.held)
FROM lots l FULL JOIN moved m ON m.project_id = l.project_id AND m.lot = l.number
WHERE l.free IS DISTINCT FROM m.free OR l.held IS DISTINCT FROM m.held
ORDER BY 1
"""

_BALANCES = """
WITH moved AS (
    SELECT project_id,
        sum(ssc * ((credit = 'free')::int - (debit = 'free')::int)) AS free,
        sum(ssc * ((credit = 'held')::int - (debit = 'held')::int)) AS held
    FROM transfers GROUP BY project_id
)
SELECT p.id, format('free %%s and held %%s are stored, its transfers give %%s and %%s',
    p.free, p.held, coalesce(m.free, 0), coalesce(m.held, 0))
FROM projects p LEFT JOIN moved m ON m.project_id = p.id
WHERE p.free <> coalesce(m.free, 0) OR p.held <> coalesce(m.held, 0)
ORDER BY p.id
"""


def wrong_settlement_transfers() -> Iterator[Finding]:
    """Recharge and consumption of each settlement, against what it says."""
    return look("transfers", _SETTLEMENTS)


def wrong_lot_transfers() -> Iterator[Finding]:
    """What came in, against the lot it made."""
    return look("transfers", _INCOMING)


def wrong_corrections() -> Iterator[Finding]:
    """What was taken back, against what it takes back, and against the voids (rule 10)."""
    yield from look("transfers", _CORRECTIONS)
    yield from look("transfers", _TAKEN_BACK)


def wrong_lots() -> Iterator[Finding]:
    """What is left of each lot, against its transfers."""
    return look("lots", _LOTS)


def wrong_balances() -> Iterator[Finding]:
    """The stored balances, against the transfers (law 2), and the number of the next lot."""
    yield from look("projects", _BALANCES)
    yield from look("projects", _NEXT_LOTS)
