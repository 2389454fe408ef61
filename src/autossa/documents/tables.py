"""Tables for other programs: CSV that none of them takes for formulas, and XLSX with numbers as numbers.

CSV is as the spreadsheets of the reader's language expect it: German ones take ; between cells and a decimal comma.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO

import xlsxwriter
from django.utils.translation import override

from autossa.domain.texts import neutral

Cell = str | date | Decimal | int | None

MARK = "\ufeff"  # by which Excel knows UTF-8
_SEPARATORS = {"en": (",", "."), "de": (";", ",")}  # between cells, and of decimals
_LONGEST = 32_767  # characters that a cell of XLSX holds
_WIDEST = 60
_IN_MEMORY = 16_000_000  # bytes of a file; a larger one goes through a file of the system


def csv_lines(rows: Iterable[Sequence[Cell]], language: str) -> Iterator[str]:
    """Lines of CSV: all cells quoted, texts neutralised, ISO dates, plain decimals, nothing for nothing.

    The rows are made in the language, too: the response goes out when the request is long over.
    """
    cells, point = _SEPARATORS[language]
    start, coming = MARK, iter(rows)
    while True:
        with override(language):  # for each row anew: between two of them others speak their own
            row = next(coming, None)
            if row is None:
                return
            plain = [_plain(cell, point) for cell in row]
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=cells, quoting=csv.QUOTE_ALL)
        writer.writerow(plain)
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


class AnswerFile(SpooledTemporaryFile[bytes]):
    """A file that goes with its answer: where nobody reads that to its end, nobody closes it either."""

    def __init__(self) -> None:
        super().__init__(_IN_MEMORY)

    def __del__(self) -> None:
        self.close()


def xlsx_file(name: str, rows: Iterator[Sequence[Cell]]) -> IO[bytes]:
    """A workbook in the language that is in force; the first of `rows` has the titles. It is closed with the answer."""
    file = AnswerFile()
    write_xlsx(file, name, [str(title) for title in next(rows)], rows)
    file.seek(0)
    return file


def _plain(cell: Cell, point: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutral(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", point)
    return cell.isoformat() if isinstance(cell, date) else str(cell)
