"""What of a project stands on collective invoices, or waits for one; and what a payer's page says of both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.cycles import Cycle, Every, collective_day
from autossa.domain.invoices import Reason
from autossa.queries.billing.issued.cycles import cycle_of
from autossa.queries.billing.issued.waiting import Collection, collections_of
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class CollectedBooking:
    """A booking of a project that is invoiced with others; net in minor units of `currency`.

    `number` and `issued_on` are those of its document; as long as it waits, `expected_on` says when that is issued,
    None where it is with the next run. `is_left_out`: it was voided before.
    """

    reason: Reason
    start: date
    end: date
    booked_on: date
    currency: str
    net: Money
    payer: str
    number: str
    issued_on: date | None
    expected_on: date | None
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """How a payer is invoiced from a day on, and when that was set."""

    cycle: Cycle
    starts_on: date
    set_at: datetime


@dataclass(frozen=True, slots=True)
class Issued:
    """A collective invoice; money in minor units of `currency`, `left` is what credit notes have not taken back."""

    key: UUID
    number: str
    issued_on: date
    start: date
    end: date
    projects: int
    currency: str
    net: Money
    tax: Money
    gross: Money
    left: Money

    @property
    def id(self) -> str:
        """Its public id."""
        return public_id("inv", self.key)


@dataclass(frozen=True, slots=True)
class CollectivePage:
    """How a payer is invoiced, what waits, and its newest collective invoices."""

    cycle: Cycle
    settings: tuple[Setting, ...]
    waiting: tuple[Collection, ...]
    issued: tuple[Issued, ...]


NEWEST = 100


def collected_of(project: UUID, today: date) -> tuple[CollectedBooking, ...]:
    """The bookings of a project that are invoiced with others, newest first: the newest hundred."""
    found = models.Collected.objects.filter(project=project).select_related("settlement__void", "on_invoice__invoice")
    rows = list(found.order_by("-settlement")[:NEWEST])
    names = dict(models.Organisation.objects.filter(pk__in={row.payer for row in rows}).values_list("id", "name"))
    cycles = {payer: cycle_of(payer, today) for payer in names}
    return tuple(_booking(row, names[row.payer], cycles[row.payer]) for row in rows)


def collective_page(payer: UUID, today: date) -> CollectivePage:
    """The page of a payer."""
    settings = models.BillingCycle.objects.filter(payer=payer).order_by("-starts_on", "-set_at")
    found = models.Invoice.objects.filter(payer=payer, reason="collective", series="INV").order_by("-id")[:NEWEST]
    return CollectivePage(
        cycle_of(payer, today),
        tuple(Setting(Cycle(Every(row.every), row.day), row.starts_on, row.set_at) for row in settings),
        collections_of(payer, today),
        _issued(list(found)),
    )


def _issued(rows: list[models.Invoice]) -> tuple[Issued, ...]:
    taken: dict[UUID, Money] = {}
    for corrects, gross in models.Invoice.objects.filter(
        corrects__in=[row.id for row in rows], series="CN"
    ).values_list("corrects", "gross"):
        if corrects is not None:
            taken[corrects] = taken.get(corrects, 0) + gross
    projects: dict[UUID, set[UUID]] = {}
    sections = models.InvoiceSection.objects.filter(invoice__in=rows).values_list("invoice", "settlement__project")
    for invoice, project in sections:
        projects.setdefault(invoice, set()).add(project)
    return tuple(
        Issued(
            row.id, row.full_number, row.issued_on, row.start, row.end, len(projects.get(row.id, ())), row.currency,
            row.net, row.tax, row.gross, row.gross + taken.get(row.id, 0),
        )
        for row in rows
    )  # fmt: skip


def documents_of(settlements: Iterable[UUID]) -> dict[UUID, models.Invoice]:
    """The document that each booking stands on, its own or a collective one; those without one are left out."""
    wanted = set(settlements)
    found = {row.settlement: row for row in models.Invoice.objects.filter(settlement__in=wanted, series="INV")}
    missing = wanted - found.keys()
    sections = models.InvoiceSection.objects.filter(settlement__in=missing).select_related("invoice")
    together = {section.settlement_id: section.invoice for section in sections}
    return {key: row for key, row in {**found, **together}.items() if key is not None}


def _booking(row: models.Collected, payer: str, cycle: Cycle) -> CollectedBooking:
    section = getattr(row, "on_invoice", None)
    void = getattr(row.settlement, "void", None)
    invoice = section.invoice if section else None
    waits = invoice is None and void is None
    return CollectedBooking(
        reason=Reason(row.settlement.reason),
        start=row.settlement.start,
        end=row.settlement.end,
        booked_on=row.booked_on,
        currency=row.currency,
        net=row.net,
        payer=payer,
        number=invoice.full_number if invoice else "",
        issued_on=invoice.issued_on if invoice else None,
        expected_on=collective_day(cycle, row.booked_on) if waits else None,
        is_left_out=invoice is None and void is not None,
    )
