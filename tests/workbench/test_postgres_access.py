"""Who comes into the embedded PostgreSQL server, which roles it has, and databases copied from a template."""

from __future__ import annotations

import os
import pwd
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from autossa.workbench.postgres.roles import (
    APP_ROLE,
    OWNER_ROLE,
    create_database,
    create_from_template,
    drop_database,
    ensure_roles,
)
from autossa.workbench.postgres.server import PostgresUnavailable, Server, ensure_running, stop
from tests.workbench.embedded import ask, pid_of, root_only


def test_not_reachable_over_tcp(server: Server) -> None:
    pid = pid_of(server.data_dir)
    # the account itself may look at its own process; root may look at any
    links = [os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()]
    inodes = {link[8:-1] for link in links if link.startswith("socket:")}
    assert inodes
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        rows = table.read_text().splitlines()[1:] if table.exists() else []
        assert not inodes & {row.split()[9] for row in rows}
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(
            host="127.0.0.1",
            port=server.port,
            user="postgres",
            dbname="postgres",
            connect_timeout=2,
        )


@root_only
@pytest.mark.parametrize(
    ("account", "said"),
    [("nobody", "Permission denied"), ("autossa-pg", "Peer authentication failed")],
)
def test_other_accounts_stay_outside(server: Server, account: str, said: str) -> None:
    command = [str(server.binary("psql")), server.url("postgres", APP_ROLE), "-c", "SELECT 1"]
    entry = pwd.getpwnam(account)
    done = subprocess.run(
        command,
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert said in done.stderr


def test_a_role_that_is_not_mapped_stays_outside(server: Server) -> None:
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE stranger LOGIN")
    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        psycopg.connect(server.url("postgres", "stranger"))


def test_owner_makes_tables_and_the_application_fills_them(server: Server, database: str) -> None:
    with psycopg.connect(server.url(database, OWNER_ROLE)) as owner:
        owner.execute("CREATE EXTENSION btree_gist")
        owner.execute("CREATE TABLE entry (id bigserial PRIMARY KEY, amount numeric)")
    with psycopg.connect(server.url(database, APP_ROLE)) as app:
        app.execute("INSERT INTO entry (amount) VALUES (1.5)")
        app.execute("UPDATE entry SET amount = 2")
    assert ask(server, "SELECT count(*) FROM entry", database, APP_ROLE) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE own (id int)",
        "CREATE TEMPORARY TABLE own (id int)",
        "CREATE SCHEMA own",
        "CREATE DATABASE own",
        "CREATE ROLE own",
        "ALTER TABLE entry ADD COLUMN own int",
        "TRUNCATE entry",
        "DROP TABLE entry",
        "SET ROLE autossa_owner",
        "SET ROLE postgres",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
    ],
)
def test_application_role_may_not(server: Server, database: str, statement: str) -> None:
    with psycopg.connect(server.url(database, OWNER_ROLE)) as owner:
        owner.execute("CREATE TABLE entry (id int)")
    app = psycopg.connect(server.url(database, APP_ROLE), autocommit=True)
    with app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement.encode())


def test_roles_are_plain_and_put_right_again(server: Server) -> None:
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("ALTER ROLE autossa_app SUPERUSER CREATEDB")
    ensure_roles(server)
    query = (
        "SELECT bool_or(rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication"
        " OR rolbypassrls) FROM pg_roles WHERE rolname LIKE 'autossa%'"
    )
    assert ask(server, query) is False


# Databases


def test_create_and_drop_are_idempotent(server: Server) -> None:
    assert create_database(server, 'odd "name" ü')
    assert not create_database(server, 'odd "name" ü')
    assert ask(server, "SELECT 1", 'odd "name" ü', APP_ROLE) == 1
    drop_database(server, 'odd "name" ü')
    drop_database(server, 'odd "name" ü')
    with pytest.raises(ValueError, match="63 bytes"):
        create_database(server, "ü" * 32)


def fill(server: Server, database: str, tables: int) -> None:
    with psycopg.connect(server.url(database, OWNER_ROLE)) as owner:
        for number in range(tables):
            name = f"t{number}".encode()
            owner.execute(b"CREATE TABLE %s (id bigserial PRIMARY KEY, a text UNIQUE)" % name)


def test_copy_keeps_owner_rights_and_rows(server: Server, database: str) -> None:
    fill(server, database, 1)
    create_from_template(server, "copy", database)
    with psycopg.connect(server.url("copy", OWNER_ROLE)) as owner:
        owner.execute("CREATE TABLE later (id int)")
    assert ask(server, "SELECT count(*) FROM later", "copy", APP_ROLE) == 0
    with psycopg.connect(server.url("copy", APP_ROLE)) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TEMPORARY TABLE own (id int)")
    with psycopg.connect(server.url("copy", OWNER_ROLE)):
        drop_database(server, "copy")  # although somebody is connected


@pytest.mark.slow  # PostgreSQL waits five seconds for the others to leave
def test_template_in_use_or_missing(server: Server, database: str) -> None:
    with psycopg.connect(server.url(database, OWNER_ROLE)), pytest.raises(psycopg.errors.ObjectInUse):
        create_from_template(server, "copy", database)
    with pytest.raises(psycopg.errors.InvalidCatalogName):
        create_from_template(server, "copy", "nothing")


def test_copy_is_quick(server: Server, database: str, capsys: pytest.CaptureFixture[str]) -> None:
    fill(server, database, 60)
    took: dict[str, float] = {}
    calls: dict[str, Callable[[], None]] = {
        "file_copy": lambda: create_from_template(server, "copy", database, strategy="file_copy"),
        "wal_log": lambda: create_from_template(server, "copy", database, strategy="wal_log"),
    }
    for name, call in calls.items():
        began = time.perf_counter()
        call()
        took[name] = time.perf_counter() - began
        drop_database(server, "copy")
    with capsys.disabled():
        print(" " + ", ".join(f"{name} {1000 * seconds:.0f} ms" for name, seconds in took.items()))
    assert took["file_copy"] < 5


def test_server_that_is_gone(home: Path) -> None:
    server = ensure_running(home, profile="test")
    stop(server, "immediate")
    with pytest.raises(PostgresUnavailable, match="lets nobody in"):
        ensure_roles(server)
