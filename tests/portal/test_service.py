"""`serve` and `work` as they run for real: what they refuse to start with, what they are not given, what gets in."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from autossa.queries.vendor import database as database_facts
from autossa.workbench import servers
from autossa.workbench.postgres.cluster import APP_ROLE
from tests.cast.serving import KEY, SERVE, environment, free_port, serving

pytestmark = pytest.mark.store


@pytest.fixture
def env(database: servers.Addresses, tmp_path: Path) -> dict[str, str]:
    more = {"AUTOSSA_SECRET_KEY": KEY, "AUTOSSA_STATIC_ROOT": str(tmp_path / "static"), "AUTOSSA_HTTPS": "false"}
    return environment(database, **more)


@pytest.fixture
def port(env: dict[str, str]) -> Iterator[int]:
    with serving(env) as (found, _):
        yield found


def start(command: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    arguments = ["-c", SERVE, "--port", str(free_port())] if command == "serve" else ["-m", "autossa", "work", "--once"]
    return subprocess.run(
        [sys.executable, *arguments], env=env, capture_output=True, text=True, check=False, timeout=90
    )


def ask(port: int, raw: bytes) -> str:
    """The whole answer to raw bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(raw)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts).decode("utf-8", "replace")


# ---------------------------------------------------------------- the role


def test_a_pooler_that_drops_what_is_said_on_connecting_is_refused(
    database: servers.Addresses, env: dict[str, str]
) -> None:
    """As PgBouncer does with `ignore_startup_parameters`: then no limit and no search path holds."""
    dropped = make_conninfo(database.app, options="-c search_path=public")
    done = start("work", {**env, "DATABASE_URL": dropped})
    assert (done.returncode, "PgBouncer" in done.stderr) == (1, True), done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["serve", "work"])
@pytest.mark.parametrize(("role", "said"), [("superuser", "is a superuser"), ("owner", "owns the tables")])
def test_a_role_that_can_do_more_than_a_portal_may_is_refused(
    database: servers.Addresses, env: dict[str, str], command: str, role: str, said: str
) -> None:
    assert database.server is not None
    admin = make_conninfo(database.app, user=database.server.superuser)
    done = start(command, {**env, "DATABASE_URL": admin if role == "superuser" else database.owner})
    assert done.returncode == 1, done.stderr
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("how", "is_superuser", "is_owner"),
    [
        ("LOGIN", False, False),
        ("LOGIN IN ROLE autossa_app", False, False),
        ("LOGIN CREATEROLE", True, False),
        ("LOGIN CREATEDB", True, False),
        ("LOGIN REPLICATION", True, False),
        ("LOGIN BYPASSRLS", True, False),
        ("LOGIN IN ROLE pg_execute_server_program", True, False),
        ("LOGIN IN ROLE autossa_owner", False, True),
        ("LOGIN NOINHERIT IN ROLE autossa_owner", False, True),
    ],
)
def test_what_a_role_could_become_counts(
    database: servers.Addresses, how: str, is_superuser: bool, is_owner: bool
) -> None:
    assert database.server is not None
    with psycopg.connect(make_conninfo(database.app, user=database.server.superuser)) as session:
        session.execute(f"CREATE ROLE extra_{os.getpid()} {how}")
        session.execute(f"SET SESSION AUTHORIZATION extra_{os.getpid()}")
        row = session.execute(database_facts._FACTS).fetchone()
        session.rollback()
    assert row is not None
    found = database_facts.Connected(*row)
    assert (found.is_superuser, found.is_owner) == (is_superuser, is_owner)


def test_a_server_and_its_workers_know_nothing_of_the_owner(env: dict[str, str]) -> None:
    secret = "the-owners-own-password"
    env = {**env, "DATABASE_OWNER_URL": f"postgresql://owner:{secret}@db.example/autossa"}
    with serving(env) as (_, process):
        family = [process.pid, *_children(process.pid)]
        assert len(family) > 1
        for pid in family:
            assert secret not in Path(f"/proc/{pid}/environ").read_text()
            assert secret not in Path(f"/proc/{pid}/cmdline").read_text()


def test_a_worker_knows_nothing_of_the_owner(env: dict[str, str]) -> None:
    look = (
        "from autossa.cli.boot import boot_service; boot_service();"
        "from django.conf import settings; import os;"
        "print(settings.DATABASES['owner']['USER'], open('/proc/self/environ').read().count('DATABASE_OWNER_URL'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", look], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.split() == [APP_ROLE, "0"], done.stderr


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://app:x@db.example/autossa", "no sslmode is set"),
        ("postgresql://app:x@192.0.2.7/autossa?sslmode=prefer", "sslmode=prefer"),
        ("postgresql://app:x@[2001:db8::1]/autossa?sslmode=allow", "sslmode=allow"),
        ("postgresql://app:x@localhost,db.example/autossa", "no sslmode is set"),
        ("host=localhost hostaddr=192.0.2.7 dbname=autossa", "no sslmode is set"),
        ("postgresql://app:x@db.example/autossa?sslmode=verify-full", ""),
        ("postgresql://app:x@db.example/autossa?sslmode=require", ""),
        ("postgresql://app:x@db.example/autossa?sslmode=disable", ""),
        ("postgresql://app:x@127.0.0.1/autossa", ""),
        ("postgresql://app:x@[::1]:5433/autossa", ""),
        ("postgresql:///autossa?host=/run/postgresql", ""),
        ("postgresql:///autossa", ""),
    ],
)
def test_a_database_that_others_can_listen_to_is_refused(url: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGHOST", raising=False)
    monkeypatch.delenv("PGSSLMODE", raising=False)
    said = servers.listened_to(url)
    assert why in said
    assert bool(said) == bool(why)


@pytest.mark.parametrize("command", ["serve", "work"])
def test_neither_starts_where_others_could_listen(env: dict[str, str], command: str) -> None:
    done = start(command, {**env, "DATABASE_URL": "postgresql://app:secret@db.invalid/autossa"})
    assert done.returncode == 1
    assert "sslmode" in done.stderr
    assert "secret" not in done.stderr


# ---------------------------------------------------------------- what gets in


def test_a_header_that_could_pose_as_the_proxy_s_is_refused(port: int) -> None:
    line = b"GET /account/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    assert ask(port, line + b"\r\n").startswith("HTTP/1.1 200")
    for name in (b"X_Forwarded_For", b"X-Forwarded_For", b"x_forwarded_proto", b"Any_Thing"):
        assert ask(port, line + name + b": 203.0.113.9\r\n\r\n").startswith("HTTP/1.1 400"), name


def test_a_body_is_limited_however_its_length_is_said(port: int) -> None:
    line = b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    form = b"Content-Type: application/x-www-form-urlencoded\r\n"
    assert ask(port, line + form + b"Content-Length: 2000000\r\n\r\n").startswith("HTTP/1.1 413")
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    chunked = line + form + b"Transfer-Encoding: chunked\r\n\r\n" + piece * 17 + b"0\r\n\r\n"
    assert ask(port, chunked).startswith("HTTP/1.1 413")
    small = line + form + b"Transfer-Encoding: chunked\r\n\r\n5\r\na=b&c\r\n0\r\n\r\n"
    assert ask(port, small).startswith("HTTP/1.1 403")  # read, and without the token of a form


def test_a_path_with_signs_is_the_page_s_own(port: int) -> None:
    answer = ask(port, b"GET /caf%C3%A9%252F/?x=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.startswith("HTTP/1.1 404")
