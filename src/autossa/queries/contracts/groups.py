"""Contracts alike in everything that decides what happens when, counted together: many projects cost one query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from autossa.domain.contracts import Contract, Status
from autossa.domain.plans import Option
from autossa.queries.access import ProjectScope
from autossa.store.options import changes_of, load_options


@dataclass(frozen=True, slots=True)
class Group:
    """Such contracts: one of them, how many days before a period it is booked, how many there are.

    `key` finds them again: status, start, booked_until, ends_on, plan, and what they change to from which day.
    """

    contract: Contract
    lead_days: int
    count: int
    key: tuple[Any, ...]


def group_contracts(statuses: Iterable[Status], scope: ProjectScope, due_by: date | None = None) -> Iterator[Group]:
    """The contracts of these statuses, of the projects somebody sees; with `due_by` only what has a period due then."""
    joined = "" if scope.everything else " JOIN projects p ON p.id = k.project_id"
    listed = ", ".join(
        f"'{status.value}'" for status in sorted(statuses)
    )  # written out: partial indexes are seen to fit
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.status, k.start, k.booked_until, k.ends_on, k.plan_id, k.option_from, k.option_plans,"
            " v.name, v.term_months, v.notice_months,"
            " v.billed_months, v.adjustment, y.renewal_lead_days, k.count FROM ("
            "SELECT k.status, k.start, k.booked_until, k.ends_on, k.plan_id, k.option_from, k.option_plans, count(*)"
            f" FROM contracts k{joined}"
            f" WHERE {scope.condition()} AND k.status IN ({listed}) GROUP BY 1, 2, 3, 4, 5, 6, 7) k"
            " JOIN plan_versions v ON v.id = k.plan_id JOIN policy_versions y ON y.id = v.policy_id"
            " WHERE %(due_by)s::date IS NULL OR k.booked_until - y.renewal_lead_days <= %(due_by)s::date",
            {"due_by": due_by, **scope.given()},
        )
        rows = cursor.fetchall()
        options = load_options(row[6] for row in rows)
        for *key, name, term, notice, billed, adjustment, lead, count in rows:
            status, start, booked, ends_on, _plan, days, plans = key
            option = Option(name, term, notice, billed, adjustment)
            changes = changes_of(days, plans, options)
            contract = Contract(0, option, Status(status), start, start, booked, ends_on=ends_on, changes=changes)
            yield Group(contract, lead, count, tuple(key))
