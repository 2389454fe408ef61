"""`autossa backup` and `autossa restore`: what is in a backup comes back whole, and nobody reads a password."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer

from autossa.cli.service import backup
from autossa.gateways.dumps import postgres, programs
from autossa.operations.vendor import backups
from autossa.workbench import scratch_databases, servers
from autossa.workbench.postgres import roles
from autossa.workbench.postgres.server import is_running
from tests.cast import world as small_world
from tests.cast.databases import own_copy
from tests.cast.serving import KEY, environment
from tests.store.looking import value

pytestmark = [pytest.mark.store, pytest.mark.slow]


@pytest.fixture(scope="module")
def filled(django_db_blocker: Any) -> Iterator[servers.Addresses]:
    with own_copy(django_db_blocker, small_world.build) as (addresses, _):
        yield addresses


@pytest.fixture
def empty() -> Iterator[servers.Addresses]:
    server = scratch_databases.scratch_server()
    name = f"test_restore_{os.getpid()}"
    roles.create_database(server, name)
    yield servers.at(server, name)
    roles.drop_database(server, name)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    for name in ("documents/ab/cd.pdf", "artifacts/one", "keys/secret.pem"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(name)
    return home


def autossa(addresses: servers.Addresses, home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    env = environment(addresses, AUTOSSA_SECRET_KEY=KEY, AUTOSSA_HOME=str(home))
    command = [sys.executable, "-m", "autossa", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=180)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_comes_back_whole(
    filled: servers.Addresses, empty: servers.Addresses, home: Path, tmp_path: Path
) -> None:
    target = tmp_path / "night"
    before = value("SELECT count(*) FROM transfers")
    made = autossa(filled, home, "backup", str(target))
    assert made.returncode == 0, made.stderr
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert found == {"database.dump", "backup.json", "documents/ab/cd.pdf", "artifacts/one"}  # and no private key
    assert {mode(path) for path in target.rglob("*") if path.is_file()} == {0o600}
    assert mode(target) == 0o700
    assert value("SELECT size FROM checkups WHERE kind = 'backup'") == (target / "database.dump").stat().st_size
    said = json.loads((target / "backup.json").read_text())
    assert (said["size"], said["files"]) == ((target / "database.dump").stat().st_size, 2)
    assert said["migration"] >= "0070"
    again = autossa(filled, home, "backup", str(target))
    assert (again.returncode, "something at" in again.stderr) == (1, True)

    elsewhere = tmp_path / "elsewhere"
    back = autossa(empty, elsewhere, "restore", str(target))
    assert back.returncode == 0, back.stderr
    assert (elsewhere / "documents/ab/cd.pdf").read_text() == "documents/ab/cd.pdf"
    assert mode(elsewhere / "documents/ab/cd.pdf") == 0o600
    with postgres.psycopg.connect(empty.app) as connection:
        assert connection.execute("SELECT count(*) FROM transfers").fetchone() == (before,)
        with pytest.raises(postgres.psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM transfers")
    twice = autossa(empty, elsewhere, "restore", str(target))
    assert (twice.returncode, "--overwrite" in twice.stderr) == (1, True)
    with postgres.psycopg.connect(empty.app, application_name="autossa serve"):
        used = autossa(empty, elsewhere, "restore", str(target), "--overwrite")
    assert used.returncode == 1
    assert "in use by `autossa serve`; stop them on all machines first" in used.stderr
    assert postgres.count_tables(empty.owner) > 100

    dump = target / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-100])
    changed = autossa(empty, home, "restore", str(target), "--overwrite")
    assert (changed.returncode, "was changed" in changed.stderr) == (1, True)
    broken = autossa(empty, home, "restore", str(dump), "--overwrite")
    assert (broken.returncode, "pg_restore" in broken.stderr, broken.stderr.count("\n")) == (1, True, 1), broken.stderr
    assert postgres.count_tables(empty.owner) > 100  # looked at before anything is deleted


def test_a_single_file_is_verified_in_a_scratch_database(filled: servers.Addresses, tmp_path: Path) -> None:
    target = tmp_path / "night.dump"
    made = autossa(filled, tmp_path / "home", "backup", str(target), "--verify")
    assert (made.returncode, "found nothing wrong" in made.stderr) == (0, True), made.stderr
    assert mode(target) == 0o600
    assert not is_running(tmp_path / "home" / "scratch"), "the server that it was tried on is left behind"
    left = scratch_databases.scratch_server()
    with postgres.psycopg.connect(left.url("postgres", left.superuser)) as connection:
        assert connection.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'restored_%'").fetchone() == (0,)


def test_older_ones_are_deleted_but_for_so_many(filled: servers.Addresses, home: Path, tmp_path: Path) -> None:
    nights = [tmp_path / f"night-{number}" for number in range(3)]
    for night in nights[:2]:
        assert autossa(filled, home, "backup", str(night)).returncode == 0
    (tmp_path / "letters").mkdir()
    done = autossa(filled, home, "backup", str(nights[2]), "--keep", "2")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"{nights[0]}: deleted")
    assert sorted(path.name for path in tmp_path.iterdir() if path != home) == ["letters", "night-1", "night-2"]
    wrong = autossa(filled, home, "backup", str(tmp_path / "one.dump"), "--keep", "2")
    assert (wrong.returncode, "backups that are folders" in wrong.stderr) == (2, True)
    assert not (tmp_path / "one.dump").exists()


@pytest.mark.parametrize("keep", [1, 2, 5])
def test_what_is_no_whole_backup_is_not_deleted_nor_the_one_just_made(keep: int, tmp_path: Path) -> None:
    made = {"a": "2026-10-25T02:50:00+02:00", "b": "2026-10-25T02:10:00+01:00", "c": "2026-10-24T02:10:00+02:00"}
    for name, at in {**made, "odd": "yesterday"}.items():
        (tmp_path / name).mkdir()
        manifest = backups.Manifest(at, "1", "0001", 1, "", 0)
        (tmp_path / name / "backup.json").write_text(json.dumps(asdict(manifest)))
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "backup.json").write_text("{")
    (tmp_path / "note.txt").write_text("kept")
    kept = [*list("bac")[:keep], "c"]  # the clock went back between a and b
    assert [path.name for path in backups.prune(beside=tmp_path / "c", keep=keep)] == list("ba")[keep:]
    assert {path.name for path in tmp_path.iterdir()} == {*kept, "odd", "torn", "note.txt"}


@pytest.mark.parametrize("failing", ["restore", "verify"])
def test_a_backup_of_wrong_books_is_not_called_right(
    failing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(command: list[str], **_: Any) -> "subprocess.CompletedProcess[str]":
        return subprocess.CompletedProcess(command, int(failing in command), "lots 7: has 3, not 4\nmore", "")

    monkeypatch.setattr(backup, "subprocess", SimpleNamespace(run=run))
    with pytest.raises(typer.Exit) as end:
        backup._verify(tmp_path / "wrong.dump")
    assert end.value.exit_code == 1
    assert f"`autossa {failing}` says: lots 7: has 3, not 4" in capsys.readouterr().err


def test_the_password_stands_in_no_list_of_processes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: dict[str, Any] = {}

    def run(command: list[str], **more: Any) -> "subprocess.CompletedProcess[str]":
        seen.update(command=command, env=more["env"])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(postgres, "server_major", lambda _: 15)
    monkeypatch.setattr(postgres, "find_program", lambda name, major: Path(name))
    monkeypatch.setattr(postgres, "subprocess", SimpleNamespace(run=run, DEVNULL=subprocess.DEVNULL))
    postgres.restore("postgresql://autossa_owner:geheim@db.example/autossa?sslmode=verify-full", tmp_path / "x.dump")
    assert "geheim" not in " ".join(seen["command"])
    assert "sslmode=verify-full" in " ".join(seen["command"])
    assert seen["env"]["PGPASSWORD"] == "geheim"


def test_the_oldest_program_that_is_new_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for major in (14, 15, 17, 99):
        program = tmp_path / str(major) / "bin" / "pg_dump"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {major}.1'\n")
        program.chmod(0o755)
    monkeypatch.setattr(programs, "_FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert programs.find_program("pg_dump", 15).parts[-3] == "15"
    assert programs.find_program("pg_dump", 16).parts[-3] == "17"
    with pytest.raises(programs.ProgramMissing, match="postgresql-client-100"):
        programs.find_program("pg_dump", 100)
