"""The credit ledger of a project, newest first: every transfer with its lots and the balance after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Ssc, show
from autossa.domain.credits import LotSource
from autossa.queries.billing.settlements import Booking
from autossa.store import models
from autossa.store.ids import public_id

_WITH_REASON = ("top_up", "adjust_credits")
_RECHARGE = "recharge"


@dataclass(frozen=True, slots=True)
class LotShare:
    """So many hundredths of an SSC of a lot, which came from `source` on `day`."""

    number: int
    source: LotSource
    day: date
    ssc: Ssc


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One transfer. `change` is what it did to the balance, held credits included; 0 for a hold and a release.

    `balance` and `held` are those after it; `settlement` is its key to the booking that explains it.
    """

    id: str
    day: date
    kind: str
    ssc: Ssc
    change: Ssc
    balance: Ssc
    held: Ssc
    lots: tuple[LotShare, ...]
    settlement: UUID | None
    note: str = ""
    booking: Booking | None = None
    recharge: str = ""  # the id of the transfer that brought exactly what this one used, told in one line with it

    @property
    def ids(self) -> tuple[str, ...]:
        """What links to this line may name."""
        return (self.id, self.recharge) if self.recharge else (self.id,)


def load_ledger(project: models.Project, limit: int) -> tuple[tuple[LedgerEntry, ...], bool]:
    """The newest entries, and whether there are older ones. Three queries."""
    found = list(models.Transfer.objects.filter(project=project).order_by("-day", "-id")[: limit + 1])
    shown = found[:limit]
    numbers = {number for transfer in shown for number in transfer.lots}
    lots = {lot.number: lot for lot in models.Lot.objects.filter(project=project, number__in=numbers)}
    notes = _notes(project, shown)
    entries, free, held = [], project.free, project.held
    for transfer in shown:
        entries.append(_entry(transfer, free, held, lots, notes))
        free -= transfer.effect_on("free")
        held -= transfer.effect_on("held")
    return tuple(entries), len(found) > limit


def with_bookings(entries: Sequence[LedgerEntry], bookings: Mapping[UUID, Booking]) -> tuple[LedgerEntry, ...]:
    """The entries with the bookings that explain them."""
    return tuple(replace(e, booking=bookings.get(e.settlement)) if e.settlement else e for e in entries)


def in_lines(ledger: Sequence[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """The entries as people read them: what was invoiced and used at once, with nothing prepaid in it, is one line."""
    lines = list[LedgerEntry]()
    for entry in ledger:  # the newest first, so that a use comes before what was bought for it
        last = lines[-1] if lines else None
        if last and entry.kind == _RECHARGE and entry.settlement and _used_whole(last, entry):
            lines[-1] = replace(last, recharge=entry.id)
        else:
            lines.append(entry)
    return tuple(lines)


def _used_whole(used: LedgerEntry, recharged: LedgerEntry) -> bool:
    return used.settlement == recharged.settlement and used.change == -recharged.change


def _entry(
    transfer: models.Transfer,
    free: Ssc,
    held: Ssc,
    lots: Mapping[int, models.Lot],
    notes: Mapping[tuple[date, str], str],
) -> LedgerEntry:
    shares = tuple(
        LotShare(number, LotSource(lots[number].source), lots[number].day, ssc)
        for number, ssc in zip(transfer.lots, transfer.lot_ssc, strict=True)
    )
    change = transfer.change
    note = notes.get((transfer.day, show(change)), "") if transfer.settlement is None else ""
    return LedgerEntry(
        id=public_id("trf", transfer.id),
        day=transfer.day,
        kind=transfer.kind,
        ssc=transfer.ssc,
        change=change,
        balance=free + held,
        held=held,
        lots=shares,
        settlement=transfer.settlement,
        note=note,
    )


def _notes(project: models.Project, shown: Sequence[models.Transfer]) -> dict[tuple[date, str], str]:
    """The reasons that staff gave for adjustments, by day and amount."""
    days = {transfer.day for transfer in shown if transfer.settlement is None}
    rows = models.Activity.objects.filter(project=project.id, action__in=_WITH_REASON, day__in=days)
    return {(row.day, row.details.get("ssc", "")): row.details.get("reason", "") for row in rows}
