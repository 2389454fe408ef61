"""Fill, serve, ask; beside it, in the same run, the bare look-up of the same row."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from autossa.workbench import scratch_databases, servers
from autossa.workbench.checks_bench.asking import Asked, ask
from autossa.workbench.checks_bench.requests import PRODUCTS, requests
from autossa.workbench.postgres import roles
from autossa.workbench.postgres import server as postgres

DEVICES, WORKERS, CONNECTIONS = 10_000, 2, 16
_NAME = "bench_checks"
_WARM_UP = 2.0
_PATIENCE = 300  # tenths of a second
_SERVE = "from autossa.cli.main import app; app()"
_FILL = (
    "import sys, logging, django; django.setup(); logging.disable(logging.INFO);"
    " from datetime import datetime; from zoneinfo import ZoneInfo;"
    " from autossa.workbench.checks_bench.filling import fill; from django.conf import settings;"
    " now = datetime.now(ZoneInfo(settings.TIME_ZONE)); fill(int(sys.argv[1]), now.date(), now)"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What came out: full checks, and the bare look-up of the same row in the same run."""

    devices: int
    workers: int
    checks: Asked
    bare: Asked

    def as_facts(self) -> dict[str, float | int]:
        """For programs: a second, and milliseconds."""
        return {
            "checks_per_s": round(self.checks.per_second, 1),
            "p95_ms": round(self.checks.within(0.95), 2),
            "p50_ms": round(self.checks.within(0.5), 2),
            "errors": self.checks.errors,
            "bare_per_s": round(self.bare.per_second, 1),
            "bare_p95_ms": round(self.bare.within(0.95), 2),
            "bare_errors": self.bare.errors,
            "devices": self.devices,
            "workers": self.workers,
        }


def measure(*, seconds: float, devices: int, workers: int, connections: int, say: Callable[[str], None]) -> Figures:
    """Measure on a server and a database of its own, with fsync on; nothing of it stays. Raises PostgresUnavailable."""
    server = postgres.ensure_running(servers.data_folder() / "bench-checks", profile="demo")
    try:
        roles.ensure_roles(server)
        roles.drop_database(server, _NAME)
        roles.create_from_template(server, _NAME, scratch_databases.ensure_template(server))
        with tempfile.TemporaryDirectory(prefix="autossa-bench-") as folder:
            env = _environment(servers.at(server, _NAME), folder)
            say(f"filling a database with {devices:,} devices")
            subprocess.run([sys.executable, "-c", _FILL, str(devices)], env=env, check=True)
            _take_statistics(server)
            sent = b'{"product":"%s","installed":"14.3","nonce":"0123456789abcdef"}' % PRODUCTS[0].encode()
            checks = requests(devices, "/api/v1/device/check", sent)
            say(f"asking for {seconds:g} seconds, {connections} at a time")
            full = [sys.executable, "-c", _SERVE, "serve", "--workers", str(workers), "--port"]
            bare = [sys.executable, "-m", "autossa.config.bare"]
            return Figures(
                devices,
                workers,
                _asked(full, [], env, checks, connections, seconds),
                _asked(bare, [str(workers)], env, checks, connections, seconds),
            )
    finally:
        roles.drop_database(server, _NAME)
        postgres.stop(server)


def _take_statistics(server: postgres.Server) -> None:
    """As autovacuum does within a minute, in a database that lives longer than this one."""
    with psycopg.connect(server.url(_NAME, server.superuser), autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def _asked(
    command: list[str], more: list[str], env: dict[str, str], asks: list[bytes], connections: int, seconds: float
) -> Asked:
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
