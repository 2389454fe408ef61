"""Renewals to come, by week: how many periods will be booked, of contracts that go on and of those that end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from django.db import connection

from autossa.domain.contracts import RUNNING, Contract, Status, next_period
from autossa.domain.renewals import due_on
from autossa.domain.rights import Action
from autossa.queries.access import EVERYTHING, Account, ProjectScope, project_actions
from autossa.queries.billing.next_charges import NextCharge, next_charge, with_document
from autossa.queries.contracts.groups import group_contracts
from autossa.store.engine.load import load_projects
from autossa.store.ids import public_id

DAYS = 120
_WEEK = timedelta(days=7)
_RUNNING = ", ".join(f"'{status.value}'" for status in sorted(RUNNING))
_CANDIDATES = 50  # for the next charge, where somebody may not see the money of all of them


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


@dataclass(frozen=True, slots=True)
class NextBooking:
    """The project (public id) whose period is booked next, and the charge."""

    project: str
    name: str
    customer: str
    charge: NextCharge

    @property
    def payer(self) -> str:
        """Who is invoiced: the customer, where nobody else is."""
        return self.charge.paid_by or self.customer


def renewals_by_week(today: date, days: int = DAYS, scope: ProjectScope = EVERYTHING) -> tuple[Week, ...]:
    """The weeks of the next days; what is overdue counts today. One query: equal contracts are counted together."""
    last = today + timedelta(days=days)
    found: Counter[tuple[date, str]] = Counter()
    for group in group_contracts(RUNNING, scope, due_by=last):
        for monday in _mondays(group.contract, group.lead_days, today, last):
            found[monday, group.contract.status.value] += group.count
    return tuple(_weeks(found, today, last))


def next_booking(today: date, account: Account, scope: ProjectScope) -> NextBooking | None:
    """The project whose period is booked next, of those whose money somebody may see."""
    for key, customer, name, customer_name in _next_projects(scope):
        if Action.VIEW_BILLING in project_actions(account, key, customer, today):
            loaded = load_projects([key], today, lock=False)[key]
            charge = with_document(loaded, next_charge(loaded, today))
            return NextBooking(public_id("prj", key), name, customer_name, charge) if charge else None
    return None


def _weeks(found: Counter[tuple[date, str]], today: date, last: date) -> Iterator[Week]:
    monday = _monday(today)
    while monday <= last:
        yield Week(monday, found[monday, Status.ACTIVE.value], found[monday, Status.ENDING.value])
        monday += _WEEK


@lru_cache(maxsize=1 << 15)  # a contract like thousands of others, asked for again with every page of the day
def _mondays(contract: Contract, lead_days: int, today: date, last: date) -> tuple[date, ...]:
    """The weeks in which the periods of such a contract are booked."""
    return tuple(_monday(day) for day in due_days(contract, lead_days, today, last))


def due_days(contract: Contract, lead_days: int, today: date, last: date) -> Iterator[date]:
    """The days on which the contract's coming periods are booked."""
    while (due := due_on(contract, lead_days)) is not None and due <= last:
        yield max(due, today)
        period = next_period(contract)
        assert period is not None
        contract = _booked(contract, period[1])


def _booked(contract: Contract, until: date) -> Contract:
    return Contract(
        contract.number, contract.option, contract.status, contract.concluded_on, contract.start, until,
        ends_on=contract.ends_on, changes=contract.changes,
    )  # fmt: skip


def _next_projects(scope: ProjectScope) -> list[tuple[UUID, UUID, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.customer_id, p.name, o.name FROM contracts k JOIN projects p ON p.id = k.project_id"
            " JOIN organisations o ON o.id = p.customer_id"
            f" WHERE {scope.condition()} AND k.status IN ({_RUNNING}) AND p.parked_at IS NULL"
            " AND (k.ends_on IS NULL OR k.booked_until < k.ends_on) ORDER BY k.booked_until, p.id LIMIT %(most)s",
            {"most": _CANDIDATES, **scope.given()},
        )
        return list(cursor.fetchall())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
