"""How many projects are in which state and covered for how long: one query over what somebody sees."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from autossa.domain.contracts import OPEN
from autossa.queries.access import EVERYTHING, ProjectScope
from autossa.queries.projects.search import DAYS, STATUSES, RemainingCoverage, State

_BUCKETS = (RemainingCoverage.WEEK, RemainingCoverage.MONTH, RemainingCoverage.QUARTER)
_SQL = """
SELECT CASE WHEN p.covered_until IS NULL AND p.first_activation < %(today)s THEN 'in_use'
        WHEN p.covered_until IS NULL THEN 'never' WHEN p.covered_until <= %(lapsed)s THEN 'lapsed'
        WHEN p.covered_until <= %(today)s THEN 'grace' WHEN p.covered_until <= %(days7)s THEN '7'
        WHEN p.covered_until <= %(days30)s THEN '30' WHEN p.covered_until <= %(days90)s THEN '90'
        ELSE 'later' END,
    coalesce(k.status, ''), count(*), count(p.parked_at)
FROM projects p LEFT JOIN contracts k ON k.project_id = p.id AND k.status IN ({open}) WHERE {scope} GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of projects by days left (each project in one bucket only) and by the status of the open contract."""

    found: dict[tuple[str, str], int]
    parked: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.found.values())

    def of(self, state: State, left: RemainingCoverage) -> int:
        """How many are in a state and covered for at most so long, as the list would show them."""
        return sum(n for (bucket, status), n in self.found.items() if _is(state, status) and _within(left, bucket))


def count_projects(today: date, grace_days: int, scope: ProjectScope = EVERYTHING) -> Counts:
    """Count what somebody sees, as of the moment."""
    listed = ", ".join(f"'{status.value}'" for status in sorted(OPEN))
    days = {"today": 0, "lapsed": -grace_days, **{f"days{left.value}": DAYS[left] + 1 for left in _BUCKETS}}
    given = {name: today + timedelta(days=number) for name, number in days.items()}
    found: Counter[tuple[str, str]] = Counter()
    parked = 0
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(open=listed, scope=scope.condition()), {**given, **scope.given()})
        for bucket, status, count, stuck in cursor.fetchall():
            found[bucket, status] += count
            parked += stuck
    return Counts(dict(found), parked)


def _is(state: State, status: str) -> bool:
    if state is State.ALL:
        return True
    return not status if state is State.NONE else status in STATUSES[state]


def _within(left: RemainingCoverage, bucket: str) -> bool:
    if left is RemainingCoverage.ANY:
        return True
    if left in _BUCKETS:
        return bucket in {one.value for one in _BUCKETS[: _BUCKETS.index(left) + 1]}
    return bucket == left.value
