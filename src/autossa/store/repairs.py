"""What follows from other rows, made anew from them: statements of one project, each giving what it changed.

They are asked for while the project's row is locked; of a project that is right they change nothing.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db import connection

_LOTS = """
UPDATE lots l SET free = m.free, held = m.held FROM (
    SELECT d.lot, sum(d.ssc * ((t.credit = 'free')::int - (t.debit = 'free')::int)) AS free,
        sum(d.ssc * ((t.credit = 'held')::int - (t.debit = 'held')::int)) AS held
    FROM transfers t CROSS JOIN LATERAL unnest(t.lots, t.lot_ssc) AS d(lot, ssc) WHERE t.project_id = %(project)s
    GROUP BY d.lot
) m WHERE l.project_id = %(project)s AND l.number = m.lot AND (l.free, l.held) IS DISTINCT FROM (m.free, m.held)
RETURNING 1
"""
_BALANCE = """
UPDATE projects p SET free = m.free, held = m.held, next_lot = m.next_lot FROM (
    SELECT coalesce(sum(ssc * ((credit = 'free')::int - (debit = 'free')::int)), 0) AS free,
        coalesce(sum(ssc * ((credit = 'held')::int - (debit = 'held')::int)), 0) AS held,
        (SELECT coalesce(max(number), 0) + 1 FROM lots WHERE project_id = %(project)s) AS next_lot
    FROM transfers WHERE project_id = %(project)s
) m WHERE p.id = %(project)s AND (p.free, p.held, p.next_lot) IS DISTINCT FROM (m.free, m.held, m.next_lot)
RETURNING 1
"""
_STANDING = """
    SELECT g.id, g.project_id, daterange(g.start, g."end") AS days, g.source, g.anchor, s.contract
    FROM coverage_entries g LEFT JOIN coverage_entries r ON r.revokes = g.id
    LEFT JOIN settlements s ON s.id = g.settlement
    WHERE g.project_id = %(project)s AND g.revokes IS NULL AND r.id IS NULL
"""
_STRAY = f"""
DELETE FROM coverage c WHERE c.project_id = %(project)s AND NOT EXISTS (SELECT FROM ({_STANDING}) s
    WHERE (s.id, s.project_id, s.days, s.source, s.anchor) = (c."grant", c.project_id, c.days, c.source, c.anchor))
RETURNING 1
"""
_MISSING = f"""
INSERT INTO coverage ("grant", project_id, days, source, anchor, contract)
SELECT s.* FROM ({_STANDING}) s WHERE NOT EXISTS (SELECT FROM coverage c WHERE c."grant" = s.id)
RETURNING 1
"""
_UNTIL = """
UPDATE projects p SET covered_until = c.until
FROM (SELECT max(upper(days)) AS until FROM coverage WHERE project_id = %(project)s) c
WHERE p.id = %(project)s AND p.covered_until IS DISTINCT FROM c.until
RETURNING 1
"""
_BOOKED = """
UPDATE contracts c SET booked_until = p.until FROM (
    SELECT k.id, coalesce(max(s."end") FILTER (WHERE v.id IS NULL), k.start) AS until
    FROM contracts k LEFT JOIN settlements s ON s.contract = k.id AND s.reason IN ('extension', 'opening')
    LEFT JOIN voids v ON v.settlement_id = s.id WHERE k.project_id = %(project)s GROUP BY k.id
) p WHERE c.id = p.id AND c.booked_until <> p.until
RETURNING 1
"""
_STATES = """
UPDATE contracts c SET status = s.status, ends_on = s.ends_on FROM (
    SELECT k.id,
        (SELECT e.status FROM contract_events e WHERE e.contract_id = k.id AND e.status <> ''
            ORDER BY e.id DESC LIMIT 1) AS status,
        (SELECT CASE WHEN count(*) = 0 THEN k.fixed_end ELSE (array_agg(e.ends_on ORDER BY e.id DESC))[1] END
            FROM contract_events e WHERE e.contract_id = k.id AND (e.status = '' OR e.ends_on IS NOT NULL)) AS ends_on
    FROM contracts k WHERE k.project_id = %(project)s
) s WHERE c.id = s.id AND s.status IS NOT NULL AND (c.status, c.ends_on) IS DISTINCT FROM (s.status, s.ends_on)
RETURNING 1
"""
_ACTIVATED = """
UPDATE licenses l SET activated_on = a.since FROM (
    SELECT a.license_id, min(a.since) AS since FROM activations a JOIN licenses i ON i.id = a.license_id
    WHERE i.project_id = %(project)s GROUP BY a.license_id
) a WHERE l.id = a.license_id AND (l.activated_on IS NULL OR l.activated_on > a.since)
RETURNING 1
"""
_ON_DEVICES = """
SELECT 1 FROM licenses l WHERE l.project_id = %(project)s AND repair_sums('licenses', l.id)
"""
_NEXT_RUN = """
UPDATE projects SET next_run_on = %(day)s WHERE id = %(project)s AND next_run_on IS DISTINCT FROM %(day)s RETURNING 1
"""
# In this order: each rests on those before it.
STEPS = {
    "lots": _LOTS,
    "balance": _BALANCE,
    "coverage": (_STRAY, _MISSING),
    "covered_until": _UNTIL,
    "periods": _BOOKED,
    "states": _STATES,
    "activated": _ACTIVATED,
    "on_devices": _ON_DEVICES,
}


def repair_rows(project: UUID) -> Iterator[str]:
    """Do each step in turn; gives the names of those that changed something."""
    for name, statements in STEPS.items():
        for statement in [statements] if isinstance(statements, str) else statements:
            if _changed(statement, project=project):
                yield name


def set_next_run(project: UUID, day: date | None) -> bool:
    """Whether it was another day."""
    return _changed(_NEXT_RUN, project=project, day=day)


def repair_sums(kind: str, key: UUID) -> bool:
    """Of a claim or a payment, add up its rows again; whether its sums were wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT repair_sums(%s, %s)", [kind, key])
        return bool(cursor.fetchone()[0])


def _changed(statement: str, **given: UUID | date | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchone() is not None
