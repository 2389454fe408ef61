"""The list of projects for the first page: searched, filtered, paged by key, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.amounts import Ssc
from autossa.domain.contracts import OPEN, UNDER_REVIEW, Contract, Status
from autossa.domain.coverage import is_covered
from autossa.queries.access import EVERYTHING, Seen
from autossa.queries.decisions import Decision, find_decisions
from autossa.queries.next_charges import NextCharge, next_charge
from autossa.queries.snapshots import snapshot
from autossa.store.ids import public_id, read_public_id
from autossa.store.loading import Loaded, load_projects

PAGE = 50


class State(StrEnum):
    """What the list can be narrowed to: the state of the open contract, or that there is none."""

    ALL = "all"
    REVIEW = "review"
    ACTIVE = "active"
    ENDING = "ending"
    SUSPENDED = "suspended"
    NONE = "none"


_STATUSES = {
    State.REVIEW: sorted(status.value for status in UNDER_REVIEW),
    State.ACTIVE: [Status.ACTIVE.value],
    State.ENDING: [Status.ENDING.value],
    State.SUSPENDED: [Status.SUSPENDED.value],
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: words in the project's or customer's name or number, a state, and where to go on."""

    words: str = ""
    state: State = State.ALL
    after: str = ""


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project of the list. SSC in hundredths; `covered_until` is the first day not covered."""

    id: str
    name: str
    customer: str
    customer_number: str
    covered_until: date | None
    days_left: int | None
    is_covered: bool
    contract: Contract | None
    free: Ssc
    held: Ssc
    next_charge: NextCharge | None
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class ProjectList:
    """A page of projects, how many there are by state, and the key of the page after it, if there is one."""

    rows: tuple[ProjectRow, ...]
    counts: dict[State, int]
    next_after: str | None


def list_projects(
    asked: Asked, today: date, grace_days: int = 30, page: int = PAGE, seen: Seen = EVERYTHING
) -> ProjectList:
    """The projects somebody sees, by urgency: covered or in grace by days left, then lapsed ones, then others."""
    with snapshot():
        heads = _heads(asked, today, grace_days, page + 1, seen)
        shown = heads[:page]
        loaded = load_projects([head[0] for head in shown], today, lock=False)
        rows = tuple(_row(head, loaded[head[0]], today) for head in shown)
        counts = _counts(seen)
    last = shown[-1] if len(heads) > page else None
    return ProjectList(rows, counts, f"{last[5]}.{public_id('prj', last[0])}" if last else None)


def _row(head: tuple[Any, ...], loaded: Loaded, today: date) -> ProjectRow:
    project_id, name, customer, number, parked, _ = head
    project = loaded.project
    charge = next_charge(loaded, today)
    until = project.covered_until
    return ProjectRow(
        id=public_id("prj", project_id),
        name=name,
        customer=customer,
        customer_number=number,
        covered_until=until,
        days_left=(until - today).days if until else None,
        is_covered=is_covered(project.coverage, today),
        contract=project.contract,
        free=project.credits.free,
        held=project.credits.held,
        next_charge=charge,
        decisions=find_decisions(project, charge, parked, today),
    )


# One number to sort and page by: days left where that is pressing, far behind it days lapsed, last without coverage.
_RANK = (
    "CASE WHEN c.until IS NULL THEN 2000000 WHEN c.until > %(today)s::date - %(grace)s THEN c.until - %(today)s::date"
    " ELSE 1000000 + (%(today)s::date - c.until) END"
)


def _heads(asked: Asked, today: date, grace_days: int, limit: int, seen: Seen) -> list[tuple[Any, ...]]:
    where, given = _conditions(asked)
    where = f"{seen.condition()} AND {where}"
    sql = (
        "SELECT * FROM (SELECT p.id, p.name, o.name, o.number, p.parked_cause, " + _RANK + " AS rank"
        " FROM projects p JOIN organisations o ON o.id = p.customer_id"
        " LEFT JOIN contracts k ON k.project_id = p.id AND k.status = ANY(%(open)s)"
        " LEFT JOIN (SELECT project_id, max(upper(days)) AS until FROM coverage GROUP BY project_id) c"
        " ON c.project_id = p.id WHERE " + where + ") AS found (id, name, customer, number, parked, rank)"
        " WHERE (rank, id) > (%(after_rank)s, %(after_id)s) ORDER BY rank, id LIMIT %(limit)s"
    )
    rank, after_id = _read_key(asked.after)
    given |= {"today": today, "grace": grace_days, "open": [status.value for status in OPEN], "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(sql, given | seen.given() | {"after_rank": rank, "after_id": after_id})
        return list(cursor.fetchall())


def _conditions(asked: Asked) -> tuple[str, dict[str, Any]]:
    conditions, given = ["true"], dict[str, Any]()
    for index, word in enumerate(asked.words.split()[:5]):
        conditions.append(f"concat_ws(' ', p.name, o.name, o.number) ILIKE %(word{index})s")
        given[f"word{index}"] = f"%{_literally(word)}%"
    if asked.state is State.NONE:
        conditions.append("k.id IS NULL")
    elif asked.state is not State.ALL:
        conditions.append("k.status = ANY(%(statuses)s)")
        given["statuses"] = _STATUSES[asked.state]
    return " AND ".join(conditions), given


def _counts(seen: Seen) -> dict[State, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.status, count(*) FROM contracts k JOIN projects p ON p.id = k.project_id"
            f" WHERE k.status = ANY(%(open)s) AND {seen.condition()} GROUP BY k.status"
            f" UNION ALL SELECT '', count(*) FROM projects p WHERE {seen.condition()}",
            {"open": [status.value for status in OPEN], **seen.given()},
        )
        found: dict[str, int] = dict(cursor.fetchall())
    counts = {state: sum(found.get(status, 0) for status in statuses) for state, statuses in _STATUSES.items()}
    total = found.pop("", 0)
    return {State.ALL: total, **counts, State.NONE: total - sum(found.values())}


def _literally(word: str) -> str:
    """A word in which nothing is a wildcard."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _read_key(text: str) -> tuple[int, UUID]:
    """The place to go on from; anything unreadable is the beginning."""
    rank, _, project = text.partition(".")
    try:
        number = int(rank)
        return (number, read_public_id("prj", project)) if abs(number) < 1 << 31 else (-(1 << 31), UUID(int=0))
    except ValueError:
        return -(1 << 31), UUID(int=0)
