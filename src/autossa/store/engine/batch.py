"""Plans to rows: a batch of outcomes, written by COPY and a few set-based updates in the present transaction."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.contracts import Contract, Status
from autossa.domain.projects import Outcome, Project
from autossa.domain.renewals import next_wake
from autossa.store.engine import changes as updates
from autossa.store.engine.copy import copy_rows
from autossa.store.engine.journal import Journal
from autossa.store.engine.load import Loaded
from autossa.store.engine.rows import COLUMNS

_DECIDED = {Status.ACTIVE, Status.ENDING, Status.REJECTED, Status.WITHDRAWN}


@dataclass(slots=True)
class Batch:
    """Outcomes of several projects, to be written together.

    `today` is the day in the vendor's zone that invoices are issued on, `now` the moment all rows carry.
    """

    today: date
    now: datetime
    run: UUID | None = None
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    changes: updates.Changes = field(default_factory=updates.Changes)
    invoices: list[tuple[Any, ...]] = field(default_factory=list)

    def add(
        self, loaded: Loaded, outcome: Outcome, touched_on: date, origins: dict[str, tuple[str, str]] | None = None
    ) -> None:
        """Take up what was decided for a project, wholly or, when that fails, not at all.

        `touched_on` is the day its next catch-up begins with; `origins` says for new licenses where they came from:
        origin and order reference.
        """
        mark = self._mark()
        try:
            self._take_up(loaded, outcome, touched_on, origins or {})
        except BaseException:
            self._back_to(mark)
            raise

    def _take_up(self, loaded: Loaded, outcome: Outcome, touched_on: date, origins: dict[str, tuple[str, str]]) -> None:
        journal = Journal(self, loaded, origins)
        for entry in outcome.entries:
            journal.write(entry)
        journal.write_lots(outcome.project.credits)
        self._contract_changes(loaded, outcome.project.contract)
        self._lot_changes(loaded, outcome.project)
        self._line_changes(loaded, outcome.project)
        self.changes.projects.append(
            (
                loaded.id,
                outcome.project.credits.free,
                outcome.project.credits.held,
                outcome.project.credits.next_lot,
                outcome.project.first_activation,
                loaded.covered_until_after(outcome.project),
                touched_on,
                next_wake(outcome.project, touched_on),
            )
        )

    def flush(self) -> None:
        """Write everything; the block of invoice numbers is taken last."""
        updates.write_before_journal(self.changes)
        for table, columns in COLUMNS.items():
            if table == "invoices":
                self._write_invoices()
            else:
                copy_rows(table, columns, self.rows[table])
        self.rows.clear()
        self.changes = updates.Changes()
        self.invoices.clear()

    def _lists(self) -> list[list[Any]]:
        changed = self.changes
        return [
            self.invoices, changed.projects, changed.contracts, changed.lots, changed.lines, changed.activated,
            changed.revoked, changed.payers,
        ]  # fmt: skip

    def _mark(self) -> tuple[dict[str, int], list[int]]:
        return {table: len(rows) for table, rows in self.rows.items()}, [len(rows) for rows in self._lists()]

    def _back_to(self, mark: tuple[dict[str, int], list[int]]) -> None:
        tables, lengths = mark
        for table, rows in self.rows.items():
            del rows[tables.get(table, 0) :]
        for rows, length in zip(self._lists(), lengths, strict=True):
            del rows[length:]

    def _write_invoices(self) -> None:
        updates.write_after_journal(self.changes)
        by_series: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in self.invoices:
            by_series[row[5]].append(row)
        for series in sorted(by_series):
            rows = by_series[series]
            first = _take_numbers(series, self.today.year, len(rows))
            numbered = [(*row[:7], first + index, *row[7:]) for index, row in enumerate(rows)]
            copy_rows("invoices", COLUMNS["invoices"], numbered)

    def _contract_changes(self, loaded: Loaded, contract: Contract | None) -> None:
        if contract is None or loaded.contract_id is None or contract is loaded.project.contract:
            return
        decided = self.today if contract.status in _DECIDED else None
        self.changes.contracts.append(
            (
                loaded.contract_id,
                contract.status.value,
                contract.booked_until,
                contract.ends_on,
                decided,
                loaded.revision,
            )
        )

    def _lot_changes(self, loaded: Loaded, after: Project) -> None:
        before = {lot.number: lot for lot in loaded.project.credits.lots}
        for lot in after.credits.lots:
            known = before.get(lot.number)
            if known is None:
                continue
            if (known.free, known.held) != (lot.free, lot.held):
                self.changes.lots.append((loaded.id, lot.number, lot.free, lot.held))

    def _line_changes(self, loaded: Loaded, after: Project) -> None:
        if after.lines is loaded.project.lines:
            return
        before = {line.number: line for line in loaded.project.lines}
        for line in after.lines:
            known = before.get(line.number)
            if known is not None and known != line:
                self.changes.lines.append((loaded.line_ids[line.number], line.added_on, line.ended_on, line.confirmed))


def _take_numbers(series: str, year: int, count: int) -> int:
    """The first of a block of invoice numbers; the series' row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO invoice_series (series, year, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (series, year) DO UPDATE SET last = invoice_series.last + EXCLUDED.last RETURNING last",
            [series, year, count],
        )
        (last,) = cursor.fetchone()
    return int(last) - count + 1
