"""`autossa export`: what is stored, for other people's tools."""

from pathlib import Path
from typing import Annotated

import typer

from autossa.cli.answers import answering
from autossa.cli.billing import books
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import BAD_INPUT, print_json, say
from autossa.cli.service.progress import Progress

app = typer.Typer(help="Export what is stored.", invoke_without_command=True)
app.command("books")(books.command)


@app.callback()
def export(
    context: typer.Context,
    book: Annotated[
        Path | None,
        typer.Option("--book", metavar="FILE", help="Write the book as XLSX or CSV, as `autossa import` reads it."),
    ] = None,
) -> None:
    """Export what is stored."""
    if context.invoked_subcommand is not None:
        return
    if book is None:
        print(context.get_help())
        raise typer.Exit(BAD_INPUT)
    boot_ready()
    from autossa.documents.imports.workbook import write_book, write_csv
    from autossa.queries.reading import long_read

    day = action_context(None).today
    with answering("export"), long_read(say), Progress("exported", 1):
        if book.suffix == ".csv":
            with book.open("w", encoding="utf-8", newline="") as text:
                write_csv(text, day)
        else:
            with book.open("wb") as file:
                write_book(file, day)


@app.command()
def ledger(
    beancount: Annotated[
        bool, typer.Option("--beancount", help="Write a Beancount file, valid for bean-check.")
    ] = False,
) -> None:
    """Export all transfers of all projects, as JSON lines or as a Beancount file."""
    boot_ready()
    from autossa.queries.credits.export import beancount_lines, transfers
    from autossa.queries.reading import long_read

    with answering("export ledger"), long_read(say), Progress("lines", prints=True) as progress:
        if beancount:
            for line in progress.counted(beancount_lines()):
                print(line)
        else:
            for row in progress.counted(transfers()):
                print_json(row)
