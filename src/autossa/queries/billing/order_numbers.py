"""Order numbers of payers: those that were set, what holds for each contract, and where one is missing (billing 2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import Exact

from autossa.store import models
from autossa.store.engine.billing.issued import nearest
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number from a day on: of a contract's project, or ("") of all contracts that have none of their own."""

    project: str
    number: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class PaidContract:
    """An open contract: who pays, when something is booked next (None: nothing is due), and the number then.

    `needed` says that its payer takes no invoice without one.
    """

    id: UUID
    payer: str
    payer_name: str
    payer_number: str
    project: str
    project_name: str
    next_on: date | None
    order_number: str
    needed: bool

    @property
    def is_missing(self) -> bool:
        """The next invoice would be without the number that its payer needs."""
        return self.needed and self.next_on is not None and not self.order_number


@dataclass(frozen=True, slots=True)
class OrderNumbers:
    """The page of a payer."""

    needed: bool
    contracts: tuple[PaidContract, ...]
    history: tuple[NumberRow, ...]


def order_numbers(payer: UUID, day: date) -> OrderNumbers:
    """What an organisation set, and what holds for its contracts. Three queries."""
    row = models.Organisation.objects.get(pk=payer)
    found = models.OrderNumber.objects.filter(payer=payer).select_related("contract__project")
    history = tuple(
        NumberRow(one.contract.project.name if one.contract else "", one.number, one.starts_on)
        for one in found.order_by("-starts_on", "-set_at")
    )
    return OrderNumbers(row.needs_order_number, _contracts([payer], day), history)


def missing_order_numbers(day: date, payer: UUID | None = None, most: int | None = None) -> tuple[PaidContract, ...]:
    """The contracts whose next invoice would lack a number, the first one first: all, or so many. Two queries."""
    needing = models.Organisation.objects.filter(needs_order_number=True)
    if payer is not None:
        needing = needing.filter(pk=payer)
    lacking = models.Contract.objects.open().filter(payer__in=needing, order_number="")
    begun = models.OrderNumber.objects.filter(
        payer=OuterRef("payer"), starts_on__lte=Greatest(Value(day), OuterRef("project__next_run_on"))
    ).order_by("-starts_on", "-set_at")
    holding = (begun.filter(contract=OuterRef("pk")), begun.filter(contract=None))
    own, of_all = (Coalesce(Subquery(one.values("number")[:1]), Value("")) for one in holding)
    rows = lacking.filter(Exact(own, Value("")), Exact(of_all, Value("")), project__next_run_on__isnull=False)
    rows = rows.select_related("payer", "project")
    return tuple(_row(row, [], day) for row in rows.order_by("project__next_run_on", "payer__name", "id")[:most])


def _contracts(payers: Iterable[UUID], day: date) -> tuple[PaidContract, ...]:
    found = list(models.Contract.objects.open().filter(payer__in=list(payers)).select_related("payer", "project"))
    numbers = list(models.OrderNumber.objects.filter(payer__in={row.payer_id for row in found}).order_by("set_at"))
    rows = [_row(row, numbers, day) for row in found]
    return tuple(sorted(rows, key=lambda row: (row.next_on or date.max, row.payer_name, row.project_name)))


def _row(row: models.Contract, numbers: list[models.OrderNumber], day: date) -> PaidContract:
    next_on = row.project.next_run_on
    booked_on = max(day, next_on) if next_on else day
    number = nearest(
        (
            _newest(numbers, row.payer_id, row.id, booked_on),
            row.order_number,
            _newest(numbers, row.payer_id, None, booked_on),
        )
    )
    return PaidContract(
        row.id,
        row.payer.public_id,
        row.payer.name,
        row.payer.number,
        public_id("prj", row.project_id),
        row.project.name,
        max(day, next_on) if next_on else None,
        number,
        row.payer.needs_order_number,
    )


def _newest(numbers: list[models.OrderNumber], payer: UUID, contract: UUID | None, day: date) -> str:
    begun = [one for one in numbers if one.payer_id == payer and one.contract_id == contract and one.starts_on <= day]
    return max(begun, key=lambda one: (one.starts_on, one.set_at)).number if begun else ""
