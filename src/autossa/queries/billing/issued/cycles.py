"""How payers are invoiced on which day: what is set of them, for what is booked and for what will be (billing 5)."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from autossa.domain.billing.cycles import Cycle, Every, Setting, collective_day, cycle_on
from autossa.store import models

Settings = Mapping[UUID, tuple[Setting, ...]]
"""By payer, the oldest first; who is missing is invoiced each by itself."""


def cycle_of(payer: UUID, day: date) -> Cycle:
    """How a payer is invoiced on a day."""
    return cycle_on(settings_of([payer]).get(payer, ()), day)


def settings_of(payers: Iterable[UUID] | None = None) -> Settings:
    """What is set of these payers, days to come included; of all payers without any. One query."""
    rows = models.BillingCycle.objects.order_by("payer", "starts_on", "set_at")
    if payers is not None:
        rows = rows.filter(payer__in=set(payers))
    found: dict[UUID, tuple[Setting, ...]] = {}
    for payer, starts_on, every, day in rows.values_list("payer", "starts_on", "every", "day").iterator():
        found[payer] = (*found.get(payer, ()), Setting(starts_on, Cycle(Every(every), day)))
    return found


def collective_on(settings: Settings, payer: UUID, booked_on: date) -> date | None:
    """The day of the collective invoice for what will be booked on a day; None where it has one of its own."""
    return collective_day(cycle_on(settings.get(payer, ()), booked_on), booked_on)
