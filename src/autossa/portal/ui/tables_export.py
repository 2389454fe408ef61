"""Tables for other programs: CSV that none of them takes for formulas, and XLSX with numbers as numbers."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO

import xlsxwriter

Cell = str | date | Decimal | int | None

MARK = "\ufeff"  # by which Excel knows UTF-8
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST = 32_767  # characters that a cell of XLSX holds
_WIDEST = 60


def neutral(text: str) -> str:
    """A cell that no program takes for a formula: what begins like one gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Lines of CSV: texts neutralised, ISO dates, plain decimals with a point, nothing for nothing."""
    start = MARK
    for row in rows:
        buffer = io.StringIO()
        csv.writer(buffer).writerow([_plain(cell) for cell in row])
        yield start + buffer.getvalue()
        start = ""


def write_xlsx(file: IO[bytes], name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """A workbook of one sheet, written row by row in constant memory. Texts stay texts, whatever they begin with."""
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    sheet = book.add_worksheet(name[:31])
    bold, day, amount = (
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"num_format": "#,##0.00"}),
    )
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(head):
        sheet.set_column(column, column, min(max(len(title) + 2, 14), _WIDEST))
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell[:_LONGEST])
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, Decimal):
                sheet.write_number(number, column, cell, amount)
            elif cell is not None:
                sheet.write_number(number, column, cell)
    book.close()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutral(cell)
    return cell.isoformat() if isinstance(cell, date) else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
