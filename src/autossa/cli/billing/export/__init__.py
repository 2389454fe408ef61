"""`autossa export`: what is stored, for other people's tools."""

import typer

from autossa.cli.billing.export import books, ledger

app = typer.Typer(help="Export what is stored.", no_args_is_help=True)
app.command("ledger")(ledger.command)
app.command("books")(books.command)
