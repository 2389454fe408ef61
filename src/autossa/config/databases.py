"""A PostgreSQL address as Django's settings; libpq reads it, so that sockets, ports and options mean what they say.

What is said on connecting also ends whatever would wait for ever: a lock that somebody holds who was stopped in the
middle, a transaction that nobody goes on with, a machine that is gone. An address may say otherwise in its own
`options`, which come last.
"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

# Said on connecting, so that nothing a role has set for itself comes before it; temporary tables hide no table.
SEARCH_PATH = "-c search_path=public,pg_temp"

# The other end is asked after 15 s of silence, three times; both ends give up after some 30 s. Without it a machine
# that was cut off would keep its rows locked for the two hours that TCP waits.
_ALIVE = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_ALIVE_THERE = {
    "tcp_keepalives_idle": "15s",
    "tcp_keepalives_interval": "5s",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "30s",
    "client_connection_check_interval": "10s",
}


class Use(StrEnum):
    """What a process does with the database, which decides how long it may keep others waiting."""

    WEB = "web"
    WORK = "work"
    OWNER = "owner"


# Seconds are for people at a page; a run, an import, an export take what they need, but nobody waits for a lock or
# holds one without doing anything. A migration must not stand in a queue that all others stand behind.
_LIMITS: dict[Use, dict[str, str]] = {
    Use.WEB: {"lock_timeout": "10s", "statement_timeout": "30s", "idle_in_transaction_session_timeout": "45s"},
    Use.WORK: {"lock_timeout": "30s", "idle_in_transaction_session_timeout": "45s"},
    Use.OWNER: {"lock_timeout": "5s", "idle_in_transaction_session_timeout": "5min"},
}


def database_settings(url: str, use: Use = Use.WORK) -> dict[str, Any]:
    """Django's settings of one database. Raises psycopg.ProgrammingError for an address libpq cannot read."""
    given = {key: value for key, value in conninfo_to_dict(url).items() if value is not None}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", "autossa"),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": str(given.pop("port", "")),
        "OPTIONS": {
            "application_name": _program(),
            **_ALIVE,
            **given,
            "options": " ".join([SEARCH_PATH, *_said(use), str(given.get("options", ""))]).strip(),
        },
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def limit_pages(settings: dict[str, Any]) -> None:
    """Let the connections that are made from now on wait no longer than people at a page do."""
    options = settings["OPTIONS"]
    if options["application_name"] == _program():
        options["application_name"] = "autossa serve"
    options["options"] = options["options"].replace(" ".join(_said(Use.WORK)), " ".join(_said(Use.WEB)), 1)


def _program() -> str:
    """The command that runs, such as `autossa work`: what a look at the server's connections shows."""
    begun, *arguments = sys.argv or [""]
    command = next(iter(arguments), "")
    named = Path(begun).name in ("autossa", "__main__.py") and command.isalpha()
    return f"autossa {command}" if named else "autossa"


def _said(use: Use) -> list[str]:
    return [f"-c {name}={value}" for name, value in {**_ALIVE_THERE, **_LIMITS[use]}.items()]
