"""Set up for commands that need the database: find or start it, set Django up, say clearly what is wrong."""

import os
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import django
from django.db import OperationalError, connections

from autossa.cli.talk import fail
from autossa.operations import servers
from autossa.operations.occasions import SYSTEM, Actor, Occasion

FAILED = 1


def boot(addresses: servers.Addresses | None = None) -> None:
    """Connect to the database of the environment, or to the embedded one."""
    try:
        found = addresses or servers.address(notify=_talk)
    except servers.PostgresUnavailable as error:
        fail(f"{error.message} {error.hint}", FAILED)
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


def boot_ready(addresses: servers.Addresses | None = None) -> None:
    """As boot, and the schema must be there and current."""
    boot(addresses)
    from autossa.operations import schema

    if not schema.is_current():
        fail("the database has no or an old schema; run `autossa init` first", FAILED)


def occasion(day: str | None = None, actor: Actor = SYSTEM) -> Occasion:
    """Now, in the vendor's zone; with a day, as if on that day."""
    from datetime import date

    from django.conf import settings

    now = datetime.now(ZoneInfo(settings.TIME_ZONE))
    return Occasion(actor, date.fromisoformat(day) if day else now.date(), now)


def _talk(sentence: str) -> None:
    print(f"autossa: {sentence}", file=sys.stderr)
