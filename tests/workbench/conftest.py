"""Embedded servers for tests: pytest's own tmp_path is closed (0700), so root's server account cannot enter it.

Homes are made directly below /tmp here.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from autossa.workbench.postgres import cluster
from autossa.workbench.postgres.roles import (
    create_database,
    drop_database,
    ensure_roles,
)
from autossa.workbench.postgres.server import Server, ensure_running

AS_ROOT = os.geteuid() == 0
root_only = pytest.mark.skipif(not AS_ROOT, reason="needs root")
user_only = pytest.mark.skipif(AS_ROOT, reason="root may write anywhere")
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
START_SCRIPT = """
import sys
from pathlib import Path
from autossa.workbench.postgres.server import ensure_running
server = ensure_running(Path(sys.argv[1]), profile="test")
print(server.data_dir, (server.data_dir / "postmaster.pid").read_text().split()[0])
"""


def pid_of(data_dir: Path) -> int:
    found = cluster.read_pid_file(data_dir)
    assert found is not None
    return found.pid


def remove_home(home: Path) -> None:
    """Stop whatever server runs in a test's folder, by its pid, and remove the folder."""
    for pid_file in home.rglob("postmaster.pid"):
        found = cluster.read_pid_file(pid_file.parent)
        if found and cluster.is_alive(pid_file.parent):
            os.kill(found.pid, signal.SIGQUIT)
            end = time.monotonic() + 20
            while cluster.is_alive(pid_file.parent) and time.monotonic() < end:
                time.sleep(0.02)
        if found and found.socket_dir and found.socket_dir.name.startswith("autossa-"):
            shutil.rmtree(found.socket_dir, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="pgt-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder / "home"
    remove_home(folder)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="pgt-", dir="/tmp"))
    folder.chmod(0o711)
    started = ensure_running(folder / "shared", profile="test")
    ensure_roles(started)
    yield started
    remove_home(folder)


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    create_database(server, "books")
    yield "books"
    drop_database(server, "books")


def ask(server: Server, query: str, database: str = "postgres", user: str = "postgres") -> object:
    with psycopg.connect(server.url(database, user)) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]
