"""Set up for commands that need the database: find or start it, set Django up, say clearly what is wrong."""

import getpass
import os
import sys
from datetime import date, datetime
from pathlib import Path

import django
import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from autossa.cli.output import fail, say
from autossa.domain.dates import FIRST_YEAR, LAST_YEAR, read_day
from autossa.operations.context import ActionContext, Actor
from autossa.queries.vendor import demo_clock
from autossa.workbench import servers
from autossa.workbench.secret_key import ensure_secret_key

log = structlog.get_logger()

FAILED = 1
OWNER = "DATABASE_OWNER_URL"


def boot(addresses: servers.Addresses | None = None) -> None:
    """Connect to the database of the environment, or to the embedded one."""
    try:
        found = addresses or servers.address(notify=say)
    except servers.PostgresUnavailable as error:
        fail(f"{error.message} {error.hint}", FAILED)
    mark_demo(found)
    if found.server is not None:  # what is encrypted in its database was so by the key beside it
        ensure_secret_key(servers.data_folder())
    os.environ["DATABASE_URL"], os.environ[OWNER] = found.app, found.owner
    set_up()
    connections["default"].ensure_connection()  # what is wrong with it, `main` says


def mark_demo(addresses: servers.Addresses) -> None:
    """A command on the demo's own database is one of the demo: it has the day that the demo's clock shows."""
    if addresses.server is not None and (servers.data_folder() / demo_clock.FILE).exists():
        os.environ.setdefault("AUTOSSA_DEMO", "1")


def boot_ready(addresses: servers.Addresses | None = None) -> None:
    """As boot, and the schema must be there, and that of this version: neither older nor newer."""
    boot(addresses)
    from autossa.operations.errors import SchemaIsNewer
    from autossa.operations.vendor import schema

    found = schema.standing()
    if found is schema.Standing.BEHIND:
        fail("the database schema is missing or out of date; run `autossa init` first", FAILED)
    if found is schema.Standing.AHEAD:
        fail(str(SchemaIsNewer()), FAILED)


def _check_home() -> None:
    """Whatever runs for long keeps files: nobody should find out at the first one that there is no place for it."""
    folder = servers.data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        fail(f"{folder}: {error.strerror}; AUTOSSA_HOME names a folder that this account can write", FAILED)
    if not servers.is_writable(folder):
        fail(f"{folder}: no right to write; AUTOSSA_HOME names a folder that this account can write", FAILED)


def boot_service() -> None:
    """As boot_ready, for what runs for long and is reached from outside: it gets nothing of the owner's.

    Ends the command where it could do more in the database than a portal needs, or where others could listen.
    """
    _check_home()
    forget_owner()
    if why := servers.listened_to(os.environ.get("DATABASE_URL", "")):
        fail(f"DATABASE_URL: {why}", FAILED)
    boot_ready()
    os.environ.pop(OWNER, None)
    for name in settings.UNKNOWN_NAMES:
        log.warning("unknown_setting", why=name)
    from autossa.queries.vendor.database import SEARCH_PATH, connected

    found = connected()
    if found.search_path != SEARCH_PATH:
        fail(
            f"the search path is {found.search_path}, not {SEARCH_PATH}: what is said on connecting does not arrive."
            " Let DATABASE_URL name the server itself, not a pooler such as PgBouncer in transaction mode",
            FAILED,
        )
    if found.is_superuser:
        fail(
            f"the role {found.role} is a superuser of the database, or may create roles or databases, replicate, or use"
            " files of the server; use a role with LOGIN alone",
            FAILED,
        )
    if found.is_owner:
        fail(
            f"the role {found.role} owns the tables, and could change what was booked; use another role in DATABASE_URL"
            " and keep the owner's for `autossa init`",
            FAILED,
        )


def forget_owner() -> None:
    """Start this process anew without the owner's address, in case it was given: its environment can be read later."""
    os.environ.pop(OWNER, None)
    try:
        given = Path("/proc/self/environ").read_bytes()
    except OSError:  # no such file system: then there is nothing to read either
        return
    if f"\0{OWNER}=".encode() in b"\0" + given:
        sys.stdout.flush()
        os.execve(sys.executable, sys.orig_argv, dict(os.environ))


def set_up() -> None:
    """Django, with the settings of the environment; ends the command with one sentence where they are wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        fail(str(error), FAILED)


def action_context(day: str | None = None, actor: Actor | None = None) -> ActionContext:
    """Now, in the vendor's zone; with a day, as if on that day. The actor is the account that runs the command."""
    from autossa.queries.vendor.settings import zone

    now = demo_clock.shifted(datetime.now(zone()))
    who = actor or Actor(f"{getpass.getuser()} (command line)")
    return ActionContext(who, parse_day(day) if day else now.date(), now)


def parse_day(text: str) -> date:
    """A day of the command line; ends the command with exit code 2 when it is none."""
    try:
        return read_day(text)
    except ValueError:
        fail(f"`{text}` is not a date such as 2026-01-31, from {FIRST_YEAR} to {LAST_YEAR}")
