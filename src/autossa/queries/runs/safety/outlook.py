"""What a run of a day would find, cheaply: how many projects, and some of them planned as the run itself plans them."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from django.db import DatabaseError, connection

from autossa.domain.renewals import booked_periods
from autossa.domain.runs.caps import Outlook, Worth
from autossa.domain.runs.differences import worth
from autossa.domain.settlements import Settlement
from autossa.queries.as_of import plan_run
from autossa.queries.runs.due import load_in_batches
from autossa.queries.runs.safety.last_periods import last_periods
from autossa.store import models
from autossa.store.engine.load import Loaded

SAMPLE = 300
"""So many projects are planned before a run, however many are due: a tenth of a second."""
HORIZON = timedelta(days=62)
"""So far ahead a run counts what will be due once it is over."""

_Planned = dict[tuple[UUID, str], tuple[Settlement, ...]]

# Spread over all of them, and the same ones for the same projects: every so-manieth by a digest of the id.
_SAMPLE = """
SELECT id FROM projects WHERE next_run_on <= %s AND parked_at IS NULL
AND (hashtext(id::text) & 65535) %% %s = 0 LIMIT %s
"""
# In one statement: a run that goes on meanwhile counts what it did in the transaction that does it.
_DUE = """
SELECT (SELECT count(*) FROM projects WHERE next_run_on <= %s AND parked_at IS NULL),
    (SELECT coalesce(sum(projects), 0) FROM runs WHERE id > %s::uuid AND state <> 'voided')
"""
_AHEAD = """
SELECT next_run_on, count(*) FROM projects
WHERE parked_at IS NULL AND next_run_on <= %s GROUP BY 1 ORDER BY 1
"""


def read_outlook(day: date, sample: int = SAMPLE) -> Outlook:
    """What a run of the day would find. Its cost does not grow with what is due, but for a count."""
    due, forecast = _due_and_forecast(day)
    ids = _some(day, due, sample)
    planned, before = _plan(ids, day)
    periods = sum(len(found) for found in planned.values())
    return Outlook(due, forecast, len(ids), periods, _worths(planned, before))


def read_ahead(day: date) -> dict[str, int]:
    """How many projects will be due on each of the next days, as it looks now; what was left is due at once."""
    with connection.cursor() as cursor:
        cursor.execute(_AHEAD, [day + HORIZON])
        return {found.isoformat(): count for found, count in cursor.fetchall()}


def _due_and_forecast(day: date) -> tuple[int, int | None]:
    """How many are due, and what the last finished run counted up to the day, less what others visited since.

    A second run of the same day finds fewer, since others booked meanwhile: that says nothing.
    """
    last = models.Run.objects.filter(state="finished").order_by("-id").first()
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [day, last.pk if last else None])
        due, visited = cursor.fetchone()
    if last is None or last.ahead is None or not last.day <= day <= last.day + HORIZON:
        return due, None
    counted = sum(count for text, count in last.ahead.items() if date.fromisoformat(text) <= day)
    expected = max(0, counted - visited)
    return due, None if last.day == day and due <= expected else expected


def _some(day: date, due: int, sample: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLE, [day, max(1, due // sample), sample])
        return [key for (key,) in cursor.fetchall()]


def _plan(ids: list[UUID], day: date) -> tuple[_Planned, dict[UUID, Settlement]]:
    """By contract and currency what the run would book, and the last periods; what fails is parked by the run."""
    found: _Planned = {}
    for loaded in _load(ids, day):
        if loaded.contract_id is not None:
            found[loaded.contract_id, loaded.currency] = _periods(loaded, day)
    return found, last_periods([contract for contract, _ in found])


def _load(ids: list[UUID], day: date) -> list[Loaded]:
    """Their facts, but of those that cannot be read: the run parks these."""
    try:
        return list(load_in_batches(ids, day))
    except DatabaseError:
        raise
    except Exception:  # whatever it is, it is one project's
        if len(ids) <= 1:
            return []
        half = len(ids) // 2
        return _load(ids[:half], day) + _load(ids[half:], day)


def _periods(loaded: Loaded, day: date) -> tuple[Settlement, ...]:
    try:
        return tuple(booked_periods(plan_run(loaded, day)))
    except Exception:  # whatever it is, the run will meet it, and park this one
        return ()


def _worths(planned: _Planned, before: dict[UUID, Settlement]) -> tuple[Worth, ...]:
    """By currency: the first planned period of each contract beside its last one, where both have a price."""
    sums: defaultdict[str, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for (contract, currency), periods in planned.items():
        pair = (worth(periods[0]), worth(before[contract])) if periods and contract in before else (None, None)
        if pair[0] is not None and pair[1] is not None:
            sums[currency][0] += pair[0]
            sums[currency][1] += pair[1]
    return tuple(Worth(currency, *found) for currency, found in sorted(sums.items()))
