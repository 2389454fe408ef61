"""A book as it was read: rows with values, by sheet, and what is wrong with single cells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from autossa.domain.imports.cells import WrongCell, read_cell
from autossa.domain.imports.columns import BY_NAME, SHEETS, Sheet
from autossa.domain.imports.faults import Fault, Place, Wrong
from autossa.domain.imports.tables import Cell, Table

HELP = "help"  # a sheet that explains the others
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number, with the values of its columns; a cell with a fault has none, and is named by `faulty`."""

    sheet: Sheet
    number: int
    values: dict[str, Any]
    faulty: frozenset[str] = frozenset()

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)

    def fault(self, column: str, wrong: Wrong, given: object = "") -> Fault:
        """Something is wrong with a cell of it, or (without a column) with the row."""
        shown = given if given != "" else self.values.get(column) or ""
        return Fault(Place(self.sheet.name, self.number, column), wrong, str(shown)[:_SHOWN])


@dataclass(slots=True)
class Book:
    """The rows of each sheet, in the order of the file."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {sheet.name: [] for sheet in SHEETS})

    def of(self, sheet: Sheet) -> list[Row]:
        """The rows of a sheet."""
        return self.rows[sheet.name]


def read_book(tables: Iterable[Table]) -> tuple[Book, list[Fault]]:
    """The rows of a file, and every cell of it that cannot be read."""
    book, faults = Book(), []
    for table in tables:
        name = table.name.strip().lower()
        if name == HELP:
            continue
        sheet = BY_NAME.get(name)
        if sheet is None:
            faults.append(Fault(Place(table.name[:_SHOWN], 1), Wrong.UNKNOWN_SHEET, table.name[:_SHOWN]))
            continue
        places, wrong = _head(sheet, table)
        faults += wrong
        for number, cells in table.rows[1:]:
            row, wrong = _row(sheet, number, places, cells, table)
            book.rows[sheet.name].append(row)
            faults += wrong
    return book, faults


def digest(rows: Iterable[Row]) -> str:
    """What says whether rows were taken over before just so; neither their place nor what was expected matters."""
    content = "\n".join(repr((row.sheet.name, sorted(_kept(row)))) for row in rows)
    return sha256(content.encode()).hexdigest()


def _kept(row: Row) -> Iterator[tuple[str, Any]]:
    return (item for item in row.values.items() if not item[0].startswith("expected_"))


def _head(sheet: Sheet, table: Table) -> tuple[dict[str, int], list[Fault]]:
    number, cells = table.rows[0]
    known = {column.name for column in sheet.columns}
    places: dict[str, int] = {}
    faults = []
    for place, cell in enumerate(cells):
        name = str(cell or "").strip().lower()
        at = Place(sheet.name, number, name[:_SHOWN])
        if not name:
            continue
        if name not in known:
            faults.append(Fault(at, Wrong.UNKNOWN_COLUMN, name[:_SHOWN]))
        elif name in places:
            faults.append(Fault(at, Wrong.COLUMN_TWICE, name))
        else:
            places[name] = place
    missing = (column.name for column in sheet.columns if column.required and column.name not in places)
    faults += [Fault(Place(sheet.name, number, name), Wrong.COLUMN_MISSING, name) for name in missing]
    return places, faults


def _row(
    sheet: Sheet, number: int, places: dict[str, int], cells: tuple[Cell, ...], table: Table
) -> tuple[Row, list[Fault]]:
    values: dict[str, Any] = {}
    wrong: list[tuple[str, Wrong, str]] = []
    for column in sheet.columns:
        place = places.get(column.name)
        if place is None:
            values[column.name] = column.words[0] if column.words else None
            continue
        given = cells[place] if place < len(cells) else None
        try:
            values[column.name] = read_cell(column, given, table.epoch)
        except WrongCell as error:
            wrong.append((column.name, error.wrong, str(given or "")[:_SHOWN]))
    row = Row(sheet, number, values, frozenset(name for name, _, _ in wrong))
    return row, [row.fault(name, what, given) for name, what, given in wrong]


def by_project(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """The rows that name their project."""
    return ((row["project"], row) for row in rows if row["project"])
