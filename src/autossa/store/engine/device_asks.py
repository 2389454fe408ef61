"""A device that asks: who it is, that it asked, and all that an answer rests on, in one statement.

Devices ask often, and each answer must hold at this very moment. So nothing of a project is kept in memory: the facts
are read anew, as few as an answer needs. That it asked is counted in the same statement, in a table that all web
workers share and whose rows are worth nothing after a crash.
"""

import json
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from django.db import connection

from autossa.domain.coverage import Period, Source
from autossa.domain.lines import Line, Ssa, in_order
from autossa.domain.policies import EntitlementDay

_COUNT = """
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN u.since > %(now)s - %(span)s THEN u.count + 1 ELSE 1 END,
        since = CASE WHEN u.since > %(now)s - %(span)s THEN u.since ELSE %(now)s END
    RETURNING u.count, u.since
"""
# Days are those of the vendor's zone, which the row of its settings names. An open contract keeps its policy; the first
# one ever holds before any began.
_ASK = f"""
WITH who AS (
    SELECT d.id, d.project_id, d.hardware_key, coalesce(d.parent_id, d.id) AS holder
    FROM device_credentials c JOIN devices d ON d.id = c.device_id
    WHERE c.digest = %(digest)s AND c.revoked_at IS NULL AND d.gone_on IS NULL
), asked AS (
    INSERT INTO device_uses AS u (key, since, count) SELECT uuid_send(id), %(now)s, 1 FROM who {_COUNT}
), of_day AS (
    SELECT coalesce(%(day)s::date, (%(now)s AT TIME ZONE coalesce(
        (SELECT nullif(time_zone, '') FROM vendor_settings), %(zone)s))::date) AS day
)
SELECT w.id, w.project_id, a.count, a.since, o.day, p.next_run_on,
    (SELECT mark FROM catalogue_stamps),
    (SELECT kid FROM signing_keys WHERE retired_at IS NULL ORDER BY created_at DESC, kid LIMIT 1),
    coalesce(
        (SELECT v.entitlement_day FROM contracts c JOIN plan_versions n ON n.id = c.plan_id
            JOIN policy_versions v ON v.id = n.policy_id
            WHERE c.project_id = w.project_id
            AND c.status IN ('in_review', 'question', 'active', 'ending', 'suspended')),
        (SELECT entitlement_day FROM policy_versions WHERE withdrawn_on IS NULL AND starts_on <= o.day
            ORDER BY starts_on DESC LIMIT 1),
        (SELECT entitlement_day FROM policy_versions WHERE withdrawn_on IS NULL ORDER BY starts_on LIMIT 1)),
    (SELECT json_agg(json_build_array(l.number, l.place, i.code, t.code, l.quantity, l.acquired_on, l.added_on,
            l.ended_on, t.ssa, i.included_until))
        FROM license_lines l JOIN licenses i ON i.id = l.license_id JOIN license_types t ON t.id = i.license_type_id
        WHERE l.project_id = w.project_id AND l.confirmed)::text,
    (SELECT json_agg(json_build_array(lower(days), upper(days), source, anchor) ORDER BY days)
        FROM coverage WHERE project_id = w.project_id)::text,
    (SELECT json_agg(json_build_array(i.code, x.quantity,
            (SELECT sum(quantity) FROM activations WHERE license_id = x.license_id AND ended_on IS NULL))
            ORDER BY x.since, x.id)
        FROM activations x JOIN licenses i ON i.id = x.license_id
        WHERE x.device_id = w.holder AND x.ended_on IS NULL)::text,
    (SELECT json_object_agg(r.code, t.ends_on) FROM trials t JOIN products r ON r.id = t.product_id
        WHERE t.hardware_key = w.hardware_key AND t.starts_on <= o.day AND t.ends_on > o.day)::text
FROM who w JOIN asked a ON true JOIN of_day o ON true JOIN projects p ON p.id = w.project_id
"""
_STRANGER = f"INSERT INTO device_uses AS u (key, since, count) VALUES (%(key)s, %(now)s, 1) {_COUNT}"
_SSA = {ssa.value: ssa for ssa in Ssa}
_NOTHING = Fraction(0)


class Asking(NamedTuple):
    """A device, how often it asked since when, and the facts of its project on the day.

    `next_run_on` is the first day on which the project has something due: past ones are not booked yet. `activated` are
    the licenses on the device, or on its master, with how many there and on all devices. `trials` are those that run:
    a product's code, and the first day after it.
    """

    device: UUID
    project: UUID
    asks: int
    since: datetime
    day: date
    next_run_on: date | None
    catalogue: UUID
    kid: str | None
    entitlement_day: EntitlementDay
    lines: tuple[Line, ...]
    coverage: tuple[Period, ...]
    activated: tuple[tuple[str, int, int], ...]
    trials: dict[str, date]


def ask(digest: bytes, *, now: datetime, span: timedelta, zone: str, day: date | None) -> Asking | None:
    """The device of a secret, by its digest; None for one that is unknown, revoked, or of a device that is gone.

    It counts within `span`. `day` is that of a demo's clock; otherwise it is that of the vendor's zone, `zone` where
    none is set.
    """
    given = {"digest": digest, "now": now, "span": span, "zone": zone, "day": day}
    row = _one(_ASK, given)
    if row is None:
        return None
    device, project, asks, since, today, next_run_on, mark, kid, policy, lines, coverage, activated, trials = row
    return Asking(
        device=device,
        project=project,
        asks=asks,
        since=since,
        day=today,
        next_run_on=next_run_on,
        catalogue=mark,
        kid=kid,
        entitlement_day=EntitlementDay(policy),
        lines=in_order(tuple(map(_line, json.loads(lines or "[]")))),
        coverage=tuple(map(_period, json.loads(coverage or "[]"))),
        activated=tuple(map(tuple, json.loads(activated or "[]"))),
        trials={code: date.fromisoformat(until) for code, until in json.loads(trials or "{}").items()},
    )


def count_stranger(key: bytes, *, now: datetime, span: timedelta) -> tuple[int, datetime]:
    """How often somebody who is no device asked since when, this time too; `key` says who, as 32 bytes at most."""
    found = _one(_STRANGER, {"key": key, "now": now, "span": span})
    assert found is not None
    return int(found[0]), found[1]


def _one(statement: str, given: dict[str, Any]) -> tuple[Any, ...] | None:
    """The one row, if there is any. The server keeps the statement prepared; a connection that broke is made anew."""
    for attempt in (1, 2):
        try:
            connection.ensure_connection()
            with psycopg.Cursor(connection.connection) as cursor:
                cursor.execute(statement, given, prepare=True)
                return cursor.fetchone()
        except psycopg.OperationalError:
            connection.close()
            if attempt == 2 or connection.in_atomic_block:
                raise
    raise AssertionError("it was tried twice")


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _line(row: list[Any]) -> Line:
    number, place, code, kind, quantity, acquired_on, added_on, ended_on, ssa, included_until = row
    return Line(
        number=number,
        place=place,
        license_id=code,
        license_type=kind,
        quantity=quantity,
        rate=_NOTHING,
        acquired_on=date.fromisoformat(acquired_on),
        added_on=date.fromisoformat(added_on),
        ended_on=_day(ended_on),
        ssa=_SSA[ssa],
        included_until=_day(included_until),
    )


def _period(row: list[str]) -> Period:
    start, end, source, anchor = row
    return Period(date.fromisoformat(start), date.fromisoformat(end), Source(source), date.fromisoformat(anchor))
