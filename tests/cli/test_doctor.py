"""`autossa doctor`: one table of what is well and what is not, exit code 1 where something fails, no secret in it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from autossa.workbench import servers
from tests.cast.mail_server import mail_server
from tests.cast.serving import KEY, environment, free_port

pytestmark = pytest.mark.store


@pytest.fixture
def env(database: servers.Addresses, tmp_path: Path) -> Iterator[dict[str, str]]:
    with mail_server() as mails:
        yield _environment(database, tmp_path, mails.port)


def _environment(database: servers.Addresses, tmp_path: Path, mails: int) -> dict[str, str]:
    return environment(
        database,
        AUTOSSA_SMTP_URL=f"smtp+plain://127.0.0.1:{mails}",
        AUTOSSA_MAIL_FROM="portal@example.com",
        AUTOSSA_SECRET_KEY=KEY,
        AUTOSSA_ALLOWED_HOSTS="portal.example.com",
        AUTOSSA_STATIC_ROOT=str(tmp_path / "static"),
        AUTOSSA_HOME=str(tmp_path / "home"),
    )


def doctor(env: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "autossa", "doctor", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)


def states(env: dict[str, str]) -> tuple[int, dict[str, Any]]:
    done = doctor(env, "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows, done.stderr
    return done.returncode, {row["check"]: (row["state"], row["said"]) for row in rows}


def test_what_is_well_is_said_in_one_table(env: dict[str, str]) -> None:
    done = doctor(env)
    assert done.returncode == 0, done.stdout
    checks = [line.split()[0] for line in done.stdout.splitlines()]
    assert checks == ["check", "settings", "database", "roles", "e-mail", "folders", "clock", "keys", "signing"]
    assert "failed" not in done.stdout
    assert KEY not in done.stdout
    code, found = states(env)
    assert code == 0
    assert {name: state for name, (state, _) in found.items()} == {
        "settings": "ok", "database": "ok", "roles": "ok", "e-mail": "ok", "folders": "ok", "clock": "ok",
        "keys": "ok", "signing": "warning",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "check", "said"),
    [
        ({"AUTOSSA_ALLOWED_HOSTS": "localhost"}, "settings", "set AUTOSSA_BASE_URL"),
        ({"AUTOSSA_BASE_URL": "https://other.example.com"}, "settings", "does not answer to"),
        ({"AUTOSSA_VENDOR_ACCENT": "red"}, "settings", "AUTOSSA_VENDOR_ACCENT"),
        ({"AUTOSSA_SECRET_KEY": "a" * 64}, "settings", "AUTOSSA_SECRET_KEY has only 1 different"),
        ({"AUTOSSA_SECRET_KEY": ""}, "keys", "is not set"),
        ({"AUTOSSA_MAIL_FROM": "autossa@localhost"}, "e-mail", "AUTOSSA_MAIL_FROM"),
        ({"AUTOSSA_SMTP_URL": "smtp+plain://127.0.0.1:{port}"}, "e-mail", "does not let us in"),
        ({"AUTOSSA_SMTP_URL": ""}, "e-mail", "nothing is sent, e-mails wait; set AUTOSSA_SMTP_URL"),
        ({"AUTOSSA_STATIC_ROOT": "/dev/null/static"}, "folders", "cannot be written"),
        ({"DATABASE_URL": "postgresql://app:secret@127.0.0.1:{port}/autossa"}, "database", "does not answer"),
        ({"AUTOSSA_LOG_FORMAT": "xml"}, "settings", 'AUTOSSA_LOG_FORMAT is one of json, text, not "xml"'),
        ({"AUTOSSA_SMTP_URL": "mail.example.com"}, "settings", "AUTOSSA_SMTP_URL: an SMTP server is smtp://"),
        ({"AUTOSSA_MAIL_FROM": "the portal"}, "settings", "AUTOSSA_MAIL_FROM: a sender is"),
    ],
)
def test_what_fails_is_named_and_the_exit_code_is_one(
    env: dict[str, str], change: dict[str, str], check: str, said: str
) -> None:
    code, found = states({**env, **{name: value.replace("{port}", str(free_port())) for name, value in change.items()}})
    assert code == 1
    state, text = found[check]
    assert (state, said in text) == ("failed", True), text
    assert not any("secret@" in text or "aaaaaaaa" in text for _, text in found.values())


def test_a_role_that_can_too_much_fails(database: servers.Addresses, env: dict[str, str]) -> None:
    assert database.server is not None
    admin = make_conninfo(database.app, user=database.server.superuser)
    assert states({**env, "DATABASE_URL": database.owner})[1]["roles"][0] == "failed"
    assert "superuser" in states({**env, "DATABASE_URL": admin})[1]["roles"][1]
    with psycopg.connect(admin, autocommit=True) as session:
        session.execute(f"GRANT TEMPORARY ON DATABASE {session.info.dbname} TO autossa_app")
        assert "temporary tables" in states(env)[1]["roles"][1]
        session.execute(f"REVOKE TEMPORARY ON DATABASE {session.info.dbname} FROM autossa_app")
        session.execute("GRANT EXECUTE ON FUNCTION pg_catalog.lo_create(oid) TO autossa_app")
        assert "large objects" in states(env)[1]["roles"][1]


def test_without_a_schema_every_line_says_what_to_do(database: servers.Addresses, env: dict[str, str]) -> None:
    with psycopg.connect(database.owner, autocommit=True) as session:
        session.execute("DROP TABLE mfa_authenticator CASCADE; DELETE FROM django_migrations")
    code, found = states(env)
    assert code == 1
    failed = {name: said for name, (state, said) in found.items() if state == "failed"}
    assert set(failed) == {"database", "keys", "signing"}
    assert all("run `autossa init`" in said for said in failed.values()), failed


def test_a_database_that_is_away_is_said_once(env: dict[str, str]) -> None:
    away = {**env, "DATABASE_URL": f"postgresql://app@127.0.0.1:{free_port()}/autossa"}
    code, found = states(away)
    assert code == 1
    assert "the database does not answer" in found["database"][1]
    others = {name: said for name, (state, said) in found.items() if state == "failed" and name != "database"}
    assert set(others.values()) == {"not looked at: it takes the database"}
    assert found["folders"][0] == "ok"


def test_a_setting_that_is_none_is_said(env: dict[str, str]) -> None:
    done = doctor({**env, "AUTOSSA_HTPS": "false"})
    assert done.returncode == 0
    assert "AUTOSSA_HTPS is no setting; AUTOSSA_HTTPS is one" in done.stdout
