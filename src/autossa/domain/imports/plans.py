"""The plan of an import: every row checked, and what is to be written where nothing is wrong.

A preview is this plan; the deed is this plan written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from autossa.domain.imports import columns as c
from autossa.domain.imports.book import Book, Row, digest
from autossa.domain.imports.check_contracts import (
    check_contract,
    check_coverage,
    concluded_on,
    make_contract,
    make_coverage,
)
from autossa.domain.imports.check_customers import check_customer, check_mandate
from autossa.domain.imports.check_licenses import activations, check_devices, check_licenses, make_lines
from autossa.domain.imports.faults import Fault, Wrong
from autossa.domain.imports.known import Known
from autossa.domain.imports.openings import NextCharge, Opening, next_charge, open_project
from autossa.domain.invariants import Invariant, broken
from autossa.domain.projects import Outcome, Project, Terms

CUSTOMER, PROJECT, MANDATE = "customer", "project", "mandate"


@dataclass(slots=True)
class Rows:
    """All rows of one project."""

    project: Row
    licenses: list[Row] = field(default_factory=list)
    coverage: list[Row] = field(default_factory=list)
    contracts: list[Row] = field(default_factory=list)
    options: list[Row] = field(default_factory=list)
    devices: list[Row] = field(default_factory=list)

    def all(self) -> Iterator[Row]:
        """In the order of the format."""
        yield self.project
        for rows in (self.licenses, self.coverage, self.contracts, self.options, self.devices):
            yield from rows


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project to be written; `policy_day` is the day whose policy its contract has."""

    rows: Rows
    price_list: str
    outcome: Outcome
    activated: Mapping[str, date]
    policy_day: date
    next: NextCharge | None


@dataclass(slots=True)
class Plan:
    """What an import would do, or what is wrong; `known_before` counts what was taken over before just so."""

    faults: list[Fault] = field(default_factory=list)
    customers: list[Row] = field(default_factory=list)
    projects: list[NewProject] = field(default_factory=list)
    mandates: list[Row] = field(default_factory=list)
    known_before: dict[str, int] = field(default_factory=lambda: dict.fromkeys((CUSTOMER, PROJECT, MANDATE), 0))


def plan_import(book: Book, known: Known, today: date, found: list[Fault]) -> Plan:
    """The plan for a book; `found` is what was wrong with its cells already."""
    plan = Plan(list(found))
    _customers(book, known, today, plan)
    kinds = dict(known.organisations)
    kinds.update({row["number"]: row["kind"] or CUSTOMER for row in book.of(c.CUSTOMERS) if row["number"]})
    _projects(book, known, today, plan, kinds)
    payers = frozenset(number for number, kind in kinds.items() if kind != "vendor")
    mandated: set[str] = set()
    for row in _unique(book.of(c.MANDATES), "reference", plan):
        if _is_known(row, MANDATE, "reference", [row], known, plan, taken=row["reference"] in known.mandates):
            continue
        plan.faults += check_mandate(row, payers, mandated, known, today)
        plan.mandates.append(row)
    plan.faults.sort()
    return plan


def _customers(book: Book, known: Known, today: date, plan: Plan) -> None:
    for row in _unique(book.of(c.CUSTOMERS), "number", plan):
        if _is_known(row, CUSTOMER, "number", [row], known, plan, taken=row["number"] in known.organisations):
            continue
        plan.faults += check_customer(row, known, today)
        plan.customers.append(row)


def _unique(rows: list[Row], column: str, plan: Plan) -> Iterator[Row]:
    """Those whose key stands in no row before."""
    seen: set[str] = set()
    for row in rows:
        key = row[column]
        if key and key in seen:
            plan.faults.append(row.fault(column, Wrong.TWICE))
            continue
        if key:
            seen.add(key)
        yield row


def _is_known(row: Row, kind: str, column: str, rows: list[Row], known: Known, plan: Plan, *, taken: bool) -> bool:
    """It was taken over before just so, or cannot be again: then nothing else of it is looked at."""
    key = row[column]
    before = known.imported.get((kind, key)) if key else None
    if before is not None:
        if before == digest(rows):
            plan.known_before[kind] += 1
        else:
            plan.faults.append(row.fault(column, Wrong.CHANGED))
        return True
    if key and taken:
        plan.faults.append(row.fault(column, Wrong.TAKEN))
        return True
    return False


def _projects(book: Book, known: Known, today: date, plan: Plan, kinds: dict[str, str]) -> None:
    grouped: dict[str, Rows] = {}
    nameless: list[Rows] = []
    names: set[tuple[str, str]] = set()
    for row in _unique(book.of(c.PROJECTS), "reference", plan):
        rows = Rows(row)
        if row["reference"]:
            grouped[row["reference"]] = rows
        else:
            nameless.append(rows)
    _group(book, grouped, plan)
    faulty = _faulty(plan)
    for rows in (*grouped.values(), *nameless):
        row = rows.project
        if _is_known(row, PROJECT, "reference", list(rows.all()), known, plan, taken=False):
            continue
        wrong = [*_check_project(row, known, kinds, names), *_check_rows(rows, known, today, kinds)]
        plan.faults += wrong
        if wrong or any((one.sheet.name, one.number) in faulty for one in rows.all()):
            continue
        new = _new(rows, known, today)
        broken_ones = list(_against_rules(rows, new))
        plan.faults += broken_ones
        if not broken_ones:
            plan.projects.append(new)


def _group(book: Book, grouped: dict[str, Rows], plan: Plan) -> None:
    for sheet in (c.LICENSES, c.COVERAGE, c.CONTRACTS, c.OPTIONS, c.DEVICES):
        for row in book.of(sheet):
            if not row["project"]:
                continue
            rows = grouped.get(row["project"])
            if rows is None:
                plan.faults.append(row.fault("project", Wrong.NO_SUCH_PROJECT))
            else:
                getattr(rows, sheet.name).append(row)


def _faulty(plan: Plan) -> set[tuple[str, int]]:
    return {(fault.place.sheet, fault.place.row) for fault in plan.faults}


def _check_project(row: Row, known: Known, kinds: dict[str, str], names: set[tuple[str, str]]) -> Iterator[Fault]:
    customer, name = row["customer"], row["name"]
    if customer and kinds.get(customer) != "customer":
        yield row.fault("customer", Wrong.NO_SUCH_CUSTOMER)
    elif customer and name:
        if (customer, name) in known.projects:
            yield row.fault("name", Wrong.TAKEN)
        elif (customer, name) in names:
            yield row.fault("name", Wrong.TWICE)
        names.add((customer, name))
    if row["price_list"] and row["price_list"] not in known.price_lists:
        yield row.fault("price_list", Wrong.NO_SUCH_PRICE_LIST)
    elif not row["price_list"] and "price_list" not in row.faulty and len(known.price_lists) != 1:
        yield row.fault("price_list", Wrong.MISSING)


def _check_rows(rows: Rows, known: Known, today: date, kinds: dict[str, str]) -> Iterator[Fault]:
    yield from check_licenses(rows.licenses, known, today)
    yield from check_devices(rows.devices, rows.licenses, today)
    contract = rows.contracts[0] if rows.contracts else None
    yield from check_coverage(rows.coverage, contract)
    for again in rows.contracts[1:]:
        yield again.fault("project", Wrong.TWICE)
    if contract is None:
        yield from (one.fault("project", Wrong.NO_CONTRACT) for one in rows.options)
        return
    if contract["payer"] and kinds.get(contract["payer"], "vendor") == "vendor":
        yield contract.fault("payer", Wrong.NO_SUCH_CUSTOMER)
    yield from check_contract(contract, rows.options, rows.coverage, known, today)


def _new(rows: Rows, known: Known, today: date) -> NewProject:
    contract = rows.contracts[0] if rows.contracts else None
    name = rows.project["price_list"] or next(iter(known.price_lists))
    terms, day = known.price_lists[name], concluded_on(contract, today) if contract else today
    activated = activations(rows.licenses, rows.devices, today)
    opening = Opening(
        make_lines(rows.licenses, known), tuple(activated.items()), make_coverage(rows.coverage),
        rows.project["balance"] or 0, make_contract(contract, rows.options, known, today) if contract else None,
    )  # fmt: skip
    project = Project(Terms(known.policy_on(day), terms.prices, places=terms.places))
    outcome = open_project(project, opening, today)
    return NewProject(rows, name, outcome, activated, day, next_charge(outcome.project, today))


def _against_rules(rows: Rows, new: NewProject) -> Iterator[Fault]:
    """What no single cell shows: an invariant that would not hold."""
    at = rows.contracts[0] if rows.contracts else rows.project
    for found in broken(new.outcome.project):
        if found.invariant is Invariant.NO_LINE_LEFT:
            yield at.fault("project", Wrong.NO_LICENSE_LEFT)
        else:
            yield at.fault("", Wrong.AGAINST_RULES, found.invariant.value)
