"""`autossa init`: says what comes next on an empty installation, and that a vendor keeps its name."""

import subprocess
import sys
from pathlib import Path

import pytest

from autossa.workbench import servers
from tests.cast.serving import KEY, environment

pytestmark = pytest.mark.store


@pytest.fixture
def env(database: servers.Addresses, tmp_path: Path) -> dict[str, str]:
    return environment(
        database,
        AUTOSSA_SECRET_KEY=KEY,
        AUTOSSA_ALLOWED_HOSTS="portal.example.com",
        AUTOSSA_HOME=str(tmp_path / "home"),
    )


def init(env: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "autossa", "init", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)


def test_each_time_it_says_what_comes_next(env: dict[str, str]) -> None:
    assert 'Next: autossa init --vendor "Your company"' in init(env).stdout
    nameless = init(env, "--vendor", "")
    assert (nameless.returncode, "the name is missing" in nameless.stderr) == (2, True)
    assert "Next: autossa organisations invite" in init(env, "--vendor", "Example Systems").stdout
    again = init(env, "--vendor", "Example\N{NO-BREAK SPACE}Systems ")
    assert (again.returncode, again.stderr) == (0, "")
    other = init(env, "--vendor", "Sample Works")
    assert (other.returncode, "is called Example Systems already" in other.stderr) == (0, True)
