"""What a payer's bookings wait for: how it is invoiced, what waits, and the documents that are due (billing 5).

The plan of the run that issues them, and of the pages that say what is to come.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.cycles import collective_day, invoiced_on
from autossa.queries.billing.issued.cycles import cycle_of
from autossa.store import models
from autossa.store.engine.billing.collected import Together, Waiting
from autossa.store.engine.billing.issued import nearest, order_numbers
from autossa.store.exact import fraction


@dataclass(frozen=True, slots=True)
class Collection:
    """A document to be: what it has in common, and its bookings in the order of their sections."""

    together: Together
    bookings: tuple[Waiting, ...]

    @property
    def net(self) -> Money:
        """Σ of its sections."""
        return sum(booking.net for booking in self.bookings)


def payers_waiting() -> list[UUID]:
    """Those who have bookings that stand on no document yet."""
    found = models.Collected.objects.filter(on_invoice=None, settlement__void=None)
    return list(found.order_by("payer").values_list("payer", flat=True).distinct())


def waiting_of(payer: UUID) -> tuple[Waiting, ...]:
    """What of a payer waits, by project. One query."""
    found = models.Collected.objects.filter(payer=payer, on_invoice=None, settlement__void=None)
    found = found.select_related("settlement", "project__customer")
    return tuple(_waiting(row) for row in found.order_by("section", "project", "settlement"))


def collections_of(payer: UUID, day: date) -> tuple[Collection, ...]:
    """The documents that what waits of a payer makes by its setting of a day, the earliest first. Three queries.

    One for each day or month, currency, VAT and order number: the nearest number of each booking on that day counts.
    """
    cycle, waiting = cycle_of(payer, day), waiting_of(payer)
    numbers = order_numbers({str(payer)}, day) if waiting else {}
    found: dict[Together, list[Waiting]] = defaultdict(list)
    for one in waiting:
        until = collective_day(cycle, one.booked_on)
        own, all_of_it = numbers.get((str(payer), str(one.contract))), numbers.get((str(payer), None))
        number = nearest((own, one.order_number, all_of_it))
        found[Together(until, one.currency, one.tax_rate, one.vat_category, number)].append(one)
    keys = sorted(found, key=lambda key: (key.due or date.min, *key[1:]))
    return tuple(Collection(key, tuple(found[key])) for key in keys)


def next_due(payer: UUID) -> date | None:
    """The first day on which something of what waits is invoiced, by the setting of its own day; None where none is."""
    waiting = models.Collected.objects.filter(payer=payer, on_invoice=None, settlement__void=None)
    booked_on = waiting.order_by("booked_on").values_list("booked_on", flat=True).first()
    return invoiced_on(cycle_of(payer, booked_on), booked_on) if booked_on else None


def due_of(payer: UUID, day: date) -> tuple[Collection, ...]:
    """The documents that are issued on a day, or should have been before."""
    return tuple(one for one in collections_of(payer, day) if one.together.due is None or one.together.due <= day)


def _waiting(row: models.Collected) -> Waiting:
    return Waiting(
        settlement=row.settlement_id,
        project=row.project_id,
        section=row.section,
        customer=row.project.customer_id,
        customer_name=row.project.customer.name,
        contract=row.contract,
        reason=row.settlement.reason,
        start=row.settlement.start,
        end=row.settlement.end,
        price_list=row.price_list,
        currency=row.currency,
        net=row.net,
        tax_rate=fraction(row.tax_rate),
        vat_category=row.vat_category,
        order_number=row.order_number,
        payment_days=row.payment_days,
        booked_on=row.booked_on,
    )
