"""The books of a month as a workbook: a sheet for each table. Texts stay texts, whatever they begin with."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import IO, Any

import xlsxwriter

from autossa.documents.books.tables import (
    Cell,
    Table,
    deferred_table,
    documents_table,
    open_items_table,
    postings_table,
    vat_table,
)
from autossa.domain.billing.books.postings import Span
from autossa.queries.billing.books.reading import Books

MOST_ROWS = 1_000_000  # of a sheet; what is more goes on, on another one
_LONGEST = 32_767  # characters that a cell holds
_AS_TEXT = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NARROW, _WIDE = 14, 34


def write_workbook(file: IO[bytes], books: Books, month: Span) -> None:
    """Documents, VAT and postings of the month; open items and deferred revenue as of the day of the books."""
    write_tables(
        file,
        (
            documents_table(books, month),
            vat_table(books.vat(month)),
            open_items_table(books.open_items(), books.payers, books.day),
            deferred_table(books.ahead()),
            postings_table(books.transactions(month), books.payers),
        ),
    )


def write_tables(file: IO[bytes], tables: Iterable[Table], most: int = MOST_ROWS) -> None:
    """A sheet for each table, or several where one has more rows than `most`."""
    book = xlsxwriter.Workbook(file, _AS_TEXT)
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    amounts = [book.add_format({"num_format": f"#,##0.{'0' * places}".rstrip(".")}) for places in range(5)]
    for table in tables:
        sheet = _sheet(book, table, 1, formats["head"])
        number = 0
        parts = count(2)
        for row in table.rows:
            if number == most:
                sheet, number = _sheet(book, table, next(parts), formats["head"]), 0
            number += 1
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, formats["day"], amounts)
    book.close()


def _sheet(book: Any, table: Table, part: int, bold: Any) -> Any:
    """A sheet with its head; a name has at most 31 letters."""
    sheet = book.add_worksheet(table.title[:28] if part == 1 else f"{table.title[:26]} {part}")
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(table.head):
        sheet.set_column(
            column, column, _WIDE if table.keys[column] in ("payer", "of") else max(_NARROW, len(title) + 2)
        )
        sheet.write_string(0, column, title, bold)
    return sheet


def _write(sheet: Any, row: int, column: int, cell: Cell, day: Any, amounts: list[Any]) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell[:_LONGEST])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, Decimal):
        exponent = cell.as_tuple().exponent
        sheet.write_number(row, column, cell, amounts[-exponent if isinstance(exponent, int) and exponent < 0 else 0])
    elif cell is not None:
        sheet.write_number(row, column, cell)
