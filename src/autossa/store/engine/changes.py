"""The few rows that change: projects, contracts, lots, lines. One UPDATE a table for a whole batch.

A change is a NamedTuple: first what finds the row, then the new values. The statement is made of its fields.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from autossa.store.engine.arrays import array_text
from autossa.store.engine.rows import Id


class ProjectChange(NamedTuple):
    """Balances in hundredths of an SSC, and when the project is looked at next."""

    id: Id
    free: int
    held: int
    next_lot: int
    first_activation: date | None
    covered_until: date | None
    touched_on: date
    next_run_on: date | None


class ContractChange(NamedTuple):
    """Where a contract stands; the day of its decision stays the first one."""

    id: Id
    status: str
    booked_until: date
    ends_on: date | None
    decided_on: date | None
    voids: int
    terminated: bool


class PayerChange(NamedTuple):
    """Who pays from now on; what the former payer wanted on invoices goes."""

    id: Id
    payer_id: Id
    order_number: str = ""
    invoice_contact: str = ""


class LotChange(NamedTuple):
    """What is left of a lot, in hundredths of an SSC."""

    project_id: Id
    number: int
    free: int
    held: int


class LineChange(NamedTuple):
    """A line's days, and whether it is confirmed."""

    id: Id
    added_on: date
    ended_on: date | None
    confirmed: bool


class Activation(NamedTuple):
    """A license bound to a device; the first day stays."""

    id: Id
    activated_on: date


@dataclass(frozen=True, slots=True)
class Update:
    """How a kind of change is written: the table, its keys, the types of its columns; `keep` stays once it is set."""

    table: str
    types: str
    keys: tuple[str, ...] = ("id",)
    keep: str = ""

    def statement(self, columns: tuple[str, ...]) -> str:
        """One UPDATE for any number of rows, given as an array a column."""
        arrays = ", ".join(f"%s::{kind}[]" for kind in self.types.split())
        names = ", ".join(f'"{column}"' for column in columns)
        new = ", ".join(f'"{c}" = {self._value(c)}' for c in columns if c not in self.keys)
        same = " AND ".join(f'r."{key}" = d."{key}"' for key in self.keys)
        return f'UPDATE "{self.table}" r SET {new} FROM unnest({arrays}) AS d({names}) WHERE {same}'

    def _value(self, column: str) -> str:
        return f'coalesce(r."{column}", d."{column}")' if column == self.keep else f'd."{column}"'


UPDATES: dict[type[tuple[Any, ...]], Update] = {
    ContractChange: Update("contracts", "uuid text date date date int bool", keep="decided_on"),
    PayerChange: Update("contracts", "uuid uuid text text"),
    LineChange: Update("license_lines", "uuid date date bool"),
    LotChange: Update("lots", "uuid int bigint bigint", keys=("project_id", "number")),
    Activation: Update("licenses", "uuid date", keep="activated_on"),
    ProjectChange: Update("projects", "uuid bigint bigint int date date date date"),
}
_STATEMENTS = {kind: update.statement(kind._fields) for kind, update in UPDATES.items()}  # type: ignore[attr-defined]
_REVOKED = 'DELETE FROM coverage WHERE "grant" = ANY(%s::uuid[])'


@dataclass(slots=True)
class Changes:
    """New values of rows that exist, and grants of coverage that are revoked."""

    contracts: list[ContractChange] = field(default_factory=list)
    payers: list[PayerChange] = field(default_factory=list)
    lines: list[LineChange] = field(default_factory=list)
    lots: list[LotChange] = field(default_factory=list)
    activations: list[Activation] = field(default_factory=list)
    projects: list[ProjectChange] = field(default_factory=list)
    revoked: list[Id] = field(default_factory=list)

    def lists(self) -> Iterable[list[Any]]:
        """All of them, in one order."""
        yield from (self.contracts, self.payers, self.lines, self.lots, self.activations, self.projects, self.revoked)

    def lengths(self) -> list[int]:
        """How many there are of each, in that order."""
        return [
            len(self.contracts), len(self.payers), len(self.lines), len(self.lots), len(self.activations),
            len(self.projects), len(self.revoked),
        ]  # fmt: skip

    def write_before_journal(self) -> None:
        """What new rows may collide with: a former contract that closed, a revoked period, a line that ended."""
        _update(self.contracts)
        _update(self.payers)
        # A license has one open line: what is to remain of it ends before what was given up of it is taken back.
        _update([line for line in self.lines if line.ended_on is not None])
        _update([line for line in self.lines if line.ended_on is None])
        if self.revoked:
            with connection.cursor() as cursor:
                cursor.execute(_REVOKED, [array_text(self.revoked)])

    def write_after_journal(self) -> None:
        """Balances and lots, once all that moved them is written."""
        _update(self.lots)
        _update(self.activations)
        _update(self.projects)


def _update(rows: list[Any]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_STATEMENTS[type(rows[0])], [array_text(column) for column in zip(*rows, strict=True)])
