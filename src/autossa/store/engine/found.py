"""The rows that facts are made of, as the queries find them: a fixed number of queries for any number of projects.

Projects are keyed by their id as text: Python hashes a UUID ten times more slowly.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

# A partner that was never handed over to pays by another agreement, and one with an open hand-over goes on. What a
# company that was merged gave, or was given, counts as that of the one that stayed.
_FORMER_PARTNERS = """
WITH RECURSIVE paid AS (
    SELECT p.id, p.customer_id, c.payer_id
    FROM projects p
    JOIN contracts c ON c.project_id = p.id AND c.payer_id <> p.customer_id
        AND c.status IN ('in_review', 'question', 'active', 'ending', 'suspended')
    WHERE p.id = ANY(%s::uuid[])
), same(stayed, id) AS (
    (SELECT customer_id, customer_id FROM paid UNION SELECT payer_id, payer_id FROM paid)
    UNION SELECT s.stayed, o.id FROM same s JOIN organisations o ON o.merged_into_id = s.id
)
SELECT p.id::text, max(h.ends_on)
FROM paid p
JOIN same customer ON customer.stayed = p.customer_id
JOIN same partner ON partner.stayed = p.payer_id
JOIN hand_overs h ON h.customer_id = customer.id AND h.partner_id = partner.id
    AND (h.project_id IS NULL OR h.project_id = p.id)
GROUP BY p.id HAVING bool_and(h.ends_on IS NOT NULL)
"""


class FoundProject(NamedTuple):
    """A project, and what its customer and its price list say; `project` is its id as text, as in the other rows."""

    project: str
    id: UUID
    name: str
    next_lot: int
    first_activation: date | None
    touched_on: date
    treatment: str | None
    rate_class: str | None
    customer: UUID
    currency: str
    price_list: UUID
    covered_until: date | None


class FoundContract(NamedTuple):
    """The newest contract of a project, with the name of its option, and its payer's name and how it is taxed.

    `key` is its id as text.
    """

    project: str
    id: UUID
    plan: UUID
    price_list: UUID
    payer: UUID
    currency: str
    number: int
    status: str
    concluded_on: date
    start: date
    booked_until: date
    fixed_end: date | None
    ends_on: date | None
    requested: list[int]
    voids: int
    option: str
    gap_start: date | None
    gap_late: bool
    gap_excused: int
    gap_waived: bool
    terminated: bool
    option_from: list[date] | None
    option_plans: list[UUID] | None
    order_number: str
    treatment: str | None
    rate_class: str | None
    payer_name: str
    key: str


class FoundLine(NamedTuple):
    """A line with its license."""

    project: str
    number: int
    place: int
    license: str
    license_type: str
    quantity: int
    rate: str
    acquired_on: date
    added_on: date
    ended_on: date | None
    confirmed: bool
    ssa: str
    included_until: date | None
    id: str
    license_id: str


class FoundLot(NamedTuple):
    """A lot with what is left of it."""

    project: str
    number: int
    source: str
    free: int
    held: int
    paid: int | None


class FoundPeriod(NamedTuple):
    """A covered period."""

    project: str
    start: date
    end: date
    source: str
    anchor: date


class FoundReview(NamedTuple):
    """The days of a review that was rejected, or goes on: asked on, answered on."""

    project: str
    status: str
    concluded_on: date
    decided_on: date | None
    asked: list[date]
    answered: list[date]


class FoundWaiver(NamedTuple):
    """The waiver of a project that was granted last."""

    project: str
    last_day: date


class FoundGapCharge(NamedTuple):
    """What a line will be charged for the gap of a contract in review."""

    project: str
    line: int
    start: date
    end: date
    ssc: int
    multiplier: Decimal


def find_projects(ids: str, *, lock: bool) -> list[FoundProject]:
    """The projects in id order, locked in that order when `lock`; unknown ids are left out."""
    return _all(
        FoundProject,
        "SELECT p.id::text, p.id, p.name, p.next_lot, p.first_activation, p.touched_on, t.treatment,"
        " t.rate_class, o.id, l.currency,"
        " p.price_list_id, p.covered_until"
        " FROM projects p JOIN organisations o ON o.id = p.customer_id JOIN price_lists l ON l.id = p.price_list_id"
        " LEFT JOIN vat_treatments t ON t.id = o.treatment_id"
        " WHERE p.id = ANY(%s::uuid[]) ORDER BY p.id" + (" FOR UPDATE OF p" if lock else ""),
        ids,
    )


def find_latest_contracts(ids: str) -> dict[str, FoundContract]:
    """The newest contract of each project that has one."""
    rows: list[FoundContract] = _all(
        FoundContract,
        "SELECT DISTINCT ON (c.project_id) c.project_id::text, c.id, c.plan_id, c.price_list_id, c.payer_id,"
        " c.currency, c.number, c.status, c.concluded_on, c.start, c.booked_until, c.fixed_end, c.ends_on, c.requested,"
        " c.voids, v.name, c.gap_start, c.gap_late, c.gap_excused, c.gap_waived,"
        " c.terminated, c.option_from, c.option_plans, c.order_number, t.treatment, t.rate_class, o.name, c.id::text"
        " FROM contracts c JOIN plan_versions v ON v.id = c.plan_id JOIN organisations o ON o.id = c.payer_id"
        " LEFT JOIN vat_treatments t ON t.id = o.treatment_id"
        " WHERE c.project_id = ANY(%s::uuid[]) ORDER BY c.project_id, c.number DESC",
        ids,
    )
    return {row.project: row for row in rows}


def find_lines(ids: str, *, only_for_run: bool) -> dict[str, list[FoundLine]]:
    """All lines, or those alone that the run of running contracts can charge."""
    # A line that ended before its project was last touched can be in no period still to be booked.
    alive = " AND (l.ended_on IS NULL OR l.ended_on > c.booked_until) AND l.confirmed"
    running = " JOIN contracts c ON c.project_id = l.project_id AND c.status IN ('active', 'ending', 'suspended')"
    return _grouped(
        FoundLine,
        "SELECT l.project_id::text, l.number, l.place, i.code, t.code, l.quantity, l.rate::text, l.acquired_on,"
        " l.added_on, l.ended_on, l.confirmed, t.ssa, i.included_until, l.id::text, i.id::text"
        " FROM license_lines l JOIN licenses i ON i.id = l.license_id JOIN license_types t ON t.id = i.license_type_id"
        + (running if only_for_run else "")
        + " WHERE l.project_id = ANY(%s::uuid[])"
        + (alive if only_for_run else ""),
        ids,
    )


def find_lots(ids: str, *, used_up: bool) -> dict[str, list[FoundLot]]:
    """The lots with something left, in order; those without too when `used_up`."""
    return _grouped(
        FoundLot,
        "SELECT project_id::text, number, source, free, held, paid FROM lots WHERE project_id = ANY(%s::uuid[])"
        + ("" if used_up else " AND (free > 0 OR held > 0)")
        + " ORDER BY project_id, number",
        ids,
    )


def find_coverage(ids: str) -> dict[str, list[FoundPeriod]]:
    """The covered periods in order."""
    return _grouped(
        FoundPeriod,
        "SELECT project_id::text, lower(days), upper(days), source, anchor FROM coverage"
        " WHERE project_id = ANY(%s::uuid[]) ORDER BY project_id, days",
        ids,
    )


def find_reviews(ids: str) -> dict[str, list[FoundReview]]:
    """The reviews that were rejected, and the one that goes on, in order; its first event is its conclusion."""
    return _grouped(
        FoundReview,
        "SELECT c.project_id::text, c.status, c.concluded_on, c.decided_on,"
        " ARRAY(SELECT day FROM contract_events WHERE contract_id = c.id AND status = 'question' ORDER BY id),"
        " ARRAY(SELECT day FROM contract_events WHERE contract_id = c.id AND status = 'in_review' ORDER BY id OFFSET 1)"
        " FROM contracts c WHERE c.project_id = ANY(%s::uuid[]) AND c.status IN ('rejected', 'in_review', 'question')"
        " ORDER BY c.project_id, c.number",
        ids,
    )


def find_waivers(ids: str) -> dict[str, list[FoundWaiver]]:
    """Of each project that has any, the one granted last."""
    return _grouped(
        FoundWaiver,
        "SELECT DISTINCT ON (project_id) project_id::text, last_day FROM waivers"
        " WHERE project_id = ANY(%s::uuid[]) ORDER BY project_id, id DESC",
        ids,
    )


def find_gap_charges(ids: str) -> dict[str, list[FoundGapCharge]]:
    """The charges of the gaps that are in review."""
    return _grouped(
        FoundGapCharge,
        'SELECT c.project_id::text, g.line, g.start, g."end", g.ssc, g.multiplier'
        " FROM gap_charges g JOIN contracts c ON c.id = g.contract_id"
        " WHERE c.project_id = ANY(%s::uuid[]) AND c.status IN ('in_review', 'question') ORDER BY g.id",
        ids,
    )


def find_ended_hand_overs(ids: str) -> dict[str, date]:
    """For projects whose payer's hand-over has an end: the first day on which it did not hold any more."""
    with connection.cursor() as cursor:
        cursor.execute(_FORMER_PARTNERS, [ids])
        return dict(cursor.fetchall())


def _grouped(kind: Any, sql: str, ids: str) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for row in _all(kind, sql, ids):
        grouped[row.project].append(row)
    return grouped


def _all(kind: Any, sql: str, ids: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids])
        return list(map(kind._make, cursor.fetchall()))
