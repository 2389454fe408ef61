"""Databases to measure in: on an embedded server of the bench's own, with fsync on."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from autossa.workbench import scratch_databases, servers
from autossa.workbench.postgres import roles
from autossa.workbench.postgres import server as postgres
from autossa.workbench.postgres.server import Server
from autossa.workbench.servers import Addresses

_SCRATCH = "bench_own_"


@contextmanager
def server(binaries: str | None) -> Iterator[Server]:
    """The bench's server, stopped at the end unless another bench is at work on it. Raises PostgresUnavailable."""
    running = start_server(binaries)
    try:
        yield running
    finally:
        if not _is_used(running):
            postgres.stop(running)


def _is_used(server: Server) -> bool:
    with superuser(server, "postgres") as connection:
        found = connection.execute("SELECT FROM pg_database WHERE datname LIKE %s", [f"{_SCRATCH}%"]).fetchone()
    return found is not None


def own_name(purpose: str) -> str:
    """The name of a scratch database of this process: benches side by side take nothing from each other."""
    return f"{_SCRATCH}{purpose}_{os.getpid()}"


def start_server(binaries: str | None) -> Server:
    """The bench's server, started when it does not run. Raises PostgresUnavailable."""
    mark = f"-{hashlib.sha256(binaries.encode()).hexdigest()[:8]}" if binaries else ""
    home = servers.data_folder() / f"bench{mark}"
    server = postgres.ensure_running(home, profile="demo", bin_dir=Path(binaries) if binaries else None)
    roles.ensure_roles(server)
    return server


@contextmanager
def database(server: Server, name: str, template: str | None = None) -> Iterator[Addresses]:
    """A database with the present schema, or a copy of another one; dropped at the end."""
    addresses = make(server, name, template)
    try:
        yield addresses
    finally:
        roles.drop_database(server, name)


def make(server: Server, name: str, template: str | None = None) -> Addresses:
    """The same, but it stays; one of that name is dropped before."""
    roles.drop_database(server, name)
    roles.create_from_template(server, name, template or scratch_databases.ensure_template(server))
    return servers.at(server, name)


@contextmanager
def superuser(server: Server, name: str) -> Iterator[psycopg.Connection]:
    """A connection that may do anything: to fill, to look, to take triggers away."""
    with psycopg.connect(server.url(name, server.superuser)) as connection:
        yield connection


def settle_disk(server: Server, name: str) -> None:
    """Statistics, and nothing left to write that a measurement would pay for."""
    with psycopg.connect(server.url(name, server.superuser), autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def version(server: Server) -> str:
    """The server's version, such as 18.6."""
    with superuser(server, "postgres") as connection:
        return str(connection.info.parameter_status("server_version")).split()[0]


def identifiers(names: list[str]) -> sql.Composed:
    """Column names, quoted and separated by commas."""
    return sql.SQL(", ").join(map(sql.Identifier, names))
