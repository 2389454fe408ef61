"""A server and a database for one bench, which are gone after it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from autossa.workbench import scratch_databases, servers
from autossa.workbench.checks_bench.asking import Asked, ask
from autossa.workbench.postgres import roles
from autossa.workbench.postgres import server as postgres

_WARM_UP = 2.0
_PATIENCE = 300  # tenths of a second
_SERVE = "from autossa.cli.main import app; app()"


@dataclass(frozen=True, slots=True)
class Bench:
    """A database with all tables and nothing in it, and the settings of whoever works on it."""

    server: postgres.Server
    name: str
    env: dict[str, str]

    def take_statistics(self) -> None:
        """As autovacuum does within a minute, in a database that lives longer than this one."""
        with psycopg.connect(self.server.url(self.name, self.server.superuser), autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")


@contextmanager
def throwaway(name: str) -> Iterator[Bench]:
    """A database server of its own, with fsync on; nothing of it stays. Raises PostgresUnavailable."""
    server = postgres.ensure_running(servers.data_folder() / "bench-checks", profile="demo")
    try:
        roles.ensure_roles(server)
        roles.drop_database(server, name)
        roles.create_from_template(server, name, scratch_databases.ensure_template(server))
        with tempfile.TemporaryDirectory(prefix="autossa-bench-") as folder:
            yield Bench(server, name, _environment(servers.at(server, name), folder))
    finally:
        roles.drop_database(server, name)
        postgres.stop(server)


def served(workers: int) -> list[str]:
    """The command that serves with so many web workers."""
    return [sys.executable, "-c", _SERVE, "serve", "--workers", str(workers), "--port"]


def asked(
    command: list[str], more: list[str], env: dict[str, str], asks: list[bytes], connections: int, seconds: float
) -> Asked:
    """What a server answers in so many seconds, once it is warm. `command` ends where its port comes."""
    with _serving(command, more, env) as port:
        ask(port, asks, connections=connections, seconds=_WARM_UP)
        return ask(port, asks, connections=connections, seconds=seconds)


@contextmanager
def _serving(command: list[str], more: list[str], env: dict[str, str]) -> Iterator[int]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    process = subprocess.Popen([*command, str(port), *more], env=env, start_new_session=True)
    try:
        _wait(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(_PATIENCE):
        if process.poll() is not None:
            raise RuntimeError("the server ended")
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def _environment(addresses: servers.Addresses, folder: str) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("AUTOSSA_")}
    return {
        **env,
        "AUTOSSA_HOME": folder,
        "AUTOSSA_STATIC_ROOT": str(Path(folder) / "static"),
        "AUTOSSA_SECRET_KEY": "only for the bench: " + "0123456789" * 5,
        "AUTOSSA_HTTPS": "false",  # on this machine alone
        "DATABASE_URL": addresses.app,
        "DATABASE_OWNER_URL": addresses.owner,
        "DJANGO_SETTINGS_MODULE": "autossa.config.settings",
    }
