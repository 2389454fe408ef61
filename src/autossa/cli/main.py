"""The `autossa` command. Data goes to stdout, talk to stderr; exit codes: 0 done, 1 refused or failed, 2 bad input."""

import sys
from typing import Annotated

import typer

from autossa import __version__
from autossa.cli import demo, lifecycle, plan, simulate

app = typer.Typer(
    help="Auto SSA: keeps software service agreements current.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("simulate")(simulate.command)
app.command("plan")(plan.command)
app.command("states")(lifecycle.command)
app.command("demo")(demo.command)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"autossa {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Auto SSA: keeps software service agreements current."""


def run() -> None:
    """Entry point: a reader that closed the pipe (`| head`) is no error."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
