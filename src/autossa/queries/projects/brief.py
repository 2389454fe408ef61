"""What a program reads of a project most often: until when it is covered, what is prepaid, its newest contract."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from autossa.domain.amounts import Ssc
from autossa.domain.contracts import OPEN, Status
from autossa.domain.coverage import Period, Source, is_covered
from autossa.domain.lines import Line, Ssa, in_order
from autossa.domain.projects import Project
from autossa.store.ids import public_id
from autossa.store.programs.projects import ProjectRows, read_rows

_UNKNOWN_RATE = Fraction(0)  # what a line costs says nothing about until when it is covered


@dataclass(frozen=True, slots=True)
class ContractBrief:
    """The newest contract; `ends_on` is the first day that it does not hold any more, None without an end."""

    number: int
    status: Status
    starts_on: date
    booked_until: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ProjectBrief:
    """A project on a day. SSC in hundredths; `covered_until` is the first day not covered."""

    id: str
    name: str
    customer: str
    customer_number: str
    currency: str
    covered_until: date | None
    is_covered: bool
    has_gap: bool
    free: Ssc
    held: Ssc
    contract: ContractBrief | None


def read_brief(project: UUID, today: date) -> ProjectBrief | None:
    """A project on a day, in one statement; None for one that is not there (any more)."""
    rows = read_rows(project)
    return None if rows is None else _brief(project, rows, today)


def _brief(key: UUID, rows: ProjectRows, today: date) -> ProjectBrief:
    facts = Project(
        lines=in_order(tuple(map(_line, rows.lines))),
        coverage=tuple(map(_period, rows.coverage)),
        first_activation=_day(rows.first_activation),
    )
    contract = _contract(rows.contract) if rows.contract else None
    is_open = contract is not None and contract.status in OPEN
    return ProjectBrief(
        id=public_id("prj", key),
        name=rows.name,
        customer=rows.customer,
        customer_number=rows.customer_number,
        currency=rows.contract[5] if rows.contract and is_open else rows.currency,
        covered_until=facts.covered_until,
        is_covered=is_covered(facts.coverage, today),
        has_gap=facts.has_gap(today),
        free=rows.free,
        held=rows.held,
        contract=contract,
    )


def _line(row: list[Any]) -> Line:
    number, place, code, kind, quantity, acquired_on, added_on, ended_on, ssa, included_until = row
    life = (date.fromisoformat(acquired_on), date.fromisoformat(added_on), _day(ended_on), True)
    return Line(number, place, code, kind, quantity, _UNKNOWN_RATE, *life, Ssa(ssa), _day(included_until))


def _period(row: list[Any]) -> Period:
    start, end, source, anchor = row
    return Period(date.fromisoformat(start), date.fromisoformat(end), Source(source), date.fromisoformat(anchor))


def _contract(row: list[Any]) -> ContractBrief:
    number, status, start, booked_until, ends_on, _currency = row
    return ContractBrief(
        number, Status(status), date.fromisoformat(start), date.fromisoformat(booked_until), _day(ends_on)
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
