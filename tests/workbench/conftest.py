"""Embedded servers for tests: pytest's own tmp_path is closed (0700), so root's server account cannot enter it.

Homes are made directly below /tmp here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autossa.workbench.postgres.roles import (
    create_database,
    drop_database,
    ensure_roles,
)
from autossa.workbench.postgres.server import Server, ensure_running
from tests.workbench.embedded import remove_home


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
