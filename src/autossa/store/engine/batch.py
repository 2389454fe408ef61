"""Plans to rows: a batch of outcomes, written by COPY and a few set-based updates in the present transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.invoices import Invoice
from autossa.domain.projects import Outcome
from autossa.store.engine.agreements import Brought
from autossa.store.engine.billing.issued import with_parties
from autossa.store.engine.bookings import BilledOrder, order_invoice_row
from autossa.store.engine.copy import copy_rows
from autossa.store.engine.journal import NOTHING, Journal
from autossa.store.engine.load import Loaded
from autossa.store.engine.rows import TABLES, ActivityRow, InvoiceRow, OutboxRow, SectionRow
from autossa.store.engine.sheets import Sheets


@dataclass(slots=True)
class Batch:
    """Outcomes of several projects, to be written together.

    `today` is the day in the vendor's zone that invoices are issued on, `now` the moment all rows carry. `is_silent`:
    nobody is told, since it happened elsewhere.
    """

    today: date
    now: datetime
    run: UUID | None = None
    is_silent: bool = False
    sheets: Sheets = field(init=False)

    def __post_init__(self) -> None:
        self.sheets = Sheets(self.today, self.now, None if self.run is None else str(self.run))

    def add(self, loaded: Loaded, outcome: Outcome, touched_on: date, brought: Brought = NOTHING) -> None:
        """Collect what was decided for a project, wholly or, when that fails, not at all.

        `touched_on` is the day its next catch-up begins with; `brought` what the use case knows beyond the rules.
        """
        savepoint = self.sheets.savepoint()
        try:
            Journal(self.sheets, loaded, brought).write_outcome(outcome, touched_on)
        except BaseException:
            self.sheets.rollback_to(savepoint)
            raise

    def log(self, rows: Iterable[ActivityRow]) -> None:
        """Collect rows of the activity log."""
        self.sheets.rows[ActivityRow].extend(rows)

    def bill(self, invoice: Invoice, order: BilledOrder) -> None:
        """Collect the invoice of an order that is booked."""
        self.sheets.rows[InvoiceRow].append(order_invoice_row(invoice, order, self.sheets))

    def flush(self) -> None:
        """Write everything; the block of invoice numbers is taken last."""
        changes, rows = self.sheets.changes, self.sheets.rows
        changes.write_before_journal()
        if self.is_silent:
            rows.pop(OutboxRow, None)
        for kind in TABLES:
            if kind not in (InvoiceRow, SectionRow):
                copy_rows(rows.pop(kind, ()))  # what is written needs no memory
        changes.write_after_journal()
        self._write_invoices(rows[InvoiceRow])
        copy_rows(rows[SectionRow])
        self.sheets = Sheets(self.today, self.now, None if self.run is None else str(self.run))

    def _write_invoices(self, invoices: list[Any]) -> None:
        by_series: dict[str, list[InvoiceRow]] = {}
        named = with_parties(invoices, self.today) if invoices else None
        copy_rows(named.collected if named else [])
        for row in named.documents if named else ():
            by_series.setdefault(row.series, []).append(row)
        for series in sorted(by_series):
            rows = by_series[series]
            first = take_numbers(series, self.today.year, len(rows))
            copy_rows(rows, number=range(first, first + len(rows)))


def take_numbers(series: str, year: int, count: int) -> int:
    """The first of a block of numbers of a series; the series' row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO invoice_series (series, year, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (series, year) DO UPDATE SET last = invoice_series.last + EXCLUDED.last RETURNING last",
            [series, year, count],
        )
        (last,) = cursor.fetchone()
    return int(last) - count + 1
