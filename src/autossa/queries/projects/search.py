"""Which projects a list shows, in which order, from where on: one query over indexes, whatever there is.

An order is a few segments, one after the other; in each the rows follow an index. A page goes on after the key of the
last row of the page before: its segment and the values it is ordered by.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.contracts import OPEN, Status
from autossa.queries.access import EVERYTHING, ProjectScope
from autossa.queries.words import MOST_WORDS, has_word, literally


class State(StrEnum):
    """What the list can be narrowed to: the state of the open contract, or that there is none."""

    ALL = "all"
    REVIEW = "review"
    QUESTION = "question"
    ACTIVE = "active"
    ENDING = "ending"
    SUSPENDED = "suspended"
    NONE = "none"


class RemainingCoverage(StrEnum):
    """How long a project is still covered, or since when it is not: up to so many days, in grace, longer, never.

    Of those never covered, some are in use: a license was activated before today, so there is a gap (rule 4).
    """

    ANY = "any"
    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    GRACE = "grace"
    LAPSED = "lapsed"
    IN_USE = "in_use"
    NEVER = "never"


class Sort(StrEnum):
    """What the list is ordered by; urgency: covered or in grace by days left, then lapsed ones, then others."""

    URGENCY = "urgency"
    NAME = "name"
    CUSTOMER = "customer"
    UNTIL = "until"


DAYS = {RemainingCoverage.WEEK: 7, RemainingCoverage.MONTH: 30, RemainingCoverage.QUARTER: 90}
STATUSES = {
    State.REVIEW: [Status.IN_REVIEW.value],
    State.QUESTION: [Status.QUESTION.value],
    State.ACTIVE: [Status.ACTIVE.value],
    State.ENDING: [Status.ENDING.value],
    State.SUSPENDED: [Status.SUSPENDED.value],
}


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """What is asked for: words in the project's or customer's name or number, a state, days left, an order.

    `after` is the key of the last row of the page before; or `before` is that of the first row of the page after.
    `only` narrows to single projects, as somebody ticked them.
    """

    words: str = ""
    state: State = State.ALL
    left: RemainingCoverage = RemainingCoverage.ANY
    sort: Sort = Sort.URGENCY
    after: str = ""
    before: str = ""
    only: tuple[UUID, ...] | None = None

    @property
    def is_narrowed(self) -> bool:
        """Not everything that there is to see was asked for."""
        return bool(self.words) or self.state is not State.ALL or self.left is not RemainingCoverage.ANY


@dataclass(frozen=True, slots=True)
class Head:
    """One project of the list, as its row says; `key` is where the list goes on after it."""

    id: UUID
    name: str
    customer_id: UUID
    customer: str
    customer_number: str
    parked: str
    key: str


@dataclass(frozen=True, slots=True)
class _Segment:
    """`fixed` is the same for all of its rows, and stands in the index before the columns."""

    condition: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    descending: bool = False
    fixed: tuple[str, ...] = ()


_FEW = 10_000

_DAY, _DAY_TYPES = ("p.covered_until", "p.id"), ("date", "uuid")
_NEVER = _Segment("p.covered_until IS NULL", ("p.id",), ("uuid",), fixed=("p.covered_until",))
_SEGMENTS: dict[Sort, tuple[_Segment, ...]] = {
    Sort.URGENCY: (
        _Segment("p.covered_until > %(lapsed)s", _DAY, _DAY_TYPES),
        _Segment("p.covered_until <= %(lapsed)s", _DAY, _DAY_TYPES, descending=True),
        _NEVER,
    ),
    Sort.UNTIL: (_Segment("p.covered_until IS NOT NULL", _DAY, _DAY_TYPES), _NEVER),
    Sort.NAME: (_Segment("true", ("n.name", "n.project_id"), ("text", "uuid")),),
    Sort.CUSTOMER: (_Segment("true", ("n.customer", "n.name", "n.project_id"), ("text", "text", "uuid")),),
}


def find_heads(
    asked: ProjectFilter, today: date, grace_days: int, limit: int, scope: ProjectScope = EVERYTHING
) -> list[Head]:
    """The next projects of the list, at most so many, or the last ones before `asked.before`.

    One query, one more to look for words.
    """
    segments = _SEGMENTS[asked.sort]
    is_back = bool(asked.before)
    first, values = _read_key(asked.before or asked.after, segments)
    conditions, given = _conditions(asked, today)
    given |= {"lapsed": today - timedelta(days=grace_days), "limit": limit, **scope.given()}
    given |= {f"beside{index}": value for index, value in enumerate(values)}
    parts = []
    for place in range(first + 1) if is_back else range(first, len(segments)):
        segment = segments[place]
        where = [scope.condition(), segment.condition, *conditions]
        if place == first and values:
            where.append(_beside(segment, is_back=is_back))
        parts.append((place, segment, where))
    with connection.cursor() as cursor:
        cursor.execute(_statement(parts[::-1] if is_back else parts, is_back=is_back), given)
        heads = [_head(row) for row in cursor.fetchall()]
    return heads[::-1] if is_back else heads


def key_in_list(
    project: UUID, sort: Sort, today: date, grace_days: int, scope: ProjectScope = EVERYTHING
) -> str | None:
    """Where a project stands in the whole list in that order; None for one that somebody does not see. One query."""
    alone = ProjectFilter(sort=sort, only=(project,))
    return next((head.key for head in find_heads(alone, today, grace_days, 1, scope)), None)


def _statement(parts: list[tuple[int, _Segment, list[str]]], *, is_back: bool) -> str:
    """One segment after the other; nothing is looked for in one while those before it fill the page."""
    named, full = list[str](), list[str]()
    for place, segment, where in parts:
        if full:
            where = [f"({' + '.join(full)}) < %(limit)s", *where]
        named.append(f"found{place} AS MATERIALIZED {_part(place, segment, where, is_back=is_back)}")
        full.append(f"(SELECT count(*) FROM found{place})")
    whole = " UNION ALL ".join(f"SELECT * FROM found{place}" for place, _, _ in parts)
    order = "segment DESC" if is_back else "segment"
    return f"WITH {', '.join(named)} SELECT * FROM ({whole}) found ORDER BY {order}, place LIMIT %(limit)s"


def _part(place: int, segment: _Segment, where: list[str], *, is_back: bool) -> str:
    direction = " DESC" if segment.descending is not is_back else ""
    order = ", ".join(f"{column}{direction}" for column in (*segment.fixed, *segment.columns))
    return (
        f"(SELECT {place} AS segment, row_number() OVER (ORDER BY {order}) AS place,"
        f" json_build_array({', '.join(segment.columns)}) AS key,"
        " p.id, p.name, p.customer_id, o.name AS customer, o.number, p.parked_cause"
        " FROM projects p JOIN organisations o ON o.id = p.customer_id JOIN project_names n ON n.project_id = p.id"
        f" WHERE {' AND '.join(where)} ORDER BY {order} LIMIT %(limit)s)"
    )


def _beside(segment: _Segment, *, is_back: bool) -> str:
    """The rows after those values in the order of the segment, or before them."""
    values = ", ".join(f"%(beside{index})s::{kind}" for index, kind in enumerate(segment.types))
    return f"({', '.join(segment.columns)}) {'<' if segment.descending is not is_back else '>'} ({values})"


def _conditions(asked: ProjectFilter, today: date) -> tuple[list[str], dict[str, Any]]:
    conditions, given = _words(asked.words)
    if asked.state is State.NONE:
        conditions.append(f"NOT EXISTS (SELECT 1 FROM contracts k WHERE k.project_id = p.id AND {_status(OPEN)})")
    elif asked.state is State.ACTIVE:
        active = _status(STATUSES[State.ACTIVE])
        conditions.append(f"EXISTS (SELECT 1 FROM contracts k WHERE k.project_id = p.id AND {active})")
    elif asked.state is not State.ALL:  # few: all of them are gathered from their index, instead of tried one by one
        found = f"SELECT k.project_id FROM contracts k WHERE {_status(STATUSES[asked.state])}"
        conditions.append(f"p.id = ANY(ARRAY({found}))")
    if asked.left is not RemainingCoverage.ANY:
        conditions.append(_left(asked.left))
        given |= {"today": today, "until": today + timedelta(days=DAYS.get(asked.left, 0) + 1)}
    if asked.only is not None:
        conditions.append("p.id = ANY(%(only)s)")
        given["only"] = list(asked.only)
    return conditions, given


def _words(text: str) -> tuple[list[str], dict[str, Any]]:
    """Of what few projects have, those are found once; what more have is soon met on the way through a segment."""
    words = [literally(word) for word in text.split()[:MOST_WORDS]]
    if not words:
        return [], {}
    given: dict[str, Any] = {f"word{index}": word for index, word in enumerate(words)}
    conditions = [has_word("n.words", f"%({name})s") for name in given]
    with connection.cursor() as cursor:
        found = f"SELECT n.project_id FROM project_names n WHERE {' AND '.join(conditions)} LIMIT %(most)s"
        # As a text, which goes back as it came: thousands of ids are not for Python to look at.
        once = f"WITH found AS MATERIALIZED (SELECT ARRAY({found}) AS ids)"
        cursor.execute(f"{once} SELECT cardinality(ids), ids::text FROM found", {**given, "most": _FEW + 1})
        count, few = cursor.fetchone()
    return (conditions, given) if count > _FEW else (["p.id = ANY(%(few)s::uuid[])"], {"few": few})


def _status(statuses: Iterable[str]) -> str:
    """SQL over `contracts k`; written out, so that partial indexes are scope to fit."""
    return f"k.status IN ({', '.join(repr(str(status)) for status in sorted(statuses))})"


def _left(left: RemainingCoverage) -> str:
    if left is RemainingCoverage.IN_USE:
        return "p.covered_until IS NULL AND p.first_activation < %(today)s"
    if left is RemainingCoverage.NEVER:
        return "p.covered_until IS NULL AND (p.first_activation IS NULL OR p.first_activation >= %(today)s)"
    if left is RemainingCoverage.LAPSED:
        return "p.covered_until <= %(lapsed)s"
    if left is RemainingCoverage.GRACE:
        return "p.covered_until > %(lapsed)s AND p.covered_until <= %(today)s"
    return "p.covered_until > %(today)s AND p.covered_until <= %(until)s"


def _head(row: tuple[Any, ...]) -> Head:
    segment, _, key, project, name, customer_id, customer, number, parked = row
    values = json.loads(key) if isinstance(key, str) else key
    return Head(project, name, customer_id, customer, number, parked, _key(segment, values))


def _key(segment: int, values: list[str]) -> str:
    return urlsafe_b64encode(json.dumps([segment, *values]).encode()).decode().rstrip("=")


def _text(value: str) -> str:
    """A text that can be asked for; raises ValueError otherwise."""
    if "\x00" in value:
        raise ValueError("no text of PostgreSQL")
    return value.encode().decode()


_READ: dict[str, Callable[[str], Any]] = {"date": date.fromisoformat, "uuid": UUID, "text": _text}


def _read_key(text: str, segments: tuple[_Segment, ...]) -> tuple[int, list[Any]]:
    """The segment to go on in and the values to go on after; anything unreadable is the beginning."""
    try:
        place, *values = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        kinds = segments[place].types
        if place < 0 or len(values) != len(kinds):
            return 0, []
        return place, [_READ[kind](value) for kind, value in zip(kinds, values, strict=True)]
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return 0, []
