"""What surrounds a command is not as it should be: no home, a full disk, values with quotes. One sentence each."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autossa.cli import main
from autossa.workbench import servers
from tests.cast.serving import KEY, environment


def ends(env: dict[str, str], *arguments: str) -> str:
    """What it says last; it ends with 1, and without a traceback."""
    command = [sys.executable, "-m", "autossa", *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    return done.stderr.splitlines()[-1]


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("name", ["AUTOSSA_SECRET_KEY", "DATABASE_URL"])
def test_quotes_that_nobody_took_away_are_refused_by_name(name: str, quote: str) -> None:
    values = {"AUTOSSA_SECRET_KEY": KEY, "DATABASE_URL": "postgresql://a@127.0.0.1:1/b"}
    said = ends({**environment(), **values, name: f"{quote}{values[name]}{quote}"}, "projects")
    assert said == f"autossa: {name} has quotes around it: write the value without them"


def test_a_home_that_can_be_no_folder_is_named() -> None:
    env = {**environment(), "DATABASE_URL": "postgresql://a@127.0.0.1:1/b", "AUTOSSA_HOME": os.devnull + "/home"}
    assert "DATABASE_URL names another machine" in ends({**env, "AUTOSSA_SECRET_KEY": KEY}, "projects")
    del env["DATABASE_URL"]  # then it is needed
    assert os.devnull in ends(env, "projects")


@pytest.mark.parametrize("command", ["serve", "work"])
@pytest.mark.parametrize("home", ["/proc/nowhere", os.devnull + "/home"])
def test_what_runs_for_long_asks_for_its_home_at_once(command: str, home: str) -> None:
    env = {**environment(), "DATABASE_URL": "postgresql://a@127.0.0.1:1/b", "AUTOSSA_HOME": home}
    said = ends({**env, "AUTOSSA_SECRET_KEY": KEY}, command)
    assert said.startswith(f"autossa: {home}: ")
    assert said.endswith("AUTOSSA_HOME names a folder that this account can write")


def test_an_account_without_a_home_has_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", none)
    monkeypatch.delenv("AUTOSSA_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(servers, "__file__", str(tmp_path / "a/b/c/d/servers.py"))
    assert str(servers.data_folder()).startswith("/nonexistent")


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.EROFS])
def test_what_the_machine_refuses_is_one_sentence(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        raise OSError(number, os.strerror(number), "/var/lib/autossa")

    monkeypatch.setattr(main, "app", fails)
    monkeypatch.setattr(sys, "argv", ["autossa", "serve"])
    with pytest.raises(SystemExit) as end:
        main.run()
    assert end.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("autossa: /var/lib/autossa: ")
    assert said.count("\n") == 1


def test_what_is_our_fault_keeps_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file", "x")

    monkeypatch.setattr(main, "app", fails)
    monkeypatch.setattr(sys, "argv", ["autossa", "serve"])
    with pytest.raises(FileNotFoundError):
        main.run()
