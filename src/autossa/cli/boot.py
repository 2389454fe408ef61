"""Set up for commands that need the database: find or start it, set Django up, say clearly what is wrong."""

import getpass
import os
from datetime import date, datetime

import django
from django.db import OperationalError, connections

from autossa.cli.output import fail, say
from autossa.operations.context import ActionContext, Actor
from autossa.queries.vendor import demo_clock
from autossa.workbench import servers

FAILED = 1


def boot(addresses: servers.Addresses | None = None) -> None:
    """Connect to the database of the environment, or to the embedded one."""
    try:
        found = addresses or servers.address(notify=say)
    except servers.PostgresUnavailable as error:
        fail(f"{error.message} {error.hint}", FAILED)
    mark_demo(found)
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = found.app, found.owner
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")
    django.setup()
    try:
        connections["default"].ensure_connection()
    except OperationalError as error:
        reason = " ".join(str(error).split())
        fail(
            f"the database cannot be reached: {reason}. Check DATABASE_URL, or unset it to use the embedded one.",
            FAILED,
        )


def mark_demo(addresses: servers.Addresses) -> None:
    """A command on the demo's own database is one of the demo: it has the day that the demo's clock shows."""
    if addresses.server is not None and (servers.data_folder() / demo_clock.FILE).exists():
        os.environ.setdefault("AUTOSSA_DEMO", "1")


def boot_ready(addresses: servers.Addresses | None = None) -> None:
    """As boot, and the schema must be there and current."""
    boot(addresses)
    from autossa.operations.vendor import schema

    if not schema.is_current():
        fail("the database schema is missing or out of date; run `autossa init` first", FAILED)


def action_context(day: str | None = None, actor: Actor | None = None) -> ActionContext:
    """Now, in the vendor's zone; with a day, as if on that day. The actor is the account that runs the command."""
    from autossa.queries.vendor.settings import zone

    now = demo_clock.shifted(datetime.now(zone()))
    who = actor or Actor(f"{getpass.getuser()} (command line)")
    return ActionContext(who, parse_day(day) if day else now.date(), now)


def parse_day(text: str) -> date:
    """A day of the command line; ends the command with exit code 2 when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"`{text}` is not a date such as 2026-01-31")
