"""A device that asks: who it is, that it asked, and all that an answer rests on, in one statement.

Devices ask often, and each answer must hold at this very moment. So nothing of a project is kept in memory: the facts
are read anew, as few as an answer needs. What the vendor has set is kept (`queries.releases.vendor_facts`), as long as
its mark says that it is still so. That the device asked is counted in the same statement, in a table that all web
workers share and whose rows are worth nothing after a crash.
"""

import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from autossa.store.devices.prepared import Prepared

_COUNT = """
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN u.since > $1::timestamptz - $2::interval THEN u.count + 1 ELSE 1 END,
        since = CASE WHEN u.since > $1::timestamptz - $2::interval THEN u.since ELSE $1 END
    RETURNING u.count, (extract(epoch FROM u.since) * 1000000)::bigint AS since
"""
_ASK = Prepared(
    "device_ask",
    f"""
WITH who AS (
    SELECT d.id, d.project_id, coalesce(d.parent_id, d.id) AS holder
    FROM device_credentials c JOIN devices d ON d.id = c.device_id
    WHERE c.digest = $3::bytea AND c.revoked_at IS NULL AND d.gone_on IS NULL
), asked AS (
    INSERT INTO device_uses AS u (key, since, count) SELECT uuid_send(id), $1, 1 FROM who {_COUNT}
)
SELECT json_build_object(
    'device', w.id, 'project', w.project_id, 'asks', a.count, 'since', a.since, 'next_run_on', p.next_run_on,
    'mark', (SELECT mark FROM vendor_marks),
    'plan', (SELECT plan_id FROM contracts WHERE project_id = w.project_id
        AND status IN ('in_review', 'question', 'active', 'ending', 'suspended')),
    'lines', coalesce((SELECT json_agg(json_build_array(l.number, l.place, i.code, i.license_type_id, l.quantity,
            l.acquired_on, l.added_on, l.ended_on, i.included_until))
        FROM license_lines l JOIN licenses i ON i.id = l.license_id
        WHERE l.project_id = w.project_id AND l.confirmed), '[]'),
    'coverage', coalesce((SELECT json_agg(json_build_array(lower(days), upper(days), source, anchor) ORDER BY days)
        FROM coverage WHERE project_id = w.project_id), '[]'),
    'activated', coalesce((SELECT json_agg(json_build_array(i.code, i.on_devices) ORDER BY x.since, x.id)
        FROM activations x JOIN licenses i ON i.id = x.license_id
        WHERE x.device_id = w.holder AND x.ended_on IS NULL), '[]'),
    'trials', coalesce((SELECT json_agg(json_build_array(product_id, starts_on, ends_on))
        FROM trials WHERE device_id = w.id), '[]'))
FROM who w JOIN asked a ON true JOIN projects p ON p.id = w.project_id
""",
)
_STRANGER = Prepared(
    "stranger_ask",
    f"WITH asked AS (INSERT INTO device_uses AS u (key, since, count) VALUES ($3::bytea, $1, 1) {_COUNT})"
    " SELECT json_build_array(count, since) FROM asked",
)

Rows = list[list[Any]]


class Asking(NamedTuple):
    """A device, how often it asked since when, and the rows of its project; ids and days are texts, as they came.

    `since` is in microseconds since 1970. `mark` is that of what the vendor has set, `plan` the plan of an open
    contract. `next_run_on` is the first day on which the project has something due: past ones are not booked yet.
    `activated` are the licenses on the device, or on its master, each with how many of it are on all devices.
    """

    device: str
    project: str
    asks: int
    since: int
    next_run_on: str | None
    mark: str
    plan: str | None
    lines: Rows
    coverage: Rows
    activated: Rows
    trials: Rows


def ask(digest: bytes, *, now: datetime, span: timedelta) -> Asking | None:
    """The device of a secret, by its digest; None for one that is unknown, revoked, or of a device that is gone.

    How often it asks is counted within `span`.
    """
    text = _ASK.one(_values(digest, now, span))
    return Asking(**json.loads(text)) if text is not None else None


def count_stranger(key: bytes, *, now: datetime, span: timedelta) -> tuple[int, int]:
    """How often somebody who is no device asked since when (in microseconds since 1970), this time too.

    `key` says who, as 32 bytes at most.
    """
    count, since = json.loads(_STRANGER.one(_values(key, now, span)) or "[0, 0]")
    return count, since


def _values(key: bytes, now: datetime, span: timedelta) -> list[bytes]:
    return [now.isoformat().encode(), f"{span.total_seconds()} seconds".encode(), b"\\x" + key.hex().encode()]
