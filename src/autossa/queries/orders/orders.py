"""Orders of licenses as rows: of a project, of an organisation, of everybody; what waits for its payment."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from autossa.domain.amounts import Money
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.ids import read_public_id

T = TypeVar("T", models.CreditOrder, models.LicenseOrder, models.Quote)
LIMIT = 200


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line; `license_id` is the license that it brought, "" until the order is booked."""

    license_type: str
    name: str
    quantity: int
    enlarges: str
    price: Fraction
    net: Money
    license_id: str


@dataclass(frozen=True, slots=True)
class LicenseOrder:
    """One order of licenses; money in minor units of `currency`. `invoice` is its number, "" until it is booked."""

    id: str
    key: UUID
    project: str
    project_key: UUID
    project_name: str
    customer: str
    payer: str
    lines: tuple[LineRow, ...]
    net: Money
    tax: Money
    gross: Money
    tax_rate: Fraction
    currency: str
    order_number: str
    booking: str
    state: str
    ordered_on: date
    ordered_at: datetime
    ordered_by: str
    decided_at: datetime | None
    decided_by: str
    paid_on: date | None
    reason: str
    quote: str
    invoice: str


def license_orders_of(project: UUID) -> tuple[LicenseOrder, ...]:
    """The orders of a project, the open ones first, then newest first."""
    found = map(_row, _orders().filter(project=project).order_by("-ordered_at", "-id")[:LIMIT])
    return tuple(sorted(found, key=lambda order: order.state != "open"))


def license_orders(*, is_past: bool = False) -> tuple[LicenseOrder, ...]:
    """Of everybody: what waits for its payment, oldest first; or what was decided, the newest decision first."""
    if is_past:
        return tuple(map(_row, _orders().exclude(state="open").order_by("-decided_at", "-id")[:LIMIT]))
    return tuple(map(_row, _orders().filter(state="open").order_by("ordered_at", "id")[:LIMIT]))


def find_license_order(public: str) -> LicenseOrder | None:
    """An order by its public id; None when there is none."""
    try:
        key = read_public_id("lor", public)
    except ValueError:
        return None
    row = _orders().filter(pk=key).first()
    return _row(row) if row else None


def count_waiting_orders() -> int:
    """How many orders, of credits and of licenses, wait for their payment. One query."""
    licenses = models.LicenseOrder.objects.filter(state="open").order_by().values("id")
    return models.CreditOrder.objects.filter(state="open").order_by().values("id").union(licenses, all=True).count()


@dataclass(frozen=True, slots=True)
class Paper:
    """An order or a quote among those of an organisation; money in minor units of `currency`."""

    kind: str
    id: str
    number: str
    project: str
    project_name: str
    payer: str
    day: date
    gross: Money
    currency: str
    state: str


def papers_of(organisation: UUID, today: date) -> tuple[Paper, ...]:
    """The orders and quotes of a customer's projects, and those that the organisation pays, newest first."""
    credit = _newest(models.CreditOrder.objects.all(), organisation)
    licenses = _newest(models.LicenseOrder.objects.all(), organisation)
    quotes = _newest(models.Quote.objects.all(), organisation)
    found = [
        *(_paper("credits", row, row.public_id, row.ordered_on, row.state) for row in credit),
        *(_paper("licenses", row, row.public_id, row.ordered_on, row.state) for row in licenses),
        *(_paper("quote", row, row.full_number, row.issued_on, _quote_state(row, today)) for row in quotes),
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.id), reverse=True))


def _newest(rows: QuerySet[T], organisation: UUID) -> QuerySet[T]:
    """Of a customer's projects, and of whoever pays: each part has an index, both at once have none."""
    ids = rows.order_by("-id").values("id")
    projects = models.Project.objects.filter(customer=organisation).values("id")
    keys = ids.filter(project__in=projects)[:LIMIT].union(ids.filter(payer=organisation)[:LIMIT])
    return rows.filter(pk__in=keys).select_related("project", "payer").order_by("-id")[:LIMIT]


def _quote_state(row: models.Quote, today: date) -> str:
    if row.accepted_at:
        return "accepted"
    if row.withdrawn_at:
        return "withdrawn"
    return "expired" if today > row.valid_until else "valid"


def _paper(
    kind: str, row: models.CreditOrder | models.LicenseOrder | models.Quote, number: str, day: date, state: str
) -> Paper:
    return Paper(
        kind, row.public_id, number, row.project.public_id, row.project.name, row.payer.name, day, row.gross,
        row.currency, state,
    )  # fmt: skip


def _orders() -> QuerySet[models.LicenseOrder]:
    return models.LicenseOrder.objects.select_related("project__customer", "payer", "quote").prefetch_related(
        "lines__license_type", "lines__enlarges", "lines__license", "invoices"
    )


def _row(row: models.LicenseOrder) -> LicenseOrder:
    lines = sorted(row.lines.all(), key=lambda line: line.position)
    return LicenseOrder(
        id=row.public_id,
        key=row.id,
        project=row.project.public_id,
        project_key=row.project_id,
        project_name=row.project.name,
        customer=row.project.customer.name,
        payer=row.payer.name,
        lines=tuple(
            LineRow(
                line.license_type.code,
                line.license_type.name,
                line.quantity,
                line.enlarges.code if line.enlarges else "",
                fraction(line.price),
                line.net,
                line.license.code if line.license else "",
            )
            for line in lines
        ),
        net=row.net,
        tax=row.tax,
        gross=row.gross,
        tax_rate=fraction(row.tax_rate),
        currency=row.currency,
        order_number=row.order_number,
        booking=row.booking,
        state=row.state,
        ordered_on=row.ordered_on,
        ordered_at=row.ordered_at,
        ordered_by=row.ordered_by_name,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        paid_on=row.paid_on,
        reason=row.reason,
        quote=row.quote.full_number if row.quote else "",
        invoice=next((one.full_number for one in row.invoices.all() if one.series == "INV"), ""),
    )
