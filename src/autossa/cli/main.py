"""The `autossa` command. Data on stdout, messages on stderr; exit codes: 0 done, 1 refused or failed, 2 bad input."""

import errno
import re
import sys
from typing import Annotated, NoReturn

import psycopg
import typer
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseFault

from autossa import __version__
from autossa.cli import (
    activation_keys,
    billing,
    contracts,
    credits,
    devices,
    export,
    licenses,
    mails,
    organisations,
    prices,
    projects,
    releases,
)
from autossa.cli import (
    run as daily_run,
)
from autossa.cli.accounts import events, mcp, webhooks
from autossa.cli.billing import dunning, forecast, invoices, mandates, payments, sepa
from autossa.cli.devices import license_files, signing_keys
from autossa.cli.orders import lapsed, orders, quotes
from autossa.cli.output import BAD_INPUT, NOT_DONE, OneSentence, say
from autossa.cli.reference import lifecycle, rights
from autossa.cli.runs import runs
from autossa.cli.scenarios import plan, simulate
from autossa.cli.service import (
    archive,
    backup,
    bench,
    demo,
    doctor,
    init,
    jobs,
    people,
    repair,
    serve,
    stop,
    verify,
    work,
)
from autossa.cli.vendor import imports, terms
from autossa.domain.texts import find_unseen, plain_spaces
from autossa.operations.errors import NotOurSchema
from autossa.wording.database_faults import database_fault

_LONGEST = 8000  # characters of an argument; a message has 4000
_OF_THE_MACHINE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.ENOSPC, errno.EDQUOT)
_TOO_MANY_DIGITS = re.compile(r"\d{41,}")

app = typer.Typer(
    cls=OneSentence,
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
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("repair")(repair.command)
app.command("import")(imports.command)
app.command("stop")(stop.command)
app.command("doctor")(doctor.command)
app.command("mcp")(mcp.command)
app.add_typer(archive.app, name="archive")
app.add_typer(organisations.app, name="organisations")
app.add_typer(people.app, name="people")
app.add_typer(projects.app, name="projects")
app.add_typer(contracts.app, name="contracts")
app.add_typer(credits.app, name="credits")
app.add_typer(invoices.app, name="invoices")
app.add_typer(payments.app, name="payments")
orders.app.command("lapsed")(lapsed.command)
app.add_typer(orders.app, name="orders")
app.add_typer(quotes.app, name="quotes")
app.add_typer(licenses.app, name="licenses")
app.add_typer(devices.app, name="devices")
app.add_typer(activation_keys.app, name="keys")
app.add_typer(mails.app, name="mails")
app.add_typer(jobs.app, name="jobs")
app.add_typer(prices.app, name="prices")
app.add_typer(releases.app, name="releases")
app.add_typer(terms.app, name="terms")
app.add_typer(license_files.app, name="license-file")
app.add_typer(signing_keys.app, name="keys-signing")
app.add_typer(bench.app, name="bench")
app.add_typer(export.app, name="export")
app.add_typer(forecast.app, name="forecast")
app.add_typer(billing.vat, name="vat-rates")
app.add_typer(billing.orders, name="order-numbers")
app.add_typer(dunning.app, name="dunning")
app.add_typer(mandates.app, name="mandates")
app.add_typer(mandates.methods, name="payment-methods")
app.add_typer(sepa.app, name="sepa")
app.add_typer(runs.app, name="runs")
app.add_typer(webhooks.app, name="webhooks")
app.add_typer(events.app, name="events")


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


def _check_arguments(given: list[str]) -> None:
    """One gate for what is typed: nothing that cannot be seen, and no number that no field has room for."""
    for place, text in enumerate(given, start=1):
        if found := find_unseen(plain_spaces(text)):
            _refuse(f"argument {place} has a character that cannot be shown: {found[1]}, at position {found[0]}")
        if len(text) > _LONGEST:
            _refuse(f"argument {place} is too long: {len(text)} characters")
        if digits := _TOO_MANY_DIGITS.search(text):
            _refuse(f"argument {place} has a number of {len(digits[0])} digits; no number here has that many")


def _refuse(message: str) -> NoReturn:
    say(message)
    sys.exit(BAD_INPUT)


def run() -> None:
    """Entry point: a reader that closed the pipe (`| head`) is no error."""
    _check_arguments(sys.argv[1:])
    try:
        app()
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # which Click made an exit code 1 of
            sys.exit(0)
        raise
    except (DatabaseFault, psycopg.Error) as error:  # wherever it happened, also while the settings were read
        say(database_fault(error))
        sys.exit(NOT_DONE)
    except (ImproperlyConfigured, NotOurSchema) as error:
        say(str(error))
        sys.exit(NOT_DONE)
    except OSError as error:  # a disk that is full or takes no writes, a folder that is not ours
        if error.errno not in _OF_THE_MACHINE:
            raise
        where = f"{error.filename}: " if error.filename else ""
        say(f"{where}{error.strerror}; AUTOSSA_HOME names a folder that this account can write")
        sys.exit(NOT_DONE)
