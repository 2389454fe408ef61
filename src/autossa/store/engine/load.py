"""Rows to facts: locked projects as the domain sees them, in a fixed number of queries a batch."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain import projects as d
from autossa.domain.charges import Charge
from autossa.domain.contracts import Contract, Gap, Status
from autossa.domain.coverage import Period, Source
from autossa.domain.credits import Credits, Lot, LotSource
from autossa.domain.lines import Line, in_order
from autossa.store.engine.arrays import array_text
from autossa.store.engine.liabilities import load_liabilities
from autossa.store.engine.terms import PolicyRow, Versions, load_versions
from autossa.store.exact import fraction


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project's facts with the row ids that its plan will be written to.

    `covered_until` is what the row says; the daily run, which loads no past coverage, knows it from there alone.
    """

    id: UUID
    project: d.Project
    policy: PolicyRow
    touched_on: date
    customer: UUID
    price_list: UUID
    currency: str
    customers_tax_rate: Fraction
    covered_until: date | None = None
    knows_past: bool = True
    contract_id: UUID | None = None
    payer: UUID | None = None
    payer_name: str = ""
    payer_until: date | None = None
    revision: int = 0
    line_ids: dict[int, UUID] = field(default_factory=dict)
    license_ids: dict[str, UUID] = field(default_factory=dict)

    def other_payer(self, day: date) -> str:
        """Who is invoiced under the open contract for a day of it, by name; empty where it is the customer."""
        contract = self.project.contract
        if contract is None or not contract.is_open or self.payer == self.customer:
            return ""
        return self.payer_name if self.payer_until is None or day < self.payer_until else ""

    def covered_until_after(self, project: d.Project) -> date | None:
        """The first day not covered once an outcome is written; without the past it can only have grown."""
        until = project.covered_until
        if self.knows_past or self.covered_until is None:
            return until
        return max(self.covered_until, until or self.covered_until)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the queries found, by the project's id as text: Python hashes a UUID ten times more slowly.

    No `coverage` means that it was not asked for, as by the daily run.
    """

    contracts: dict[str, tuple[Any, ...]]
    lines: dict[str, list[tuple[Any, ...]]]
    lots: dict[str, list[tuple[Any, ...]]]
    coverage: dict[str, list[tuple[Any, ...]]] | None
    rejections: dict[str, list[tuple[Any, ...]]]
    gap_charges: dict[str, list[tuple[Any, ...]]]


def load_projects(
    ids: Iterable[UUID], day: date, *, lock: bool = True, used_up_lots: bool = False
) -> dict[UUID, Loaded]:
    """The whole facts of these projects on a day, their rows locked in id order when `lock`.

    Unknown ids are left out. Lots that are used up come along only when asked for: a void gives credits back to them.
    """
    wanted = array_text(ids)
    heads = _project_rows(wanted, lock=lock)
    found = _Rows(
        contracts=_latest_contracts(wanted),
        lines=_lines(wanted, only_for_run=False),
        lots=_lots(wanted, used_up=used_up_lots),
        coverage=_coverage(wanted),
        rejections=_rejections(wanted),
        gap_charges=_gap_charges(wanted),
    )
    return _assemble(heads, found, day)


def load_for_run(ids: Iterable[UUID], day: date) -> dict[UUID, Loaded]:
    """What the daily run needs of projects that are locked already: no past coverage, no ended lines, no reviews."""
    wanted = array_text(ids)
    heads = _project_rows(wanted, lock=False)
    found = _Rows(
        contracts=_latest_contracts(wanted),
        lines=_lines(wanted, only_for_run=True),
        lots=_lots(wanted, used_up=False),
        coverage=None,
        rejections={},
        gap_charges={},
    )
    return _assemble(heads, found, day)


def _assemble(heads: list[tuple[Any, ...]], found: _Rows, day: date) -> dict[UUID, Loaded]:
    price_lists = {row[7] for row in heads} | {row[3] for row in found.contracts.values()}
    versions = load_versions(price_lists)
    loaded = {row[0]: _loaded(row, found, versions, day) for row in heads}
    paid_by_others = [str(key) for key, one in loaded.items() if one.payer not in (None, one.customer)]
    for key, until in load_liabilities(array_text(paid_by_others)).items() if paid_by_others else ():
        one = loaded[UUID(key)]
        terms = replace(one.project.terms, next_payer=(until, one.customers_tax_rate))
        loaded[one.id] = replace(one, payer_until=until, project=replace(one.project, terms=terms))
    return loaded


def _loaded(row: tuple[Any, ...], found: _Rows, versions: Versions, day: date) -> Loaded:
    project_id, next_lot, first_activation, touched_on, tax_rate, customer, currency, price_list, covered_until = row
    key = str(project_id)
    head = found.contracts.get(key)
    lines = found.lines.get(key, [])
    contract = _contract(head, found.gap_charges.get(key, []), lines, versions) if head else None
    policy, customers = versions.policy_on(day), fraction(tax_rate)
    payers = customers
    if contract is not None and head is not None and contract.is_open:
        policy, price_list, currency = versions.policy_of_plan(head[2]), head[3], head[5]
        payers = fraction(head[21])
    project = d.Project(
        terms=d.Terms(policy.policy, versions.prices[price_list], payers),
        lines=in_order(tuple(_line(line) for line in lines)),
        coverage=tuple(_period(period) for period in (found.coverage or {}).get(key, [])),
        credits=Credits(tuple(_lot(lot) for lot in found.lots.get(key, [])), next_lot),
        contract=contract,
        rejections=tuple(d.Rejection(r[1], (r[3] - r[2]).days) for r in found.rejections.get(key, [])),
        first_activation=first_activation,
    )
    return Loaded(
        id=project_id,
        project=project,
        policy=policy,
        touched_on=touched_on,
        customer=customer,
        price_list=price_list,
        currency=currency,
        customers_tax_rate=customers,
        covered_until=covered_until,
        knows_past=found.coverage is not None,
        contract_id=head[1] if head else None,
        payer=head[4] if head else None,
        payer_name=head[22] if head else "",
        revision=head[15] if head else 0,
        line_ids={line[1]: line[10] for line in lines},
        license_ids={line[3]: line[11] for line in lines},
    )


def _contract(
    row: tuple[Any, ...], gap_rows: list[tuple[Any, ...]], lines: list[tuple[Any, ...]], versions: Versions
) -> Contract:
    (_, _, plan, _, _, _, number, status, concluded_on, start, booked_until, fixed_end, ends_on, requested) = row[:14]
    name, gap_start, gap_late, gap_covers, gap_excused = row[16:21]
    gap = None
    if gap_start is not None:
        by_number = {line[1]: line for line in lines}
        charges = tuple(_gap_charge(r, by_number[r[1]], gap_start) for r in gap_rows)
        gap = Gap(gap_start, concluded_on, gap_late, gap_covers, charges, gap_excused)
    return Contract(
        number=number,
        option=versions.policy_of_plan(plan).policy.option(name),
        status=Status(status),
        concluded_on=concluded_on,
        start=start,
        booked_until=booked_until,
        fixed_end=fixed_end,
        ends_on=ends_on,
        gap=gap,
        requested=frozenset(requested),
    )


def _gap_charge(row: tuple[Any, ...], line: tuple[Any, ...], anchor: date) -> Charge:
    _, _, start, end, ssc, multiplier = row
    return Charge(_line(line), anchor, start, start, end, ssc, fraction(multiplier))


def _line(row: tuple[Any, ...]) -> Line:
    _, number, place, code, license_type, quantity, rate, acquired_on, added_on, ended_on, _, _, confirmed = row
    return Line(number, place, code, license_type, quantity, fraction(rate), acquired_on, added_on, ended_on, confirmed)


def _lot(row: tuple[Any, ...]) -> Lot:
    _, number, source, free, held, paid = row
    return Lot(number, LotSource(source), free, held, paid)


def _period(row: tuple[Any, ...]) -> Period:
    _, start, end, source, anchor = row
    return Period(start, end, Source(source), anchor)


def _project_rows(ids: str, *, lock: bool) -> list[tuple[Any, ...]]:
    return _all(
        "SELECT p.id, p.next_lot, p.first_activation, p.touched_on, o.tax_rate, o.id, l.currency, p.price_list_id,"
        " p.covered_until"
        " FROM projects p JOIN organisations o ON o.id = p.customer_id JOIN price_lists l ON l.id = p.price_list_id"
        " WHERE p.id = ANY(%s::uuid[]) ORDER BY p.id" + (" FOR UPDATE OF p" if lock else ""),
        ids,
    )


def _latest_contracts(ids: str) -> dict[str, tuple[Any, ...]]:
    rows = _all(
        "SELECT DISTINCT ON (c.project_id) c.project_id::text, c.id, c.plan_id, c.price_list_id, c.payer_id,"
        " c.currency, c.number, c.status, c.concluded_on, c.start, c.booked_until, c.fixed_end, c.ends_on, c.requested,"
        " c.decided_on, c.voids, v.name, c.gap_start, c.gap_late, c.gap_covers,"
        " c.gap_excused, o.tax_rate, o.name"
        " FROM contracts c JOIN plan_versions v ON v.id = c.plan_id JOIN organisations o ON o.id = c.payer_id"
        " WHERE c.project_id = ANY(%s::uuid[]) ORDER BY c.project_id, c.number DESC",
        ids,
    )
    return {row[0]: row for row in rows}


def _lines(ids: str, *, only_for_run: bool) -> dict[str, list[tuple[Any, ...]]]:
    # A line that ended before its project was last touched can be in no period still to be booked.
    alive = " AND (l.ended_on IS NULL OR l.ended_on > c.booked_until) AND l.confirmed"
    running = " JOIN contracts c ON c.project_id = l.project_id AND c.status IN ('active', 'ending', 'suspended')"
    return _grouped(
        "SELECT l.project_id::text, l.number, l.place, i.code, t.code, l.quantity, l.rate, l.acquired_on, l.added_on,"
        " l.ended_on, l.id, i.id, l.confirmed"
        " FROM license_lines l JOIN licenses i ON i.id = l.license_id JOIN license_types t ON t.id = i.license_type_id"
        + (running if only_for_run else "")
        + " WHERE l.project_id = ANY(%s::uuid[])"
        + (alive if only_for_run else ""),
        ids,
    )


def _lots(ids: str, *, used_up: bool) -> dict[str, list[tuple[Any, ...]]]:
    return _grouped(
        "SELECT project_id::text, number, source, free, held, paid FROM lots WHERE project_id = ANY(%s::uuid[])"
        + ("" if used_up else " AND (free > 0 OR held > 0)")
        + " ORDER BY project_id, number",
        ids,
    )


def _coverage(ids: str) -> dict[str, list[tuple[Any, ...]]]:
    return _grouped(
        "SELECT project_id::text, lower(days), upper(days), source, anchor FROM coverage"
        " WHERE project_id = ANY(%s::uuid[]) ORDER BY project_id, days",
        ids,
    )


def _rejections(ids: str) -> dict[str, list[tuple[Any, ...]]]:
    return _grouped(
        "SELECT project_id::text, gap_start, concluded_on, decided_on FROM contracts"
        " WHERE project_id = ANY(%s::uuid[]) AND status = 'rejected' AND gap_start IS NOT NULL",
        ids,
    )


def _gap_charges(ids: str) -> dict[str, list[tuple[Any, ...]]]:
    return _grouped(
        'SELECT c.project_id::text, g.line, g.start, g."end", g.ssc, g.multiplier'
        " FROM gap_charges g JOIN contracts c ON c.id = g.contract_id"
        " WHERE c.project_id = ANY(%s::uuid[]) AND c.status IN ('in_review', 'question') ORDER BY g.id",
        ids,
    )


def _grouped(sql: str, ids: str) -> dict[str, list[tuple[Any, ...]]]:
    grouped: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in _all(sql, ids):
        grouped[row[0]].append(row)
    return grouped


def _all(sql: str, ids: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids])
        return list(cursor.fetchall())
