"""Throwaway databases: copied from a template that holds the present schema, on a scratch server of its own.

The scratch server does not wait for the disk (it holds nothing worth keeping), which makes a copy a matter of
some 60 ms. The template's name carries a digest of the migrations and the month, so a new schema makes a new template.
"""

import hashlib
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from autossa.domain.runs.caps import Limits
from autossa.workbench.postgres import roles
from autossa.workbench.postgres import server as postgres
from autossa.workbench.postgres.server import PostgresUnavailable, Server
from autossa.workbench.servers import Addresses, at, data_folder

_MIGRATIONS = Path(__file__).resolve().parents[1] / "store" / "migrations"
_GRANTS = Path(__file__).resolve().parents[1] / "store" / "grants.py"
_ROLES = Path(__file__).resolve().parent / "postgres" / "roles.py"
_ANY = 100_000_000
ANY_DAY = {"AUTOSSA_CLOCK_DAYS": "0", "AUTOSSA_RUN_PERIODS": str(_ANY), "AUTOSSA_RUN_FLOOR": str(_ANY)}
"""What lets a scratch database be on any day: its clock is nobody's, and months may be caught up at once."""
_LIBRARIES = ("django", "django-allauth", "django-axes")  # with tables of their own


def scratch_server() -> Server:
    """The scratch server, started when it is not running; `AUTOSSA_POSTGRES_BIN` chooses other binaries.

    Raises PostgresUnavailable.
    """
    home, binaries = _home()
    server = postgres.ensure_running(home, profile="test", bin_dir=binaries)
    roles.ensure_roles(server)
    return server


@contextmanager
def borrowed_server() -> Iterator[Server]:
    """The scratch server for a block, stopped after it unless it ran before. Raises PostgresUnavailable."""
    ran = postgres.is_running(_home()[0])
    server = scratch_server()
    try:
        yield server
    finally:
        if not ran:
            postgres.stop(server)


def _home() -> tuple[Path, Path | None]:
    binaries = os.environ.get("AUTOSSA_POSTGRES_BIN")
    mark = f"-{hashlib.sha256(binaries.encode()).hexdigest()[:8]}" if binaries else ""
    return data_folder() / f"scratch{mark}", Path(binaries) if binaries else None


def fresh_database(name: str) -> Addresses:
    """A new database with the present schema and no rows. Raises PostgresUnavailable.

    Whatever day is played in it, here or in a process started from here, no clock is compared with its server's, and
    no run asks whether so much is meant.
    """
    _play_any_day()
    server = scratch_server()
    roles.create_from_template(server, name, ensure_template(server))
    return at(server, name)


def _play_any_day() -> None:
    for name, value in ANY_DAY.items():
        os.environ.setdefault(name, value)
    if settings.configured:
        settings.CLOCK_LIMIT, settings.RUN_LIMITS = None, Limits(periods=_ANY, floor=_ANY)


def ensure_template(server: Server) -> str:
    """The name of the template with the present schema, made when it is missing. Raises PostgresUnavailable."""
    name = f"template_{_digest()}"
    if roles.has_database(server, name):
        return name
    building = f"building_{secrets.token_hex(6)}"
    roles.create_database(server, building)
    _migrate(at(server, building))
    if not roles.rename_database(server, building, name):
        roles.drop_database(server, building)  # another process was quicker
    return name


def drop(addresses: Addresses, name: str) -> None:
    """Drop a throwaway database."""
    if addresses.server is not None:
        roles.drop_database(addresses.server, name)


def _migrate(addresses: Addresses) -> None:
    """In a process of its own: Django is set up for one database, and this one may be set up for another."""
    env = {
        **os.environ,
        "DATABASE_URL": addresses.app,
        "DATABASE_OWNER_URL": addresses.owner,
        "DJANGO_SETTINGS_MODULE": "autossa.config.settings",
    }
    command = [
        sys.executable,
        "-c",
        "import django; django.setup(); from autossa.operations.vendor import schema; schema.migrate()",
    ]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise PostgresUnavailable(f"The schema could not be made: {last}.", "Look into the server's log.")


def _digest() -> str:
    digest = hashlib.sha256()
    for path in [*sorted(_MIGRATIONS.glob("[0-9]*.py")), _GRANTS, _ROLES]:
        digest.update(path.read_bytes())
    digest.update(time.strftime("%Y-%m").encode())  # a schema has partitions for the months to come
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}".encode())
    return digest.hexdigest()[:16]
