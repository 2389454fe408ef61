"""One project's entries as rows of the journals: settlements, charges, transfers, coverage, invoices, events."""

from dataclasses import replace
from datetime import date
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any
from uuid import UUID

from autossa.domain import entries as e
from autossa.domain.contracts import Contract, Status
from autossa.domain.coverage import Period
from autossa.domain.credits import Credits, Draw, Lot
from autossa.domain.invoices import Invoice, Reason
from autossa.domain.lines import Line
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void
from autossa.store.activity import system_row
from autossa.store.catalogue import license_type_id
from autossa.store.engine.load import Loaded
from autossa.store.engine.trace import Billed, Trace, trace_of
from autossa.store.exact import numeric_text
from autossa.store.ids import new_id, new_id_text, public_id

if TYPE_CHECKING:
    from autossa.store.engine.batch import Batch

_CONSUMED = {
    Reason.EXTENSION: "consume_extension",
    Reason.MANUAL: "consume_extension",
    Reason.ADDITION: "consume_addition",
    Reason.GAP: "consume_gap",
}
_BOUGHT = {"top_up", "recharge"}


class Journal:
    """Writes the entries of one project into a batch's rows, and keeps its row ids up to date."""

    def __init__(self, batch: "Batch", loaded: Loaded, origins: dict[str, tuple[str, str]]) -> None:
        self.batch = batch
        self.rows = batch.rows
        self.loaded = loaded
        self.project = str(loaded.id)
        self.origins = origins
        self.contract = loaded.project.contract
        self.new_lots: list[tuple[Lot, date]] = []

    @singledispatchmethod
    def write(self, entry: object) -> None:
        """The rows of an entry. Raises TypeError for an entry without rows."""
        raise TypeError(f"no rows for {entry!r}")

    @write.register
    def _(self, entry: e.LineAdded) -> None:
        self._license(entry.line)
        self._line(entry.line)

    @write.register
    def _(self, entry: e.LineConfirmed) -> None:
        self._tell("license.confirmed", {"line": entry.line})

    @write.register
    def _(self, entry: e.RequestEnded) -> None:
        self._tell("license.request_ended", {"line": entry.line})

    @write.register
    def _(self, entry: e.LineReturned) -> None:
        if entry.remainder is not None:
            self._line(entry.remainder)

    @write.register
    def _(self, entry: e.LicenseActivated) -> None:
        self.batch.changes.activated.append((self.loaded.license_ids[entry.license_id], entry.day))

    @write.register
    def _(self, entry: e.ToppedUp) -> None:
        self.new_lots.append((entry.lot, entry.day))
        source = entry.lot.source.value
        debit = "bought" if source in _BOUGHT else "granted"
        self._transfer(entry, source, debit, "free", (Draw(entry.lot.number, entry.lot.free),))

    @write.register
    def _(self, entry: e.CreditsWrittenOff) -> None:
        self._transfer(entry, "write_off", "free", "written_off", entry.draws)

    @write.register
    def _(self, entry: e.CreditsHeld) -> None:
        self._transfer(entry, "hold", "free", "held", entry.draws)

    @write.register
    def _(self, entry: e.CreditsReleased) -> None:
        self._transfer(entry, "release", "held", "free", entry.draws)

    @write.register
    def _(self, entry: e.ContractConcluded) -> None:
        self._contract(entry.contract)
        self._event(entry, entry.contract.status)
        self.contract = entry.contract
        self._tell("contract.concluded", {"contract": str(self.loaded.contract_id)})

    @write.register
    def _(self, entry: e.ContractMoved) -> None:
        self._event(entry, entry.status)
        before = self._before()
        self.contract = replace(before, status=entry.status)
        moved = {"contract": str(self.loaded.contract_id), "from": before.status.value}
        self._tell(f"contract.{entry.status.value}", moved)

    @write.register
    def _(self, entry: e.EndSet) -> None:
        row = (new_id_text(), self.loaded.contract_id, entry.day, "", entry.ends_on, self.batch.now)
        self.rows["contract_events"].append(row)
        before = self._before()
        self.contract = replace(before, ends_on=entry.ends_on)
        agreed = entry.ends_on == before.fixed_end  # a cancellation was taken back
        end = entry.ends_on.isoformat() if entry.ends_on else None
        self._tell("contract.end_set", {"contract": str(self.loaded.contract_id), "ends_on": end, "undone": agreed})

    @write.register
    def _(self, entry: Settlement) -> None:
        settlement_id = new_id_text()
        self._choose_payer(entry)
        self._settlement(entry, settlement_id)
        self._charges(entry, settlement_id)
        if entry.recharge is not None:
            self.new_lots.append((entry.recharge, entry.day))
            draw = Draw(entry.recharge.number, entry.recharge.free)
            self._transfer(entry, "recharge", "bought", "free", (draw,), settlement_id)
        if entry.draws:
            source = "held" if entry.from_held else "free"
            self._transfer(entry, _CONSUMED[entry.reason], source, "used", entry.draws, settlement_id)
        if entry.coverage is not None:
            self._grant(entry, entry.coverage, settlement_id)
        if entry.invoice is not None:
            loaded = self.loaded
            billed = Billed(loaded.contract_id, loaded.payer, loaded.price_list, loaded.currency)
            self._invoice(entry.invoice, settlement_id, "INV", billed)
        self._tell("settlement.booked", {"settlement": settlement_id, "reason": entry.reason.value})

    @write.register
    def _(self, entry: Void) -> None:
        trace = trace_of(entry.settlement)
        settlement = entry.settlement
        self.rows["voids"].append((new_id_text(), trace.settlement, entry.day, entry.reason, self.batch.now))
        if trace.consumed is not None:
            self._transfer(entry, "restore", "used", "free", settlement.draws, trace.settlement, trace.consumed)
        if settlement.recharge is not None and trace.recharged is not None:
            draw = Draw(settlement.recharge.number, settlement.recharge.free)
            self._transfer(entry, "recharge_void", "free", "bought", (draw,), trace.settlement, trace.recharged)
        if trace.grant is not None and settlement.coverage is not None:
            self._revoke(entry, settlement.coverage, trace)
        if entry.credit_note is not None and trace.billed is not None:
            self._invoice(entry.credit_note, trace.settlement, "CN", trace.billed, trace.invoice)
        if settlement.reason is Reason.EXTENSION:
            self.loaded.revision += 1
        self._tell("settlement.voided", {"settlement": str(trace.settlement)})

    def _choose_payer(self, entry: Settlement) -> None:
        """The customer pays again, for good, once a period begins that a former partner is not liable for."""
        loaded = self.loaded
        if loaded.payer_until is None or entry.reason is not Reason.EXTENSION or entry.start < loaded.payer_until:
            return
        loaded.payer, loaded.payer_until = loaded.customer, None
        batch, payer = self.batch, {"payer": public_id("org", loaded.customer)}
        batch.changes.payers.append((loaded.contract_id, loaded.customer))
        self.rows["activity"].append(system_row(entry.day, batch.now, "payer_fell_back", loaded.id, payer))

    def _license(self, line: Line) -> None:
        if line.license_id in self.loaded.license_ids:
            return
        license_id = new_id()
        self.loaded.license_ids[line.license_id] = license_id
        origin, reference = self.origins.get(line.license_id, ("staff", ""))
        type_id = license_type_id(line.license_type)
        self.rows["licenses"].append((license_id, self.project, line.license_id, type_id, origin, reference, None))

    def _line(self, line: Line) -> None:
        line_id = new_id()
        self.loaded.line_ids[line.number] = line_id
        self.rows["license_lines"].append(
            (
                line_id, self.project, self.loaded.license_ids[line.license_id], line.number, line.place,
                line.quantity, numeric_text(line.rate), line.acquired_on, line.added_on, line.ended_on, line.confirmed,
            )
        )  # fmt: skip

    def write_lots(self, credits: Credits) -> None:
        """The lots that came in, with what is left of them after all entries."""
        left = {lot.number: lot for lot in credits.lots}
        for lot, day in self.new_lots:
            now = left[lot.number]
            row = (self.project, lot.number, lot.source.value, lot.free, now.free, now.held, lot.paid, day)
            self.rows["lots"].append(row)

    def _contract(self, contract: Contract) -> None:
        loaded = self.loaded
        loaded.contract_id, loaded.revision = new_id(), 0
        loaded.payer, loaded.payer_until = loaded.next_payer or loaded.customer, None
        gap = contract.gap
        self.rows["contracts"].append(
            (
                loaded.contract_id, self.project, contract.number, loaded.policy.plan_ids[contract.option.name],
                loaded.price_list, loaded.payer, loaded.currency, contract.status.value, contract.concluded_on,
                contract.start, contract.booked_until, contract.fixed_end, contract.ends_on, None,
                gap.start if gap else None, gap.late if gap else False, gap.covers if gap else False,
                gap.excused_days if gap else 0,
                sorted(contract.requested), 0, loaded.next_user,
            )
        )  # fmt: skip
        for charge in gap.charges if gap else ():
            self.rows["gap_charges"].append(
                (
                    loaded.contract_id, charge.line.number, charge.line.quantity, charge.start, charge.end,
                    charge.ssc, numeric_text(charge.multiplier),
                )
            )  # fmt: skip

    def _before(self) -> Contract:
        """The contract as the entries so far left it."""
        assert self.contract is not None
        return self.contract

    def _event(self, entry: Any, status: Status) -> None:
        row = (new_id_text(), self.loaded.contract_id, entry.day, status.value, None, self.batch.now)
        self.rows["contract_events"].append(row)

    def _settlement(self, entry: Settlement, settlement_id: UUID | str) -> None:
        period = entry.coverage
        self.rows["settlements"].append(
            (
                settlement_id, self.project, self.loaded.contract_id if entry.contract else None,
                entry.reason.value, entry.day, entry.start, entry.end, entry.ssc,
                entry.recharge.free if entry.recharge else 0, entry.recharge.number if entry.recharge else None,
                entry.from_held, period.source.value if period else "", period.anchor if period else None,
                self.loaded.revision if entry.reason is Reason.EXTENSION else 0, self.batch.run, self.batch.now,
            )
        )  # fmt: skip

    def _charges(self, entry: Settlement, settlement_id: UUID | str) -> None:
        rows = self.rows["charges"]
        factor = numeric_text(entry.factor)
        for position, part in enumerate(entry.parts):
            charge, line = part.charge, part.charge.line
            rows.append(
                (
                    settlement_id, position, line.number, line.license_id, line.license_type, line.quantity,
                    numeric_text(line.rate), charge.anchor, charge.origin, charge.start, charge.end,
                    numeric_text(charge.multiplier), charge.ssc, part.from_balance,
                    None if part.price is None else numeric_text(part.price), factor, part.net,
                )
            )  # fmt: skip

    def _transfer(
        self,
        entry: Any,
        kind: str,
        debit: str,
        credit: str,
        draws: tuple[Draw, ...],
        settlement: UUID | str | None = None,
        corrects: UUID | None = None,
    ) -> None:
        lots, amounts = [draw.lot for draw in draws], [draw.ssc for draw in draws]
        self.rows["transfers"].append(
            (
                new_id_text(), self.project, entry.day, kind, debit, credit, sum(amounts), lots, amounts,
                settlement, corrects, self.batch.now,
            )
        )  # fmt: skip

    def _grant(self, entry: Settlement, period: Period, settlement_id: UUID | str) -> None:
        grant, project, now = new_id_text(), self.project, self.batch.now
        source = period.source.value
        self.rows["coverage_entries"].append(
            (grant, project, entry.day, period.start, period.end, source, period.anchor, settlement_id, None, now)
        )
        contract = self.loaded.contract_id if entry.contract else None
        days = f"[{period.start},{period.end})"
        self.rows["coverage"].append((grant, project, days, source, period.anchor, contract))

    def _revoke(self, entry: Void, period: Period, trace: Trace) -> None:
        self.batch.changes.revoked.append(trace.grant)
        self.rows["coverage_entries"].append(
            (
                new_id_text(), self.project, entry.day, period.start, period.end, period.source.value, period.anchor,
                trace.settlement, trace.grant, self.batch.now,
            )
        )  # fmt: skip

    def _invoice(
        self, invoice: Invoice, settlement_id: UUID | str, series: str, billed: Billed, corrects: UUID | None = None
    ) -> None:
        batch = self.batch
        batch.invoices.append(
            (
                new_id_text(), self.project, settlement_id, billed.contract, billed.payer, series, batch.today.year,
                batch.today, invoice.reason.value, invoice.start, invoice.end, billed.price_list, billed.currency,
                invoice.net, invoice.tax, invoice.gross, numeric_text(invoice.tax_rate), corrects, batch.now,
            )
        )  # fmt: skip

    def _tell(self, topic: str, payload: dict[str, Any]) -> None:
        self.rows["outbox"].append((new_id_text(), topic, self.project, payload, self.batch.now, 0, ""))
