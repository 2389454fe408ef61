"""Everything one project's page shows, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from autossa.domain import returns
from autossa.domain.corrections import first_day_to_void
from autossa.domain.coverage import days_left
from autossa.domain.derivations import Derivation, why_gap, why_invoice
from autossa.domain.lines import Line
from autossa.domain.projects import Project
from autossa.domain.releases.entitlements import Verdict
from autossa.queries.billing.invoices import InvoiceRow, invoice_rows, load_invoices
from autossa.queries.billing.next_charges import NextCharge, next_charge, with_document
from autossa.queries.billing.settlements import Explained, GapTerms, explain_parts, load_bookings
from autossa.queries.contracts.history import ContractRow, load_contracts
from autossa.queries.credits.forecasts import CreditCourse, credit_course
from autossa.queries.credits.ledger import LedgerEntry, in_lines, load_ledger, with_bookings
from autossa.queries.devices.page import StockRow, stock_rows
from autossa.queries.projects.alerts import Alert, find_alerts, with_orders
from autossa.queries.projects.coverage import Timeline, make_timeline
from autossa.queries.releases.matrix import newest_of
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.engine.load import Loaded, load_projects
from autossa.store.ids import public_id, read_public_id

SHORT, LONG = 12, 1000


class Tab(StrEnum):
    """The pages of a project; each loads what it shows."""

    OVERVIEW = "overview"
    LICENSES = "licenses"
    CREDITS = "credits"
    CONTRACTS = "contracts"
    INVOICES = "invoices"


EVERY_TAB = frozenset(Tab)


@dataclass(frozen=True, slots=True)
class LicenseRow:
    """One license line, with what is known of its license.

    `given_up` is the quantity that ends with the line, where that can still be taken back; else 0. Its type says
    whether it can be given up at all (`can_be_given_up`). `stock` is what of it is on devices and free, where alive.
    """

    line: Line
    type_name: str
    origin: str
    order_reference: str
    activated_on: date | None
    given_up: int = 0
    can_be_given_up: bool = True
    stock: StockRow | None = None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """Who did what, when; `acting_for` is the organisation staff acted for, empty otherwise."""

    at: datetime
    day: date
    actor: str
    action: str
    details: dict[str, Any]
    acting_for: str = ""


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """One project on a day: `project` is the domain's view of it, the rest explains how it came to be so.

    `newest` is the newest release of each product, by its name, that the project may install; None without one.
    """

    id: str
    name: str
    customer: str
    customer_number: str
    currency: str
    today: date
    project: Project
    charge: NextCharge | None
    charge_lines: tuple[Explained, ...]
    charge_invoice: Derivation | None
    alerts: tuple[Alert, ...]
    timeline: Timeline
    licenses: tuple[LicenseRow, ...]
    contracts: tuple[ContractRow, ...]
    invoices: tuple[InvoiceRow, ...]
    ledger: tuple[LedgerEntry, ...]
    course: CreditCourse | None
    activity: tuple[ActivityRow, ...]
    has_more: bool
    newest: tuple[tuple[str, Verdict | None], ...] = ()

    @property
    def days_left(self) -> int | None:
        """To the last covered day, negative when it is over; None for a project that was never covered."""
        until = self.project.covered_until
        return days_left(until, self.today) if until else None

    @property
    def credit_lines(self) -> tuple[LedgerEntry, ...]:
        """The ledger as people read it, see `in_lines`."""
        return in_lines(self.ledger)

    @property
    def has_gap(self) -> bool:
        """Today is an uncovered day of a project in use, see `Project.has_gap`."""
        return self.project.has_gap(self.today)

    @property
    def first_day_to_void(self) -> date:
        """The first day whose bookings staff can still void today."""
        return first_day_to_void(self.project, self.today)

    @property
    def held_gap(self) -> Derivation | None:
        """Why credits are held, while a contract with a gap is in review."""
        contract = self.project.contract
        if contract is None or contract.gap is None or not self.project.credits.held:
            return None
        return why_gap(contract.gap, self.contracts[0].gap_terms.grace_days)


def project_page(
    project_id: str, today: date, *, tabs: frozenset[Tab] = EVERY_TAB, everything: bool = False
) -> ProjectPage | None:
    """A project by its public id with what the tabs show; None for one that is unknown or malformed.

    Of ledger, invoices and activity it holds the newest rows, or with `everything` all of them (a thousand each).
    """
    try:
        key = read_public_id("prj", project_id)
    except ValueError:
        return None
    with snapshot():
        row = models.Project.objects.select_related("customer").filter(pk=key).first()
        if row is None:
            return None
        loaded = load_projects([key], today, lock=False)[key]
        return _page(row, loaded, today, tabs, LONG if everything else SHORT)


def _page(row: models.Project, loaded: Loaded, today: date, tabs: frozenset[Tab], limit: int) -> ProjectPage:
    project, charge = loaded.project, with_document(loaded, next_charge(loaded, today))
    contracts = load_contracts(row, today, with_terms=Tab.CONTRACTS in tabs)
    books = _books(row, loaded, contracts, tabs, limit)
    activity = _activity(row, limit + 1) if Tab.OVERVIEW in tabs else ()
    settlement = charge.settlement if charge else None
    return ProjectPage(
        id=public_id("prj", row.id),
        name=row.name,
        customer=row.customer.name,
        customer_number=row.customer.number,
        currency=loaded.currency,
        today=today,
        project=project,
        charge=charge,
        charge_lines=explain_parts(settlement) if settlement else (),
        charge_invoice=why_invoice(settlement.invoice) if settlement and settlement.invoice else None,
        alerts=with_orders({row.id: find_alerts(project, charge, row.parked_cause, today, loaded.currency)})[row.id],
        timeline=make_timeline(project, charge, today),
        licenses=_licenses(row, project, today) if Tab.LICENSES in tabs else (),
        contracts=contracts,
        invoices=books.invoices,
        ledger=books.ledger,
        course=credit_course(loaded, today) if Tab.CREDITS in tabs else None,
        activity=activity[:limit],
        has_more=books.has_more,
        newest=newest_of(row.id, project, today) if Tab.OVERVIEW in tabs else (),
    )


@dataclass(frozen=True, slots=True)
class _Books:
    ledger: tuple[LedgerEntry, ...] = ()
    invoices: tuple[InvoiceRow, ...] = ()
    has_more: bool = False


def _books(
    row: models.Project, loaded: Loaded, contracts: tuple[ContractRow, ...], tabs: frozenset[Tab], limit: int
) -> _Books:
    """Ledger and documents, each with the bookings that explain them."""
    ledger, older_entries = load_ledger(row, limit) if Tab.CREDITS in tabs else ((), False)
    documents, older_documents = load_invoices(row, limit) if Tab.INVOICES in tabs else ([], False)
    if not ledger and not documents:
        return _Books()
    terms = {contract.key: contract.gap_terms for contract in contracts}
    bookings = load_bookings(_settlements(ledger, documents), terms, GapTerms(loaded.policy.policy.grace_days))
    return _Books(with_bookings(ledger, bookings), invoice_rows(documents, bookings), older_entries or older_documents)


def _settlements(ledger: Iterable[LedgerEntry], documents: Iterable[models.Invoice]) -> set[UUID]:
    return {e.settlement for e in ledger if e.settlement} | {
        document.settlement for document in documents if document.settlement
    }


def _licenses(row: models.Project, project: Project, today: date) -> tuple[LicenseRow, ...]:
    """All lines, but for what was to remain of a license that was given up further, or taken back."""
    found = models.License.objects.filter(project=row).select_related("license_type")
    by_code = {license.code: license for license in found}
    stocks = {one.license_id: one for one in stock_rows(row.id, project, today)}
    lines = (line for line in project.lines if not (line.is_empty and line.added_on > line.acquired_on))
    return tuple(
        _license(project, line, by_code[line.license_id], today, stocks.get(line.license_id)) for line in lines
    )


def _license(project: Project, line: Line, row: models.License, today: date, stock: StockRow | None) -> LicenseRow:
    is_last = returns.last_given_up(project, line.license_id) == line
    given_up = returns.given_up_with(project, line) if is_last and returns.can_be_undone(project, today, line) else 0
    kind = row.license_type
    known = (row.origin, row.order_reference, row.activated_on)
    shown = stock if line.confirmed and (line.is_open or line.alive_on(today)) else None
    return LicenseRow(line, kind.name, *known, given_up, kind.can_be_given_up, shown)


def _activity(row: models.Project, limit: int) -> tuple[ActivityRow, ...]:
    found = models.Activity.objects.filter(project=row.id).order_by("-id")[:limit]
    return tuple(ActivityRow(a.at, a.day, a.actor_name, a.action, a.details) for a in found)
