"""`autossa payments`: what came, and what it is for."""

import typer

from autossa.cli.billing import statements

app = typer.Typer(help="Payments, and the accounts of who pays.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Payments, and the accounts of who pays."""


app.command("import")(statements.import_statements)
