"""`pg_dump` and `pg_restore`, run so that no list of processes shows a password.

A dump is in PostgreSQL's custom format: compressed, one file, readable by its owner alone. It holds neither roles nor
rights: those are of the server, and `autossa init` gives them.
"""

import os
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from autossa.gateways.dumps.programs import find_program

_VERSIONS = 10_000  # server_version_num of 180003 is that of PostgreSQL 18


class DumpFailed(Exception):
    """A program of PostgreSQL ended with an error, in its own words."""


def dump(address: str, target: Path) -> int:
    """Write the database to a file (0600), whole or not at all: one snapshot. The bytes of the file.

    Raises ProgramMissing, DumpFailed, OSError, and psycopg.Error where the server does not answer.
    """
    program = find_program("pg_dump", server_major(address))
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _run([str(program), "--format=custom", "--no-password", "--file", str(part)], address)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def restore(address: str, source: Path) -> None:
    """Read a dump into an empty database, in one transaction. Raises as `dump`."""
    program = find_program("pg_restore", server_major(address))
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--no-password"]
    _run([str(program), *options], address, str(source))


def check(address: str, source: Path) -> None:
    """Read all of a dump and write nothing, so that one that was cut off is known before anything is deleted.

    Raises as `dump`.
    """
    program = find_program("pg_restore", server_major(address))
    command = [str(program), f"--file={os.devnull}", str(source)]
    _ended(subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False))


def server_major(address: str) -> int:
    """The version of the server. Raises psycopg.Error."""
    with psycopg.connect(address, connect_timeout=10) as connection:
        return connection.info.server_version // _VERSIONS


def count_tables(address: str) -> int:
    """How many tables the database has. Raises psycopg.Error."""
    with psycopg.connect(address, connect_timeout=10) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p')"
        ).fetchone()
    assert row is not None
    return int(row[0])


def used_by(address: str) -> list[str]:
    """Which of our services are connected to the database, by the names they gave. Raises psycopg.Error."""
    with psycopg.connect(address, connect_timeout=10) as connection:
        found = connection.execute(
            "SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = ANY(%s) ORDER BY 1",
            [["autossa serve", "autossa work", "autossa run"]],
        )
        return [name for (name,) in found]


def empty(address: str) -> None:
    """Delete all tables, for good. Raises psycopg.Error."""
    with psycopg.connect(address, connect_timeout=10) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def _run(command: list[str], address: str, *more: str) -> None:
    given = {key: str(value) for key, value in conninfo_to_dict(address).items() if value is not None}
    env = dict(os.environ)
    if password := given.pop("password", ""):
        env["PGPASSWORD"] = password
    env["PGAPPNAME"] = "autossa backup"
    where = make_conninfo("", **given)
    whole = [*command, f"--dbname={where}", *more]
    _ended(subprocess.run(whole, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False))


def _ended(done: "subprocess.CompletedProcess[str]") -> None:
    if done.returncode:
        last = [line for line in done.stderr.strip().splitlines() if line] or ["no message"]
        hint = "; the owner may: set DATABASE_OWNER_URL" if "permission denied" in last[0] else ""
        raise DumpFailed(f"{last[0]}{hint}")
