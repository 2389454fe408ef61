"""The books as files: which there are, and each of them."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import chain
from typing import IO, NamedTuple

from autossa.documents.books import tables
from autossa.documents.books.beancount import beancount_lines
from autossa.documents.books.datev.batch import Batch, datev_lines
from autossa.documents.books.workbook import write_workbook
from autossa.documents.tables import AnswerFile, csv_lines
from autossa.domain.billing.books.postings import Span
from autossa.queries.billing.books.bookkeeping import read_bookkeeping
from autossa.queries.billing.books.reading import Books, books
from autossa.queries.reading import long_read
from autossa.wording.languages import current


class Export(NamedTuple):
    """A file with its name and media type; whoever asked for it closes it."""

    file: IO[bytes]
    name: str
    kind: str


def export_books(form: str, span: Span, currency: str, day: date, now: datetime) -> Export:
    """One of FORMS, of a month or of everything up to a day; it is written whole before it is given.

    Raises CurrencyTooFine for one that DATEV has no decimals for.
    """
    write, name, kind = FORMS[form]
    file = AnswerFile()
    try:
        with long_read(), books(day) as found:
            write(file, found, span, currency, now)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Export(file, name.format(month=f"{span.first:%Y-%m}", day=day), kind)


def _beancount(file: IO[bytes], found: Books, _span: Span, _currency: str, _now: datetime) -> None:
    file.writelines(f"{line}\n".encode() for line in beancount_lines(found))


def _datev(file: IO[bytes], found: Books, span: Span, currency: str, now: datetime) -> None:
    file.writelines(datev_lines(found, Batch(span, currency, now, read_bookkeeping())))


def _xlsx(file: IO[bytes], found: Books, span: Span, _currency: str, _now: datetime) -> None:
    write_workbook(file, found, span)


def _vat(file: IO[bytes], found: Books, span: Span, _currency: str, _now: datetime) -> None:
    _csv(file, tables.vat_table(found.vat(span)))


def _open_items(file: IO[bytes], found: Books, _span: Span, _currency: str, _now: datetime) -> None:
    _csv(file, tables.open_items_table(found.open_items(), found.payers, found.day))


def _deferred(file: IO[bytes], found: Books, _span: Span, _currency: str, _now: datetime) -> None:
    _csv(file, tables.deferred_table(found.ahead()))


def _csv(file: IO[bytes], table: tables.Table) -> None:
    file.writelines(line.encode() for line in csv_lines(chain([table.head], table.rows), current()))


_Writer = Callable[[IO[bytes], Books, Span, str, datetime], None]
_CSV = "text/csv; charset=utf-8"
FORMS: dict[str, tuple[_Writer, str, str]] = {
    "beancount": (_beancount, "books-{day}.beancount", "text/plain; charset=utf-8"),
    "datev": (_datev, "EXTF_Buchungsstapel_{month}.csv", "text/csv; charset=windows-1252"),
    "xlsx": (
        _xlsx,
        "books-{month}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "vat": (_vat, "vat-{month}.csv", _CSV),
    "open-items": (_open_items, "open-items-{day}.csv", _CSV),
    "deferred": (_deferred, "deferred-{day}.csv", _CSV),
}
