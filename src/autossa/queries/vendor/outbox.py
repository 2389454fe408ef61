"""What waits in the outbox, what is stuck there, and whether the mail server is away."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from autossa.queries.errors import Unknown
from autossa.store.ids import read_public_id

# Each part is counted over an index of what waits or is parked alone, however much was delivered.
_COUNT = """
SELECT w.waiting, w.failing, w.oldest, w.untried, p.parked, p.oldest, o.began_at, o.cause
FROM (
    SELECT coalesce(sum(waiting), 0) waiting, coalesce(sum(failing), 0) failing,
        min(oldest) oldest, min(untried) untried
    FROM (
        SELECT count(*) waiting, count(*) FILTER (WHERE last_error <> '') failing, min(created_at) oldest,
            min(created_at) FILTER (WHERE attempts = 0) untried
        FROM outbox WHERE topic = 'send.mail' AND delivered_at IS NULL AND parked_at IS NULL
        UNION ALL
        SELECT count(*), count(*) FILTER (WHERE last_error <> ''), min(created_at),
            min(created_at) FILTER (WHERE attempts = 0)
        FROM outbox WHERE topic <> 'send.mail' AND delivered_at IS NULL AND parked_at IS NULL
    ) AS each_kind
) AS w
CROSS JOIN (
    SELECT count(*) parked, min(parked_at) oldest FROM outbox WHERE delivered_at IS NULL AND parked_at IS NOT NULL
) AS p
LEFT JOIN mail_outages o ON o.ended_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages wait, how many of them have failed before, and how many are parked; moments in ISO format.

    `oldest` is when the oldest that waits was made, `oldest_untried` the oldest that nobody has tried yet: where that
    is long ago, nobody delivers. `parked_since` is when the first of the parked ones was set aside. `away_since` is
    since when no connection to the mail server can be made, and `cause` what was said the last time.
    """

    waiting: int
    failing: int
    parked: int
    oldest: str | None
    oldest_untried: str | None = None
    parked_since: str | None = None
    away_since: str | None = None
    cause: str | None = None

    @property
    def away_at(self) -> datetime | None:
        """As `away_since`."""
        return datetime.fromisoformat(self.away_since) if self.away_since else None


def count_waiting() -> Waiting:
    """The state of the outbox, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        waiting, failing, oldest, untried, parked, parked_since, away_since, cause = cursor.fetchone()
    return Waiting(
        int(waiting), int(failing), parked, _iso(oldest), _iso(untried), _iso(parked_since), _iso(away_since), cause
    )


def find_message(text: str) -> UUID:
    """A message by `msg_…`. Raises Unknown."""
    try:
        return read_public_id("msg", text)
    except ValueError as error:
        raise Unknown(str(error)) from None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
