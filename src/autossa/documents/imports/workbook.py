"""The sheets of a book as a workbook (XLSX), and as one table (CSV); texts stay texts."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter

from autossa.domain.imports import columns as c
from autossa.domain.imports.columns import Kind, Sheet
from autossa.domain.texts import neutral
from autossa.queries.vendor.imports.book import Cell, customer_rows, mandate_rows, project_sheets

_AS_TEXT = {
    "constant_memory": True,  # a row that is written takes no more room
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDEST = 34
Rows = Iterable[tuple[str, Iterable[Sequence[Cell]]]]


def write_book(file: IO[bytes], today: date) -> None:
    """What is stored, as a workbook that an import takes over."""
    _write(file, _stored(today))


def write_template(file: IO[bytes], explained: Iterable[Sequence[str]]) -> None:
    """An empty book; `explained` are the rows of its sheet `help`."""
    _write(file, (), tuple(explained))


def all_columns() -> tuple[str, ...]:
    """The columns of all sheets, each once."""
    return tuple(dict.fromkeys(column.name for sheet in c.SHEETS for column in sheet.columns))


def write_csv(file: IO[str], today: date) -> None:
    """What is stored, as one table."""
    writer, columns = csv.writer(file, lineterminator="\n"), all_columns()
    writer.writerow(("sheet", *columns))
    for name, rows in _stored(today):
        own = [column.name for column in c.BY_NAME[name].columns]
        for row in rows:
            cells = dict(zip(own, row, strict=True))
            writer.writerow((name, *(_plain(cells.get(column)) for column in columns)))


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutral(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _stored(today: date) -> Iterator[tuple[str, Iterable[Sequence[Cell]]]]:
    """Rows with the sheet that they go on, some hundred projects at a time: a book takes no room here."""
    yield "customers", customer_rows()
    for portion in project_sheets(today):
        yield from portion.items()
    yield "mandates", mandate_rows()


def _write(file: IO[bytes], rows: Rows, explained: tuple[Sequence[str], ...] = ()) -> None:
    book = xlsxwriter.Workbook(file, _AS_TEXT)
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "text": book.add_format({"num_format": "@"}),
    }
    pages = {sheet.name: book.add_worksheet(sheet.name) for sheet in c.SHEETS}
    for sheet in c.SHEETS:
        _head(pages[sheet.name], sheet, formats)
    last = dict.fromkeys(pages, 0)
    for name, portion in rows:
        for row in portion:
            last[name] += 1
            for column, cell in enumerate(row):
                _cell(pages[name], last[name], column, cell, formats["day"])
    if explained:
        page = book.add_worksheet("help")
        page.set_column(0, 3, _WIDEST)
        for number, line in enumerate(explained):
            for column, text in enumerate(line):
                page.write_string(number, column, text, formats["head"] if number == 0 else None)
    book.close()


def _head(page: Any, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        kinds = {Kind.DAY: "day", Kind.TEXT: "text", Kind.WORD: "text", Kind.EMAIL: "text"}
        usual = formats.get(kinds.get(column.kind, ""))
        page.set_column(place, place, min(max(len(column.name) + 2, 14), _WIDEST), usual)
        page.write_string(0, place, column.name, formats["head"])


def _cell(page: Any, row: int, column: int, cell: Cell, day: Any) -> None:
    if isinstance(cell, str):
        if cell:
            page.write_string(row, column, cell)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, day)
    elif cell is not None:
        page.write_number(row, column, cell)
