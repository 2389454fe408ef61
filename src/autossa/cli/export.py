"""`autossa export`: what is stored, for other people's tools."""

from typing import Annotated

import typer

from autossa.cli.answers import answering
from autossa.cli.billing import books
from autossa.cli.boot import boot_ready
from autossa.cli.output import print_json

app = typer.Typer(help="Export what is stored.", no_args_is_help=True)
app.command("books")(books.command)


@app.command()
def ledger(
    beancount: Annotated[
        bool, typer.Option("--beancount", help="Write a Beancount file, valid for bean-check.")
    ] = False,
) -> None:
    """Export all transfers of all projects, as JSON lines or as a Beancount file."""
    boot_ready()
    from autossa.queries.credits.export import beancount_lines, transfers

    with answering("export ledger"):
        if beancount:
            for line in beancount_lines():
                print(line)
        else:
            for row in transfers():
                print_json(row)
