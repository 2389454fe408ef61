"""Looking at embedded servers from outside, and what can be tried as root only, or as anybody else only."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import psycopg
import pytest

from autossa.workbench.postgres import cluster
from autossa.workbench.postgres.server import Server

AS_ROOT = os.geteuid() == 0
root_only = pytest.mark.skipif(not AS_ROOT, reason="needs root")
user_only = pytest.mark.skipif(AS_ROOT, reason="root may write anywhere")


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


def ask(server: Server, query: str, database: str = "postgres", user: str = "postgres") -> object:
    with psycopg.connect(server.url(database, user)) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]
