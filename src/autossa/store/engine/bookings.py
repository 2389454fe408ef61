"""A booking and its charges as rows."""

from collections.abc import Iterator
from typing import NamedTuple

from autossa.domain.settlements import Settlement
from autossa.store.engine.rows import ChargeRow, Id, SettlementRow
from autossa.store.engine.sheets import Sheets
from autossa.store.exact import numeric_text


class Booked(NamedTuple):
    """The ids a booking is written with; `revision` counts how often its period was voided before."""

    settlement: Id
    project: Id
    contract: Id | None
    revision: int


def settlement_row(entry: Settlement, booked: Booked, sheets: Sheets) -> SettlementRow:
    """One booking; amounts in hundredths of an SSC."""
    period, recharge = entry.coverage, entry.recharge
    return SettlementRow(
        booked.settlement, booked.project, booked.contract,
        entry.reason.value, entry.day, entry.start, entry.end, entry.ssc,
        recharge.free if recharge else 0, recharge.number if recharge else None,
        entry.from_held, period.source.value if period else "", period.anchor if period else None,
        booked.revision, sheets.run, sheets.now,
    )  # fmt: skip


def charge_rows(entry: Settlement, settlement: Id) -> Iterator[ChargeRow]:
    """What each line costs in it, with all that the amount follows from."""
    factor = numeric_text(entry.factor)
    for position, part in enumerate(entry.parts):
        charge, line = part.charge, part.charge.line
        yield ChargeRow(
            settlement, position, line.number, line.license_id, line.license_type, line.quantity,
            numeric_text(line.rate), charge.anchor, charge.origin, charge.start, charge.end,
            numeric_text(charge.multiplier), charge.ssc, part.from_balance,
            None if part.price is None else numeric_text(part.price), factor, part.net,
        )  # fmt: skip
