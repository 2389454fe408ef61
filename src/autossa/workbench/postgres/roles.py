"""Roles and databases of the embedded PostgreSQL server.

The owner role owns the tables and runs migrations.  The application role owns nothing
and may only read and write rows.  Neither has a password: the socket admits the
account that started the server (``peer``).

Database errors come through as psycopg.Error; no connection is a PostgresUnavailable.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import psycopg
from psycopg import sql

from autossa.workbench.postgres.cluster import APP_ROLE, OWNER_ROLE
from autossa.workbench.postgres.host import PostgresUnavailable
from autossa.workbench.postgres.server import Server

__all__ = [
    "APP_ROLE",
    "OWNER_ROLE",
    "create_database",
    "create_from_template",
    "drop_database",
    "ensure_roles",
    "has_database",
    "rename_database",
]

Strategy = Literal["file_copy", "wal_log"]
_NAME_BYTES = 63
_LARGE_OBJECTS = (
    "lo_creat(integer)",
    "lo_create(oid)",
    "lo_from_bytea(oid, bytea)",
    "lo_open(oid, integer)",
    "lo_put(oid, bigint, bytea)",
    "lo_get(oid)",
    "lo_get(oid, bigint, integer)",
    "lo_unlink(oid)",
    "lo_truncate(integer, integer)",
    "lo_truncate64(integer, bigint)",
    "lowrite(integer, bytea)",
    "loread(integer, integer)",
)
_ROLE_LOCK = 0x6175746F73  # any number that nobody else locks
_ROLE_RIGHTS = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD NULL")


def ensure_roles(server: Server) -> None:
    """Create the owner and the application role, or put their rights back as they were."""
    with _admin(server) as connection, connection.transaction():
        # CREATE ROLE has no IF NOT EXISTS, so processes take turns.
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_ROLE_LOCK])
        for role in (OWNER_ROLE, APP_ROLE):
            query = "SELECT 1 FROM pg_roles WHERE rolname = %s"
            known = connection.execute(query, [role]).fetchone()
            verb = sql.SQL("ALTER ROLE" if known else "CREATE ROLE")
            connection.execute(sql.SQL("{} {} {}").format(verb, sql.Identifier(role), _ROLE_RIGHTS))
            # PostgreSQL lets every role set such things for itself; nothing that a former session left holds here.
            connection.execute(sql.SQL("ALTER ROLE {} RESET ALL").format(sql.Identifier(role)))


def create_database(server: Server, name: str, owner: str = OWNER_ROLE) -> bool:
    """Create an empty database of ``owner``; False when it is there already.

    The application role gets rows, not tables: SELECT, INSERT, UPDATE and DELETE on
    what ``owner`` creates in the schema public from then on.  These rights are set in
    either case, so that a call that was cut short is made good by the next.
    """
    _check_name(name)
    ensure_roles(server)
    query = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
        sql.Identifier(name), sql.Identifier(owner)
    )
    created = True
    with _admin(server) as connection:
        try:
            connection.execute(query)
        # Two at once: the slower may meet the unique index of the catalogue instead.
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            created = False
        _limit_connections(connection, name)
    _grant_rows(server, name, owner)
    _take_large_objects(server, name)
    return created


def create_from_template(server: Server, name: str, template: str, *, strategy: Strategy = "file_copy") -> None:
    """Copy a database that nobody is connected to, with its owner and rights.

    ``file_copy`` needs two checkpoints and hardly any WAL, ``wal_log`` the reverse.
    Raises psycopg.errors.ObjectInUse while somebody is connected to ``template``.
    """
    _check_name(name)
    with _admin(server) as connection:
        query = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s"
        row = connection.execute(query, [template]).fetchone()
        if row is None:
            raise psycopg.errors.InvalidCatalogName(f'database "{template}" does not exist')
        # Without OWNER the copy would be the superuser's, and the owner role could
        # not create tables in it.
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY {}").format(
                sql.Identifier(name),
                sql.Identifier(row[0]),
                sql.Identifier(template),
                sql.SQL(strategy),
            )
        )
        # Rights on the database itself are not copied.
        _limit_connections(connection, name)


def drop_database(server: Server, name: str) -> None:
    """Drop a database, its clients disconnected; one that is not there is no error."""
    _check_name(name)
    with _admin(server) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _admin(server: Server, database: str = "postgres") -> Iterator[psycopg.Connection]:
    url = server.url(database, server.superuser)
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise PostgresUnavailable(
            f"PostgreSQL in {server.data_dir} lets nobody in: {error}.",
            "Call ensure_running first.",
        ) from error
    with connection:
        yield connection


def _check_name(name: str) -> None:
    # PostgreSQL cuts longer names silently, and two could then mean one database.
    if not 0 < len(name.encode()) <= _NAME_BYTES:
        raise ValueError(f"a database name has 1 to {_NAME_BYTES} bytes: {name!r}")


def _limit_connections(connection: psycopg.Connection, name: str) -> None:
    """Only the two roles may connect; temporary tables are for the owner alone."""
    database = sql.Identifier(name)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(
            database, sql.Identifier(OWNER_ROLE), sql.Identifier(APP_ROLE)
        )
    )


def _grant_rows(server: Server, database: str, owner: str) -> None:
    with _admin(server, database) as connection:
        for rights in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES"):
            connection.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT {} TO {}").format(
                    sql.Identifier(owner), sql.SQL(rights), sql.Identifier(APP_ROLE)
                )
            )


def _take_large_objects(server: Server, database: str) -> None:
    """Nobody but the superuser writes large objects: they stand in no table, and no right of a table holds for them."""
    with _admin(server, database) as connection:
        for role in (OWNER_ROLE, APP_ROLE):
            reset = sql.SQL("ALTER ROLE {} IN DATABASE {} RESET ALL")
            connection.execute(reset.format(sql.Identifier(role), sql.Identifier(database)))
        for function in _LARGE_OBJECTS:
            connection.execute(f"REVOKE EXECUTE ON FUNCTION pg_catalog.{function} FROM PUBLIC")


def rename_database(server: Server, name: str, new: str) -> bool:
    """Rename a database that nobody is connected to; False when the new name is taken.

    Raises psycopg.errors.ObjectInUse while somebody is connected.
    """
    _check_name(new)
    query = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(new))
    with _admin(server) as connection:
        try:
            connection.execute(query)
        except psycopg.errors.DuplicateDatabase:
            return False
    return True


def has_database(server: Server, name: str) -> bool:
    """True when there is a database of that name."""
    with _admin(server) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        return connection.execute(query, [name]).fetchone() is not None
