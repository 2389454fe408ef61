"""What a decision leaves of rows that were there before: of the project, its contract, its lots, its lines."""

from collections.abc import Iterator
from datetime import date

from autossa.domain.contracts import Contract, Status
from autossa.domain.projects import Project
from autossa.domain.renewals import visited_on
from autossa.store.engine.changes import ContractChange, LineChange, LotChange, ProjectChange
from autossa.store.engine.load import Loaded
from autossa.store.engine.rows import Id

DECIDED = {Status.ACTIVE, Status.ENDING, Status.REJECTED, Status.WITHDRAWN}
"""Statuses that a review ends with."""


def project_change(loaded: Loaded, after: Project, touched_on: date) -> ProjectChange:
    """Balances in hundredths of an SSC; `touched_on` is the day the next catch-up begins with."""
    credits = after.credits
    return ProjectChange(
        loaded.key,
        credits.free,
        credits.held,
        credits.next_lot,
        after.first_activation,
        loaded.covered_until_after(after),
        touched_on,
        visited_on(after, touched_on),
    )


def contract_change(contract_id: Id, contract: Contract, decided: date | None, voids: int) -> ContractChange:
    """Where a contract stands now; `voids` counts the periods of it that were voided."""
    return ContractChange(
        contract_id,
        contract.status.value,
        contract.booked_until,
        contract.ends_on,
        decided,
        voids,
        contract.terminated,
    )


def lot_changes(loaded: Loaded, after: Project) -> Iterator[LotChange]:
    """Lots that something was taken from, or that got something back."""
    before = {lot.number: lot for lot in loaded.project.credits.lots}
    for lot in after.credits.lots:
        known = before.get(lot.number)
        if known is not None and (known.free, known.held) != (lot.free, lot.held):
            yield LotChange(loaded.key, lot.number, lot.free, lot.held)


def line_changes(loaded: Loaded, after: Project) -> Iterator[LineChange]:
    """Lines that were confirmed, ended, taken back, or begin on another day."""
    if after.lines is loaded.project.lines:
        return
    before = {line.number: line for line in loaded.project.lines}
    for line in after.lines:
        known = before.get(line.number)
        if known is not None and known != line:
            yield LineChange(loaded.line_ids[line.number], line.added_on, line.ended_on, line.confirmed)
