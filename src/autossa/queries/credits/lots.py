"""The lots of a project's credits: where each came from, what is left of it, and what it was used for (rules 5, 10)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from autossa.domain.amounts import Money, Ssc, show
from autossa.domain.credits import LotSource
from autossa.domain.invoices import Reason
from autossa.queries.billing.issued.collected import documents_of
from autossa.store import models
from autossa.store.ids import public_id

_ARRIVALS = ("top_up", "adjust_credits", "redeem_key")
_COMES = [source.value for source in LotSource]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a lot came from: by whom and why, the order or key, or the invoice that recharged it and for what."""

    entry: str = ""
    by: str = ""
    reason: str = ""
    order: str = ""
    key: str = ""
    invoice: str = ""
    invoice_number: str = ""
    booking: Reason | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """What happened to so much of a lot: `entry` is the row of the ledger, the period that of what was paid for."""

    entry: str
    day: date
    kind: str
    ssc: Ssc
    booking: Reason | None
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class LotRow:
    """One lot in hundredths of an SSC; `paid` in minor money units, None when it was not bought."""

    number: int
    source: LotSource
    day: date
    ssc: Ssc
    free: Ssc
    held: Ssc
    paid: Money | None
    origin: Origin
    uses: tuple[Use, ...]

    @property
    def used(self) -> Ssc:
        """What is gone."""
        return self.ssc - self.free - self.held


@dataclass(frozen=True, slots=True)
class Lots:
    """What is left, in the order it will be used; what is used up, newest first; whether there is more of that."""

    left: tuple[LotRow, ...]
    used_up: tuple[LotRow, ...]
    has_more: bool


def load_lots(project: UUID, limit: int) -> Lots:
    """The lots of a project, at most `limit` of those used up. Seven queries."""
    is_left = Q(free__gt=0) | Q(held__gt=0)
    found = models.Lot.objects.filter(project=project)
    left = list(found.filter(is_left).order_by("number"))
    spent = list(found.exclude(is_left).order_by("-number")[: limit + 1])
    read = _Reader(project, [*left, *spent[:limit]])
    return Lots(tuple(map(read.row, left)), tuple(map(read.row, spent[:limit])), len(spent) > limit)


class _Reader:
    """Rows that explain these lots, read at once."""

    def __init__(self, project: UUID, lots: list[models.Lot]) -> None:
        numbers = [lot.number for lot in lots]
        transfers = list(models.Transfer.objects.filter(project=project, lots__overlap=numbers).order_by("day", "id"))
        self.by_lot: dict[int, list[models.Transfer]] = defaultdict(list)
        for transfer in transfers:
            for number in transfer.lots:
                self.by_lot[number].append(transfer)
        settlements = {transfer.settlement for transfer in transfers if transfer.settlement}
        self.settlements = models.Settlement.objects.in_bulk(settlements)
        self.invoices = documents_of(settlements)
        self.arrivals = _arrivals(project, (t.booked_at for t in transfers if t.kind in _COMES))
        self.orders = {
            (row.decided_at, row.ssc): row for row in models.CreditOrder.objects.filter(project=project, state="booked")
        }

    def row(self, lot: models.Lot) -> LotRow:
        """A lot with its story."""
        coming = [t for t in self.by_lot[lot.number] if t.kind in _COMES]
        going = [t for t in self.by_lot[lot.number] if t.kind not in _COMES]
        return LotRow(
            number=lot.number,
            source=LotSource(lot.source),
            day=lot.day,
            ssc=lot.ssc,
            free=lot.free,
            held=lot.held,
            paid=lot.paid,
            origin=self._origin(coming[0]) if coming else Origin(),
            uses=tuple(self._use(transfer, lot.number) for transfer in going),
        )

    def _origin(self, transfer: models.Transfer) -> Origin:
        settlement = self.settlements.get(transfer.settlement) if transfer.settlement else None
        invoice = self.invoices.get(transfer.settlement) if transfer.settlement else None
        arrival = self.arrivals.get((transfer.booked_at, show(transfer.ssc)))
        order = self.orders.get((transfer.booked_at, transfer.ssc))
        return Origin(
            entry=public_id("trf", transfer.id),
            by=arrival.actor_name if arrival else "",
            reason=str(arrival.details.get("reason", "")) if arrival else "",
            order=order.public_id if order else "",
            key=str(arrival.details.get("key", "")) if arrival else "",
            invoice=invoice.public_id if invoice and invoice.project_id else "",
            invoice_number=invoice.full_number if invoice else "",
            booking=Reason(settlement.reason) if settlement else None,
            start=settlement.start if settlement else None,
            end=settlement.end if settlement else None,
        )

    def _use(self, transfer: models.Transfer, number: int) -> Use:
        settlement = self.settlements.get(transfer.settlement) if transfer.settlement else None
        shares = zip(transfer.lots, transfer.lot_ssc, strict=True)
        return Use(
            entry=public_id("trf", transfer.id),
            day=transfer.day,
            kind=transfer.kind,
            ssc=sum(ssc for lot, ssc in shares if lot == number),
            booking=Reason(settlement.reason) if settlement else None,
            start=settlement.start if settlement else None,
            end=settlement.end if settlement else None,
        )


def _arrivals(project: UUID, moments: Iterable[datetime]) -> dict[tuple[datetime, str], models.Activity]:
    """Who let credits come in without an invoice, by moment and amount: written together with them."""
    rows = models.Activity.objects.filter(project=project, action__in=_ARRIVALS, at__in=set(moments))
    return {(row.at, str(row.details.get("ssc", ""))): row for row in rows}
