"""What invoices of orders are for: the lines of the order, SSC or licenses (billing 8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from autossa.domain.amounts import Money, Ssc
from autossa.domain.orders.orders import UNITS
from autossa.store import models
from autossa.store.exact import fraction

_ONLY = 1  # the position of what an order of SSC is for


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """A line of an order: SSC (hundredths), or so many of a license type; `price` of one in units of the currency.

    `order` and `position` name the line, `license` is the id of the license that it brought; name and type are empty
    for SSC.
    """

    order: UUID
    position: int

    ssc: Ssc
    quantity: int
    name: str
    price: Fraction
    net: Money
    license: str = ""
    license_type: str = ""

    @property
    def units(self) -> int:
        """What the price is multiplied by, in hundredths."""
        return self.ssc or self.quantity * UNITS


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order as its invoice says it: its lines, when it was paid if it waited for that, the payer's own number."""

    lines: tuple[OrderedLine, ...]
    paid_on: date | None
    order_number: str


def ordered(invoices: Iterable[models.Invoice]) -> Mapping[UUID, Ordered]:
    """Those invoices that are of orders, by invoice. Three queries at most, none where there is no order."""
    rows = list(invoices)
    credits = _of_credits({row.credit_order_id for row in rows if row.credit_order_id})
    licenses = _of_licenses({row.license_order_id for row in rows if row.license_order_id})
    found = {row.id: credits[row.credit_order_id] for row in rows if row.credit_order_id}
    return found | {row.id: licenses[row.license_order_id] for row in rows if row.license_order_id}


def _of_credits(orders: set[UUID]) -> dict[UUID, Ordered]:
    found = models.CreditOrder.objects.in_bulk(orders) if orders else {}
    return {
        key: Ordered(
            (OrderedLine(key, _ONLY, row.ssc, 0, "", fraction(row.price), row.net),), row.paid_on, row.order_number
        )
        for key, row in found.items()
    }  # fmt: skip


def _of_licenses(orders: set[UUID]) -> dict[UUID, Ordered]:
    if not orders:
        return {}
    found: dict[UUID, list[OrderedLine]] = {}
    lines = models.LicenseOrderLine.objects.filter(order__in=orders).select_related("license_type", "license")
    for line in lines.order_by("order", "position"):
        kind, code = line.license_type, line.license.code if line.license else ""
        one = OrderedLine(
            line.order_id, line.position, 0, line.quantity, kind.name, fraction(line.price), line.net, code, kind.code
        )
        found.setdefault(line.order_id, []).append(one)
    rows = models.LicenseOrder.objects.in_bulk(orders)
    return {key: Ordered(tuple(found[key]), row.paid_on, row.order_number) for key, row in rows.items()}
