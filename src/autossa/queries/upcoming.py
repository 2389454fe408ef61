"""Renewals to come, by week: how many periods will be booked, of contracts that go on and of those that end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from autossa.domain.contracts import Contract, Status, next_period
from autossa.domain.plans import Option
from autossa.domain.renewals import due_on
from autossa.queries.access import EVERYTHING, Seen

DAYS = 120
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday: periods that will be booked in it, of active and of ending contracts."""

    monday: date
    active: int
    ending: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.active + self.ending


def renewals_by_week(today: date, days: int = DAYS, seen: Seen = EVERYTHING) -> tuple[Week, ...]:
    """The weeks of the next days; what is overdue counts today. One query: equal contracts are counted together."""
    last = today + timedelta(days=days)
    found: Counter[tuple[date, str]] = Counter()
    for contract, lead_days, count in _groups(last, seen):
        for day in _due_days(contract, lead_days, today, last):
            found[_monday(day), contract.status.value] += count
    return tuple(_weeks(found, today, last))


def _weeks(found: Counter[tuple[date, str]], today: date, last: date) -> Iterator[Week]:
    monday = _monday(today)
    while monday <= last:
        yield Week(monday, found[monday, Status.ACTIVE.value], found[monday, Status.ENDING.value])
        monday += _WEEK


def _due_days(contract: Contract, lead_days: int, today: date, last: date) -> Iterator[date]:
    """The days on which the contract's coming periods are booked."""
    while (due := due_on(contract, lead_days)) is not None and due <= last:
        yield max(due, today)
        period = next_period(contract)
        assert period is not None
        contract = _booked(contract, period[1])


def _booked(contract: Contract, until: date) -> Contract:
    return Contract(
        contract.number, contract.option, contract.status, contract.concluded_on, contract.start, until,
        ends_on=contract.ends_on,
    )  # fmt: skip


def _groups(last: date, seen: Seen) -> Iterator[tuple[Contract, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.status, k.start, k.booked_until, k.ends_on, v.term_months, v.notice_months, v.billed_months,"
            " v.adjustment, v.name, y.renewal_lead_days, count(*)"
            " FROM contracts k JOIN projects p ON p.id = k.project_id"
            " JOIN plan_versions v ON v.id = k.plan_id JOIN policy_versions y ON y.id = v.policy_id"
            f" WHERE {seen.condition()} AND k.status = ANY(%(status)s)"
            " AND k.booked_until - y.renewal_lead_days <= %(last)s"
            " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
            {"status": [Status.ACTIVE.value, Status.ENDING.value], "last": last, **seen.given()},
        )
        for status, start, booked, ends_on, term, notice, billed, adjustment, name, lead, count in cursor.fetchall():
            option = Option(name, term, notice, billed, adjustment)
            yield Contract(0, option, Status(status), start, start, booked, ends_on=ends_on), lead, count


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
