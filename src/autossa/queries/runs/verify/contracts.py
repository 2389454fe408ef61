"""Contracts: their periods, and their states (rules 4, 5)."""

from collections.abc import Iterator

from autossa.domain.contracts import Status
from autossa.domain.lifecycle import NEXT
from autossa.queries.runs.verify.findings import Finding, look, rows

_PERIODS = """
WITH periods AS (
    SELECT s.contract, s.id, s.start, s."end",
        lag(s."end") OVER (PARTITION BY s.contract ORDER BY s.start) AS before
    FROM settlements s LEFT JOIN voids v ON v.settlement_id = s.id
    WHERE s.reason IN ('extension', 'opening') AND s.contract IS NOT NULL AND v.id IS NULL
)
SELECT c.id, format('it is booked until %%s, its periods end on %%s', c.booked_until, coalesce(max(p."end"), c.start))
FROM contracts c LEFT JOIN periods p ON p.contract = c.id
GROUP BY c.id, c.booked_until, c.start HAVING c.booked_until <> coalesce(max(p."end"), c.start)
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
    FROM contract_events e WHERE e.contract_id = c.id AND (e.status = '' OR e.ends_on IS NOT NULL)
) s WHERE c.ends_on IS DISTINCT FROM s.ends_on
"""

_WAYS = """
SELECT e.id, e.before, e.status FROM (
    SELECT id, status, lag(status) OVER (PARTITION BY contract_id ORDER BY id) AS before FROM contract_events
    WHERE status <> ''
) e ORDER BY e.id
"""


def wrong_periods() -> Iterator[Finding]:
    """Periods that leave a hole, or do not reach the day up to which the contract is booked (law 1)."""
    return look("contracts", _PERIODS)


def wrong_states() -> Iterator[Finding]:
    """State and end of each contract, against its journal."""
    return look("contracts", _STATES)


def wrong_ways() -> Iterator[Finding]:
    """Changes of state that none of the rules makes (rule 4)."""
    for key, before, status in rows(_WAYS):
        if Status(status) not in NEXT[Status(before) if before else None]:
            yield Finding("contract_events", str(key), f"a contract that is {before or 'new'} does not become {status}")
