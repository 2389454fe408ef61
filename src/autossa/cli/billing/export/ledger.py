"""`autossa export ledger`: the ledger for other people's tools."""

from typing import Annotated

import typer

from autossa.cli.answers import answering
from autossa.cli.boot import boot_ready
from autossa.cli.output import print_json


def command(
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
