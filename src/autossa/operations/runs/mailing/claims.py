"""Which worker has which mail: rows are claimed for a while, many at once, and no lock is held while one is sent.

What is claimed waits for its turn for a few seconds only: while a worker is kept by a slow server, others take what it
has not begun. What it has begun is its own for longer than sending may last; should it die, the mail goes out then.
Times of claims are the database's: workers whose clocks differ agree on them.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from autossa.operations.outbox import SEND
from autossa.operations.runs.mailing.failures import MAX_PAUSE

PORTION = 25
TURN = timedelta(seconds=15)
"""How long what is claimed waits to be begun before others may have it."""
LEASE = timedelta(minutes=5)
"""How long a mail that was begun is kept from others: longer than `gateways.mail.connection.LONGEST_SECONDS`."""

# A moment that a wrong clock put far ahead is none.
_DUE = """
topic = %(topic)s AND delivered_at IS NULL AND parked_at IS NULL
AND (not_before IS NULL OR not_before <= %(now)s OR not_before > %(now)s + %(farthest)s)
AND (claimed_until IS NULL OR claimed_until <= statement_timestamp())
"""
_CLAIM = f"""
WITH picked AS MATERIALIZED (
    SELECT id FROM outbox WHERE {_DUE} ORDER BY not_before NULLS FIRST, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE outbox o SET claimed_until = statement_timestamp() + %(turn)s FROM picked WHERE o.id = picked.id
RETURNING o.id, o.claimed_until, o.not_before
"""
_ANY_DUE = f"SELECT EXISTS (SELECT FROM outbox WHERE {_DUE})"
# What became of one mail, and the next is begun: unless somebody has given it up meanwhile, or has it.
# That a mail was sent is noted whoever has it by now; anything else only by who has it.
_STEP = """
WITH noted AS (
    UPDATE outbox SET delivered_at = %(delivered_at)s, parked_at = %(parked_at)s, not_before = %(not_before)s,
        attempts = %(attempts)s, last_error = %(last_error)s, payload = coalesce(%(payload)s, payload),
        claimed_until = NULL
    WHERE id = %(noted)s AND delivered_at IS NULL
        AND (claimed_until = %(held_until)s OR %(delivered_at)s::timestamptz IS NOT NULL)
)
UPDATE outbox SET claimed_until = statement_timestamp() + %(lease)s
WHERE id = %(next)s AND claimed_until = %(claimed_until)s AND delivered_at IS NULL AND parked_at IS NULL
RETURNING id, payload, attempts, created_at, last_error, claimed_until
"""
_RELEASE = """
UPDATE outbox SET claimed_until = NULL WHERE id = ANY(%s) AND claimed_until = ANY(%s) AND delivered_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail whose turn comes, and until when nobody else has it."""

    id: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """A mail that is being sent: as it is now, since it may have changed while it waited."""

    id: UUID
    payload: dict[str, Any]
    attempts: int
    created_at: datetime
    last_error: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail, as its row is to say; `payload` None leaves what it holds."""

    of: Begun
    attempts: int
    last_error: str = ""
    delivered_at: datetime | None = None
    parked_at: datetime | None = None
    not_before: datetime | None = None
    payload: dict[str, Any] | None = None


def claim(now: datetime, limit: int) -> list[Claim]:
    """The next mails: those never tried before those that failed, each oldest first."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {**_due(now), "limit": limit, "turn": TURN}
        cursor.execute(_CLAIM, values)
        found = cursor.fetchall()
    in_turn = sorted(found, key=lambda row: (row[2] is not None, row[2] or now, row[0]))
    return [Claim(key, until) for key, until, _ in in_turn]


def are_due(now: datetime) -> bool:
    """There is a mail to send."""
    with connection.cursor() as cursor:
        cursor.execute(_ANY_DUE, _due(now))
        return bool(cursor.fetchone()[0])


def step(outcome: Outcome | None, following: Claim | None) -> Begun | None:
    """Note what became of one mail and begin another, in one statement; None where that is not ours any more."""
    with connection.cursor() as cursor:
        cursor.execute(_STEP, {**_noted(outcome), **_begun(following)})
        row = cursor.fetchone()
    if row is None:
        return None
    key, payload, *others = row
    return Begun(key, json.loads(payload), *others)


def release(claims: Collection[Claim]) -> None:
    """Let others have what was not begun, at once."""
    if claims:
        with connection.cursor() as cursor:
            cursor.execute(_RELEASE, [[one.id for one in claims], [one.until for one in claims]])


def _due(now: datetime) -> dict[str, Any]:
    return {"topic": SEND, "now": now, "farthest": MAX_PAUSE}


def _noted(outcome: Outcome | None) -> dict[str, Any]:
    if outcome is None:
        return dict.fromkeys(_COLUMNS)
    given: Sequence[Any] = (
        outcome.of.id,
        outcome.of.until,
        outcome.delivered_at,
        outcome.parked_at,
        outcome.not_before,
        outcome.attempts,
        outcome.last_error,
        None if outcome.payload is None else Jsonb(outcome.payload),
    )
    return dict(zip(_COLUMNS, given, strict=True))


_COLUMNS = ("noted", "held_until", "delivered_at", "parked_at", "not_before", "attempts", "last_error", "payload")


def _begun(following: Claim | None) -> dict[str, Any]:
    key, until = (following.id, following.until) if following else (None, None)
    return {"next": key, "claimed_until": until, "lease": LEASE}
