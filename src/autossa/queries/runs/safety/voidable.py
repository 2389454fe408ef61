"""What voiding a whole run would take back, what of it cannot be, and what waits for a second person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from autossa.domain.amounts import Money
from autossa.queries.errors import Unknown
from autossa.queries.runs.safety.sampling import span_of
from autossa.store import models
from autossa.store.ids import public_id

MOST_SHOWN = 100

# Whatever of a run is not voided yet, with why it cannot be (rule 10), as far as rows tell; the rule has the last word.
_BOOKED = """
WITH booked AS MATERIALIZED (
    SELECT s.* FROM settlements s LEFT JOIN voids v ON v.settlement_id = s.id
    WHERE s.id BETWEEN %(first)s AND %(last)s AND s.run = %(run)s AND v.id IS NULL
), judged AS (
    SELECT b.id, b.project_id, b.start, b."end", CASE
        WHEN c.status NOT IN ('active', 'ending', 'suspended') THEN 'ended'
        WHEN b.day < %(day)s::date - p.void_days THEN 'too_late'
        WHEN EXISTS (
            SELECT 1 FROM settlements n LEFT JOIN voids w ON w.settlement_id = n.id
            WHERE n.contract = b.contract AND n.reason = 'extension' AND n.start > b.start
            AND n.run IS DISTINCT FROM %(run)s AND w.id IS NULL
        ) THEN 'booked_since' ELSE '' END AS why
    FROM booked b JOIN contracts c ON c.id = b.contract JOIN plan_versions k ON k.id = c.plan_id
    JOIN policy_versions p ON p.id = k.policy_id
)
"""
_SUMS = (
    _BOOKED
    + """
SELECT count(*) FILTER (WHERE why = ''), count(DISTINCT project_id) FILTER (WHERE why = ''),
    count(*) FILTER (WHERE why <> '') FROM judged
"""
)
_KEPT = (
    _BOOKED
    + """
SELECT j.project_id, p.name, j.start, j."end", j.why FROM judged j JOIN projects p ON p.id = j.project_id
WHERE j.why <> '' ORDER BY j.project_id, j.start LIMIT %(most)s
"""
)
_MONEY = (
    _BOOKED
    + """
SELECT i.currency, sum(i.gross) FROM judged j JOIN invoices i ON i.settlement = j.id AND i.series = 'INV'
WHERE j.why = '' GROUP BY 1 ORDER BY 1
"""
)
_TO_DO = """
SELECT s.project_id, array_agg(s.id ORDER BY s.start DESC, s.id DESC)
FROM settlements s LEFT JOIN voids v ON v.settlement_id = s.id
WHERE s.id BETWEEN %s AND %s AND s.run = %s AND v.id IS NULL GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A period that stays booked: `why` is `ended`, `too_late` or `booked_since`."""

    project: str
    name: str
    start: date
    end: date
    why: str


@dataclass(frozen=True, slots=True)
class Voidable:
    """How many periods of how many projects would be voided, and how many stay; the first of these, and invoices'
    gross by currency (minor units) for which credit notes are issued.
    """

    periods: int
    projects: int
    kept: int
    kept_rows: tuple[Kept, ...]
    credited: tuple[tuple[str, Money], ...]


@dataclass(frozen=True, slots=True)
class VoidingRow:
    """A run that is to be voided: by whom and why, how far it is; `is_own` where it was this person's wish."""

    id: str
    run: str
    day: date
    reason: str
    proposed_by: str
    proposed_at: datetime
    state: str
    voided: int
    kept: int
    is_own: bool = False


def read_voidable(run: UUID, day: date) -> Voidable:
    """What voiding the run on the day would do. Raises Unknown."""
    row = models.Run.objects.filter(pk=run).first()
    if row is None:
        raise Unknown("there is no such run; see `autossa runs list`")
    first, last = span_of(row)
    given: dict[str, UUID | date | int] = {"run": run, "first": first, "last": last, "day": day, "most": MOST_SHOWN}
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, given)
        periods, projects, kept = cursor.fetchone()
        cursor.execute(_KEPT, given)
        rows = tuple(Kept(public_id("prj", key), *found) for key, *found in cursor.fetchall())
        cursor.execute(_MONEY, given)
        credited = tuple((currency, int(gross)) for currency, gross in cursor.fetchall())
    return Voidable(periods, projects, kept, rows, credited)


def voidable_by(voiding: UUID, day: date) -> Voidable | None:
    """What approving a proposal on the day would void; None where there is none."""
    run = models.RunVoiding.objects.filter(pk=voiding).values_list("run", flat=True).first()
    return read_voidable(run, day) if run is not None else None


def left_to_void(row: models.Run) -> Iterator[tuple[UUID, list[UUID]]]:
    """Each project with its bookings of the run that are not voided, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_TO_DO, [*span_of(row), row.pk])
        yield from cursor.fetchall()


def voidings_of(run: UUID, user: UUID | None) -> tuple[VoidingRow, ...]:
    """Those of a run, the newest first."""
    return _rows(models.RunVoiding.objects.filter(run=run), user)


def waiting_voidings(user: UUID | None) -> tuple[VoidingRow, ...]:
    """All that are proposed, or not done yet."""
    return _rows(models.RunVoiding.objects.filter(declined_at=None, finished_at=None), user)


def _rows(found: QuerySet[models.RunVoiding], user: UUID | None) -> tuple[VoidingRow, ...]:
    rows = list(found.select_related("run").order_by("-id")[:MOST_SHOWN])
    people = {row.proposed_by for row in rows}
    names = dict(models.User.objects.filter(pk__in=people).values_list("pk", "name"))
    return tuple(
        VoidingRow(
            row.public_id, row.run.public_id, row.run.day, row.reason, names.get(row.proposed_by, ""), row.proposed_at,
            _state(row), row.voided, row.kept, row.proposed_by == user,
        )
        for row in rows
    )  # fmt: skip


def _state(row: models.RunVoiding) -> str:
    if row.declined_at is not None:
        return "declined"
    if row.approved_at is None:
        return "proposed"
    return "approved" if row.finished_at is None else "done"


def voiding_name(key: UUID) -> str:
    """What a proposal is called outside."""
    return public_id("rvo", key)
