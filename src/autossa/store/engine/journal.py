"""One project's entries as rows of the journals: settlements, charges, transfers, coverage, invoices, events."""

from dataclasses import replace
from datetime import date, timedelta
from functools import singledispatchmethod
from typing import Any
from uuid import UUID

from autossa.domain import entries as e
from autossa.domain.billing.series import series_of
from autossa.domain.contracts import Contract, Status, option_on, with_option_from
from autossa.domain.coverage import Period
from autossa.domain.credits import Credits, Draw, Lot, LotSource
from autossa.domain.facts import CONSUMED
from autossa.domain.invoices import Reason
from autossa.domain.lines import Line
from autossa.domain.projects import Outcome
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void
from autossa.store.catalogue import license_type_id
from autossa.store.engine.activity import system_row
from autossa.store.engine.agreements import Brought, contract_row, gap_charge_rows, line_row
from autossa.store.engine.bookings import Booked, charge_rows, credited_rows, invoice_row, settlement_row
from autossa.store.engine.changes import Activation, ContractChange, PayerChange
from autossa.store.engine.load import Loaded
from autossa.store.engine.rows import (
    ActivityRow,
    ChargeRow,
    ContractEventRow,
    ContractRow,
    CoverageEntryRow,
    CoverageRow,
    CreditedLineRow,
    GapChargeRow,
    Id,
    InvoiceRow,
    LicenseLineRow,
    LicenseRow,
    LotRow,
    OptionChangeRow,
    OutboxRow,
    SettlementRow,
    TransferRow,
    VoidRow,
    WaiverRow,
)
from autossa.store.engine.sheets import Sheets
from autossa.store.engine.states import DECIDED, contract_change, line_changes, lot_changes, project_change
from autossa.store.engine.trace import Billed, Trace, trace_of
from autossa.store.ids import new_id, new_id_text, public_id

NOTHING = Brought({})


class Journal:
    """Writes what was decided for one project onto a batch's sheets, and keeps its row ids up to date meanwhile."""

    def __init__(self, sheets: Sheets, loaded: Loaded, brought: Brought) -> None:
        self.sheets = sheets
        self.rows = sheets.rows
        self.loaded = loaded
        self.brought = brought
        self.project = loaded.key
        self.contract = loaded.project.contract
        self.contract_id = loaded.contract_id
        self.payer, self.payer_until = loaded.payer, loaded.payer_until
        self.order_number, self.revision = loaded.order_number, loaded.revision
        self.new_licenses: dict[str, UUID] = {}
        self.new_lots: list[tuple[Lot, date]] = []
        self.concluded: int | None = None  # where the row stands of a contract that was concluded here

    def write_outcome(self, outcome: Outcome, touched_on: date) -> None:
        """All rows of an outcome, and the changes of those that were there. Raises TypeError as `write`."""
        for entry in outcome.entries:
            _writer_of(type(entry))(self, entry)  # as self.write(entry), which would be bound anew each time
        after = outcome.project
        self._lots(after.credits)
        changes = self.sheets.changes
        changes.lots += lot_changes(self.loaded, after)
        changes.lines += line_changes(self.loaded, after)
        changes.projects.append(project_change(self.loaded, after, touched_on))
        contract = after.contract
        if contract is not None and self.contract_id is not None and contract is not self.loaded.project.contract:
            decided = self.sheets.today if contract.status in DECIDED else None
            change = contract_change(self._contract_key() or "", contract, decided, self.revision)
            if self.concluded is None:
                changes.contracts.append(change)
            else:
                self._settle_contract(change, is_decided=not contract.is_under_review)

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
    def _(self, entry: e.ReturnUndone) -> None:
        """Nothing but the lines: they are changes."""

    @write.register
    def _(self, entry: e.LateWaived) -> None:
        row = WaiverRow(new_id_text(), self.project, entry.day, entry.last_day, entry.reason, self.sheets.now)
        self.rows[WaiverRow].append(row)
        self._tell("project.late_waived", {"last_day": entry.last_day.isoformat()})

    @write.register
    def _(self, entry: e.LicenseActivated) -> None:
        self.sheets.changes.activations.append(Activation(self._license_id(entry.license_id), entry.day))

    @write.register
    def _(self, entry: e.ToppedUp) -> None:
        self.new_lots.append((entry.lot, entry.day))
        source = entry.lot.source.value
        debit = "bought" if entry.lot.source is LotSource.TOP_UP else "granted"
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
        self._event(entry.day, entry.contract.status.value, None)
        self.contract = entry.contract
        self._tell("contract.concluded", {"contract": str(self.contract_id)})

    @write.register
    def _(self, entry: e.ContractMoved) -> None:
        self._event(entry.day, entry.status.value, None)
        before = self._before()
        self.contract = replace(before, status=entry.status)
        moved = {"contract": str(self.contract_id), "from": before.status.value}
        self._tell(f"contract.{entry.status.value}", moved)

    @write.register
    def _(self, entry: e.EndSet) -> None:
        self._event(entry.day, "", entry.ends_on)
        before = self._before()
        self.contract = replace(before, ends_on=entry.ends_on)
        agreed = entry.ends_on == before.fixed_end  # a cancellation was taken back
        end = entry.ends_on.isoformat() if entry.ends_on else None
        self._tell("contract.end_set", {"contract": str(self.contract_id), "ends_on": end, "undone": agreed})

    @write.register
    def _(self, entry: e.OptionChanged) -> None:
        plan, name = self.loaded.policy.plan_ids[entry.option.name], entry.option.name
        row = OptionChangeRow(
            new_id_text(), self._contract_id(), entry.day, entry.starts_on, plan, entry.undone, self.sheets.now
        )
        self.rows[OptionChangeRow].append(row)
        before = self._before()
        self.contract = with_option_from(before, entry.starts_on, entry.option)
        former = option_on(before, entry.starts_on)
        said = {"option": name, "former": former.name, "starts_on": entry.starts_on.isoformat(), "undone": entry.undone}
        in_review = before.is_under_review
        self._tell("contract.option_changed", {"contract": str(self.contract_id), **said, "in_review": in_review})

    @write.register
    def _(self, entry: e.ContractTerminated) -> None:
        self._event(entry.day, Status.ENDED.value, entry.ends_on)
        self.contract = replace(self._before(), status=Status.ENDED, ends_on=entry.ends_on)
        self._tell("contract.terminated", {"contract": str(self.contract_id), "ends_on": entry.ends_on.isoformat()})

    @write.register
    def _(self, entry: Settlement) -> None:
        settlement_id = new_id_text()
        self._choose_payer(entry)
        revision = self.revision if entry.reason is Reason.EXTENSION else 0
        contract = self._contract_key() if entry.contract else None
        booked = Booked(settlement_id, self.project, contract, revision)
        self.rows[SettlementRow].append(settlement_row(entry, booked, self.sheets))
        self.rows[ChargeRow] += charge_rows(entry, settlement_id)
        if entry.recharge is not None:
            self.new_lots.append((entry.recharge, entry.day))
            draw = Draw(entry.recharge.number, entry.recharge.free)
            self._transfer(entry, "recharge", "bought", "free", (draw,), settlement_id)
        if entry.draws:
            source = "held" if entry.from_held else "free"
            self._transfer(entry, CONSUMED[entry.reason], source, "used", entry.draws, settlement_id)
        if entry.coverage is not None:
            self._grant(entry, entry.coverage, settlement_id, contract)
        if entry.invoice is not None:
            assert self.payer is not None  # nothing is invoiced without a contract
            loaded = self.loaded
            of, payer, days = self._contract_key(), self.payer, loaded.policy.policy.payment_days
            billed = Billed(of, payer, loaded.price_list, loaded.currency, loaded.name, self.order_number)
            due_on = self.sheets.today + timedelta(days=days)
            invoice = invoice_row(
                entry.invoice, self.project, settlement_id, series_of(self.project), billed, self.sheets, due_on=due_on
            )
            self.rows[InvoiceRow].append(invoice)
        self._tell("settlement.booked", {"settlement": settlement_id, "reason": entry.reason.value})

    @write.register
    def _(self, entry: Void) -> None:
        trace = trace_of(entry.settlement)
        settlement = entry.settlement
        self.rows[VoidRow].append(VoidRow(new_id_text(), trace.settlement, entry.day, entry.reason, self.sheets.now))
        if trace.consumed is not None:
            self._transfer(entry, "restore", "used", "free", settlement.draws, trace.settlement, trace.consumed)
        if settlement.recharge is not None and trace.recharged is not None:
            draw = Draw(settlement.recharge.number, settlement.recharge.free)
            self._transfer(entry, "recharge_void", "free", "bought", (draw,), trace.settlement, trace.recharged)
        if trace.grant is not None and settlement.coverage is not None:
            self._revoke(entry, settlement.coverage, trace)
        if entry.credit_note is not None and trace.billed is not None:
            note, billed = entry.credit_note, trace.billed
            series = series_of(self.project, is_note=True)
            row = invoice_row(note, self.project, trace.settlement, series, billed, self.sheets, corrects=trace.invoice)
            self.rows[InvoiceRow].append(row)
            self.rows[CreditedLineRow] += credited_rows(row.id, trace.settlement, settlement, note.lines)
        if settlement.reason is Reason.EXTENSION:
            self.revision += 1
        self._tell("settlement.voided", {"settlement": str(trace.settlement)})

    def _choose_payer(self, entry: Settlement) -> None:
        """The customer pays again, for good, once a period begins that a former partner is not liable for."""
        if self.payer_until is None or entry.reason is not Reason.EXTENSION or entry.start < self.payer_until:
            return
        customer = self.loaded.customer
        self.payer, self.payer_until, self.order_number = customer, None, ""
        self.sheets.changes.payers.append(PayerChange(self._contract_id(), customer))
        details = {"payer": public_id("org", customer)}
        row = system_row(entry.day, self.sheets.now, "payer_fell_back", self.loaded.id, details)
        self.rows[ActivityRow].append(row)

    def _license(self, line: Line) -> None:
        if line.license_id in self.loaded.license_ids or line.license_id in self.new_licenses:
            return
        license_id = self.new_licenses[line.license_id] = new_id()
        origin, reference = self.brought.origins.get(line.license_id, ("staff", ""))
        type_id = license_type_id(line.license_type)
        self.rows[LicenseRow].append(
            LicenseRow(license_id, self.project, line.license_id, type_id, origin, reference, None, line.included_until)
        )

    def _license_id(self, code: str) -> Id:
        return self.new_licenses.get(code) or self.loaded.license_ids[code]

    def _line(self, line: Line) -> None:
        row = line_row(line, self.project, self._license_id(line.license_id))
        self.rows[LicenseLineRow].append(row)

    def _lots(self, credits: Credits) -> None:
        """The lots that came in, with what is left of them after all entries."""
        left = {lot.number: lot for lot in credits.lots}
        for lot, day in self.new_lots:
            now = left[lot.number]
            row = LotRow(self.project, lot.number, lot.source.value, lot.free, now.free, now.held, lot.paid, day)
            self.rows[LotRow].append(row)

    def _contract(self, contract: Contract) -> None:
        loaded, brought = self.loaded, self.brought
        contract_id, self.revision = new_id(), 0
        payer = brought.payer or loaded.customer
        self.contract_id, self.payer, self.payer_until = contract_id, payer, None
        self.order_number = brought.invoicing.order_number
        self.concluded = len(self.rows[ContractRow])
        self.rows[ContractRow].append(contract_row(contract_id, contract, loaded, payer, brought))
        self.rows[GapChargeRow] += gap_charge_rows(contract_id, contract.gap)

    def _settle_contract(self, change: ContractChange, *, is_decided: bool) -> None:
        """A contract that is new is written as all entries left it."""
        assert self.concluded is not None
        row: ContractRow = self.rows[ContractRow][self.concluded]
        self.rows[ContractRow][self.concluded] = row._replace(
            status=change.status, booked_until=change.booked_until, ends_on=change.ends_on,
            decided_on=self.sheets.today if is_decided else None, terminated=change.terminated,
        )  # fmt: skip

    def _before(self) -> Contract:
        """The contract as the entries so far left it."""
        assert self.contract is not None
        return self.contract

    def _contract_id(self) -> UUID:
        assert self.contract_id is not None
        return self.contract_id

    def _contract_key(self) -> Id | None:
        """The id of the contract, as text where it was loaded: rows of the run are made of texts."""
        return self.loaded.contract_key if self.contract_id is self.loaded.contract_id else self.contract_id

    def _event(self, day: date, status: str, ends_on: date | None) -> None:
        row = ContractEventRow(new_id_text(), self._contract_id(), day, status, ends_on, self.sheets.now)
        self.rows[ContractEventRow].append(row)

    def _transfer(
        self,
        entry: Any,
        kind: str,
        debit: str,
        credit: str,
        draws: tuple[Draw, ...],
        settlement: Id | None = None,
        corrects: UUID | None = None,
    ) -> None:
        lots, amounts = [draw.lot for draw in draws], [draw.ssc for draw in draws]
        self.rows[TransferRow].append(
            TransferRow(
                new_id_text(), self.project, entry.day, kind, debit, credit, sum(amounts), lots, amounts,
                settlement, corrects, self.sheets.now,
            )
        )  # fmt: skip

    def _grant(self, entry: Settlement, period: Period, settlement_id: Id, contract: Id | None) -> None:
        grant, project, now = new_id_text(), self.project, self.sheets.now
        source = period.source.value
        row = CoverageEntryRow(
            grant, project, entry.day, period.start, period.end, source, period.anchor, settlement_id, None, now
        )
        self.rows[CoverageEntryRow].append(row)
        days = (period.start, period.end)
        self.rows[CoverageRow].append(CoverageRow(grant, project, days, source, period.anchor, contract))

    def _revoke(self, entry: Void, period: Period, trace: Trace) -> None:
        assert trace.grant is not None
        self.sheets.changes.revoked.append(trace.grant)
        self.rows[CoverageEntryRow].append(
            CoverageEntryRow(
                new_id_text(), self.project, entry.day, period.start, period.end, period.source.value, period.anchor,
                trace.settlement, trace.grant, self.sheets.now,
            )
        )  # fmt: skip

    def _tell(self, topic: str, payload: dict[str, Any]) -> None:
        self.rows[OutboxRow].append(OutboxRow(new_id_text(), topic, self.project, payload, self.sheets.now, 0, ""))


_writer_of = Journal.__dict__["write"].dispatcher.dispatch
