"""Contracts: their periods, their states, and when the run visits their project next (rules 4, 5)."""

from collections.abc import Iterator
from itertools import islice

from autossa.domain.renewals import next_due_day
from autossa.queries.runs.verify.findings import Finding, look, rows
from autossa.store.engine.load import load_projects

_PERIODS = """
WITH periods AS (
    SELECT s.contract, s.id, s.start, s."end",
        lag(s."end") OVER (PARTITION BY s.contract ORDER BY s.start) AS before
    FROM settlements s LEFT JOIN voids v ON v.settlement_id = s.id
    WHERE s.reason = 'extension' AND v.id IS NULL
)
SELECT c.id, format('it is booked until %%s, its periods end on %%s', c.booked_until, coalesce(max(p."end"), c.start))
FROM contracts c LEFT JOIN periods p ON p.contract = c.id
GROUP BY c.id HAVING c.booked_until <> coalesce(max(p."end"), c.start)
UNION ALL
SELECT p.id, format('the period from %%s does not follow the one before, which ends on %%s', p.start,
    coalesce(p.before, c.start))
FROM periods p JOIN contracts c ON c.id = p.contract WHERE p.start <> coalesce(p.before, c.start)
"""

_STATES = """
SELECT c.id, format('it is %%s, its journal says %%s', c.status, coalesce(s.status, 'nothing'))
FROM contracts c LEFT JOIN LATERAL (
    SELECT e.status FROM contract_events e WHERE e.contract_id = c.id AND e.status <> '' ORDER BY e.id DESC LIMIT 1
) s ON true WHERE c.status <> coalesce(s.status, '')
UNION ALL
SELECT c.id, format('it ends on %%s, its journal says %%s', coalesce(c.ends_on::text, 'no day'),
    coalesce(s.ends_on::text, 'no day'))
FROM contracts c CROSS JOIN LATERAL (
    SELECT CASE WHEN count(*) = 0 THEN c.fixed_end ELSE (array_agg(e.ends_on ORDER BY e.id DESC))[1] END AS ends_on
    FROM contract_events e WHERE e.contract_id = c.id AND e.status = ''
) s WHERE c.ends_on IS DISTINCT FROM s.ends_on
"""

_BATCH_SIZE = 1000


def wrong_periods() -> Iterator[Finding]:
    """Periods that leave a hole, or do not reach the day up to which the contract is booked (law 1)."""
    return look("contracts", _PERIODS)


def wrong_states() -> Iterator[Finding]:
    """State and end of each contract, against its journal."""
    return look("contracts", _STATES)


def wrong_next_runs() -> Iterator[Finding]:
    """A project that the run would overlook, or visit in vain."""
    ids = (row[0] for row in rows("SELECT id FROM projects ORDER BY id"))
    planned = dict(rows("SELECT id, next_run_on FROM projects"))
    while portion := list(islice(ids, _BATCH_SIZE)):
        (day,) = next(rows("SELECT current_date"))
        for key, loaded in load_projects(portion, day, lock=False).items():
            right = next_due_day(loaded.project, loaded.touched_on)
            if planned[key] != right:
                yield Finding("projects", str(key), f"its next run is on {planned[key]}, it should be on {right}")
