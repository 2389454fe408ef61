"""The `autossa` command. Data on stdout, messages on stderr; exit codes: 0 done, 1 refused or failed, 2 bad input."""

import sys
from typing import Annotated

import typer

from autossa import __version__
from autossa.cli import activation_keys, contracts, credits, export, licenses, mails, organisations, prices, projects
from autossa.cli import (
    run as daily_run,
)
from autossa.cli.reference import lifecycle, rights
from autossa.cli.scenarios import plan, simulate
from autossa.cli.service import demo, init, serve, stop, verify, work

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
app.command("rights")(rights.command)
app.command("serve")(serve.command)
app.command("demo")(demo.command)
app.command("init")(init.command)
app.command("run")(daily_run.command)
app.command("work")(work.command)
app.command("verify")(verify.command)
app.command("stop")(stop.command)
app.add_typer(organisations.app, name="organisations")
app.add_typer(projects.app, name="projects")
app.add_typer(contracts.app, name="contracts")
app.add_typer(credits.app, name="credits")
app.add_typer(licenses.app, name="licenses")
app.add_typer(activation_keys.app, name="keys")
app.add_typer(mails.app, name="mails")
app.add_typer(prices.app, name="prices")
app.add_typer(export.app, name="export")


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
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # which Click made an exit code 1 of
            sys.exit(0)
        raise
