"""`autossa archive`: lists what there is, and refuses what is too young, in one sentence."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autossa.workbench import servers
from tests.cast.serving import KEY, environment

pytestmark = pytest.mark.store


def test_partitions_are_listed_and_young_ones_stay(database: servers.Addresses, tmp_path: Path) -> None:
    env = environment(
        database,
        AUTOSSA_SECRET_KEY=KEY,
        AUTOSSA_ALLOWED_HOSTS="portal.example.com",
        AUTOSSA_HOME=str(tmp_path / "home"),
    )

    def archive(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "autossa", "archive", *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)

    listed = [json.loads(line) for line in archive("list", "--json").stdout.splitlines()]
    assert {one["table"] for one in listed} == {
        "activity_of_projects", "charges", "outbox_of_projects", "transfers",
    }  # fmt: skip
    assert not any(one["archived"] for one in listed)
    young = archive("detach", "charges_first")
    assert (young.returncode, young.stdout) == (2, "")
    assert "books stay in their tables for ten years" in young.stderr
    unknown = archive("detach", "projects")
    assert (unknown.returncode, "There is no such partition of the books" in unknown.stderr) == (2, True)
