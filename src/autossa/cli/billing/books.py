"""`autossa export books`: what was invoiced, owed, taxed, deferred and earned, for accountants."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from autossa.cli.answers import Day, Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import fail, print_json, say
from autossa.cli.service.progress import Progress

if TYPE_CHECKING:
    from autossa.documents.books.tables import Cell, Table

_FORMATS = ("beancount", "datev", "xlsx", "vat", "open_items", "deferred")
Flag = typer.Option


def command(
    beancount: Annotated[
        bool, Flag("--beancount", help="All of it as a Beancount file, valid for bean-check.")
    ] = False,
    datev: Annotated[bool, Flag("--datev", help="A month as a booking batch for DATEV (EXTF 700).")] = False,
    xlsx: Annotated[bool, Flag("--xlsx", help="A month as a workbook.")] = False,
    vat: Annotated[bool, Flag("--vat", help="The VAT of a month, per treatment and rate.")] = False,
    open_items: Annotated[bool, Flag("--open-items", help="What is left to be paid, with its age.")] = False,
    deferred: Annotated[bool, Flag("--deferred", help="Deferred revenue, month by month ahead.")] = False,
    month: Annotated[str | None, Flag("--month", metavar="YYYY-MM", help="Default: that of the day.")] = None,
    currency: Annotated[str, Flag("--currency", metavar="CODE", help="Of the batch for DATEV.")] = "EUR",
    output: Annotated[Path | None, Flag("--output", metavar="FILE", help="Default: stdout.")] = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Export the books as of the end of a day, in one of these forms."""
    chosen = [
        name for name, flag in zip(_FORMATS, (beancount, datev, xlsx, vat, open_items, deferred), strict=True) if flag
    ]
    if len(chosen) != 1:
        fail("choose one of --beancount, --datev, --xlsx, --vat, --open-items, --deferred")
    boot_ready()
    from autossa.operations.days import check_day
    from autossa.queries.reading import long_read

    ctx = action_context(on)
    first = _month(month, ctx.today)
    with answering("export books"), long_read(say), Progress("exported", 1, prints=output is None):
        check_day(ctx)
        match chosen[0]:
            case "beancount":
                _beancount(ctx.today, output)
            case "datev":
                _datev(ctx.today, first, currency, ctx.now, output)
            case "xlsx":
                _xlsx(ctx.today, first, output)
            case name:
                _table(name, ctx.today, first, as_json=as_json)


def _beancount(day: date, output: Path | None) -> None:
    from autossa.documents.books.beancount import beancount_lines
    from autossa.queries.billing.books.reading import books

    with books(day) as found, _opened(output) as file:
        file.writelines(f"{line}\n".encode() for line in beancount_lines(found))


def _datev(day: date, first: date, currency: str, now: Any, output: Path | None) -> None:
    from autossa.documents.books.datev.batch import Batch, CurrencyTooFine, datev_lines
    from autossa.domain.billing.books.vat import month_of
    from autossa.queries.billing.books.bookkeeping import read_bookkeeping
    from autossa.queries.billing.books.reading import books

    try:
        with books(day) as found, _opened(output) as file:
            file.writelines(datev_lines(found, Batch(month_of(first), currency, now, read_bookkeeping())))
    except CurrencyTooFine:
        fail(f"amounts in {currency} have more than two decimals, which DATEV has no room for")


def _xlsx(day: date, first: date, output: Path | None) -> None:
    from autossa.documents.books.workbook import write_workbook
    from autossa.domain.billing.books.vat import month_of
    from autossa.queries.billing.books.reading import books

    if output is None and sys.stdout.isatty():
        fail("a workbook is no text for a terminal: name a file with --output")
    with books(day) as found, _opened(output) as file:
        write_workbook(file, found, month_of(first))


def _table(name: str, day: date, first: date, *, as_json: bool) -> None:
    from autossa.documents.books import tables
    from autossa.domain.billing.books.vat import month_of
    from autossa.queries.billing.books.reading import books

    with books(day) as found:
        if name == "vat":
            _print(tables.vat_table(found.vat(month_of(first))), as_json=as_json)
        elif name == "open_items":
            _print(tables.open_items_table(found.open_items(), found.payers, day), as_json=as_json)
        else:
            _print(tables.deferred_table(found.ahead()), as_json=as_json)


def _print(table: "Table", *, as_json: bool) -> None:
    """As JSON one line after the other; a table for people knows its widths only at the end."""
    rows = (dict(zip(table.keys, map(_plain, row), strict=True)) for row in table.rows)
    if as_json:
        for row in rows:
            print_json(row)
    else:
        print_rows(list(rows), as_json=False, right=_numbers(table))


def _numbers(table: "Table") -> tuple[str, ...]:
    wanted = ("net", "vat", "gross", "open", "earned", "deferred", "unused", "rate", "documents", "credit_notes")
    return tuple(key for key in table.keys if key in (*wanted, "days_overdue"))


def _plain(cell: "Cell") -> Any:
    """Amounts as text, so that no program takes them for what is not exact."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if isinstance(cell, date) else cell


def _month(text: str | None, today: date) -> date:
    """The first day of a month; ends the command when it is none."""
    if text is None:
        return today.replace(day=1)
    try:
        if len(text) != len("2026-10"):
            raise ValueError
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        fail(f"`{text}` is not a month such as 2026-10")


@contextmanager
def _opened(output: Path | None) -> Iterator[IO[bytes]]:
    """The file, written beside it first, so that what fails leaves the old one; or what the command prints."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(output)
    except OSError as error:
        fail(f"cannot write {output}: {error.strerror or error}")
    finally:
        part.unlink(missing_ok=True)
