"""Whatever is wrong with the database, a command ends with one sentence and exit code 1, never with a traceback."""

import subprocess
import sys

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connections
from django.db.migrations.exceptions import MigrationSchemaMissing
from psycopg import errors

from autossa.cli import main
from autossa.wording.database_faults import _BY_CLASS, _BY_CODE, database_fault
from autossa.workbench import servers
from tests.cast.serving import KEY, environment, free_port

SECRET = "Key (email)=(vera@example.com) already exists"
# An error of each class of PostgreSQL's table, and a part of what is said about it.
OF_EACH_CLASS = {
    "02000": "rejected",
    "03000": "rejected",
    "08006": "was cut",
    "08P01": "was cut",
    "0A000": "rejected",
    "21000": "rejected",
    "22001": "rejected",
    "23505": "rejected",
    "24000": "rejected",
    "25006": "standby",
    "25P02": "rejected",
    "25P03": "did nothing for too long",
    "28000": "pg_hba.conf",
    "28P01": "password",
    "2BP01": "rejected",
    "3D000": "no such database",
    "3F000": "autossa init",
    "40001": "same rows",
    "40P01": "same rows",
    "42501": "may not do that",
    "42703": "autossa init",
    "42P01": "autossa init",
    "42601": "rejected",
    "53100": "disk",
    "53200": "memory",
    "53300": "connections",
    "54000": "rejected",
    "55000": "present state",
    "55P03": "locked for too long",
    "57014": "took too long",
    "57P01": "shut down",
    "57P02": "crashed",
    "57P03": "starting or stopping",
    "57P04": "dropped",
    "58030": "its files",
    "F0000": "configuration",
    "P0001": "rejected",
    "XX001": "damaged data",
}
WITHOUT_A_CODE = {
    'connection to server at "10.0.0.7", port 5432 failed: Connection refused': "does not answer",
    "connection timeout expired": "does not answer",
    'FATAL:  password authentication failed for user "autossa_app"': "password",
    "fe_sendauth: no password supplied": "asks for a password",
    'FATAL:  database "gone" does not exist': "no such database",
    'FATAL:  no pg_hba.conf entry for host "10.0.0.7"': "pg_hba.conf",
    "FATAL:  the database system is starting up": "starting or stopping",
    "FATAL:  sorry, too many clients already": "no more connections",
    "consuming input failed: server closed the connection unexpectedly": "was cut",
    "the connection is lost": "was cut",
    "SSL error: certificate verify failed": "certificate",
    "server does not support SSL, but SSL was required": "protected connection",
    'could not translate host name "db.nowhere" to address': "name of the database's machine",
    "unsupported startup parameter in options: search_path": "PgBouncer",
    'invalid connection option "colour"': "DATABASE_URL cannot be read",
}


def test_what_was_told_in_other_words_is_known_by_what_it_came_from() -> None:
    def init() -> None:
        try:
            raise errors.InsufficientPrivilege("permission denied for schema public")
        except errors.InsufficientPrivilege as error:
            raise MigrationSchemaMissing(f"Unable to create the table ({error})")  # noqa: B904 - as Django does

    with pytest.raises(MigrationSchemaMissing) as caught:
        init()
    assert "DATABASE_OWNER_URL" in database_fault(caught.value)


def said(error: BaseException) -> str:
    sentence = database_fault(error)
    assert "\n" not in sentence
    assert sentence[0].islower() or sentence.startswith("DATABASE_URL")
    return sentence


@pytest.mark.parametrize("code", sorted(OF_EACH_CLASS))
def test_each_class_of_errors_has_its_sentence(code: str) -> None:
    try:
        raise errors.lookup(code)(f"the first line\nDETAIL:  {SECRET}")
    except psycopg.Error as cause:
        error = DatabaseError("wrapped")
        error.__cause__ = cause
    sentence = said(error)
    assert OF_EACH_CLASS[code] in sentence
    assert "vera@" not in sentence


def test_each_sentence_is_tried() -> None:
    assert set(_BY_CODE) <= set(OF_EACH_CLASS) | {"53400", "57P05"}
    assert set(_BY_CLASS) <= {code[:2] for code in OF_EACH_CLASS}


@pytest.mark.parametrize("text", sorted(WITHOUT_A_CODE))
def test_where_no_server_answers(text: str) -> None:
    assert WITHOUT_A_CODE[text] in said(OperationalError(text))


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("the connection is lost"),
        InterfaceError("the connection is closed"),
        ProgrammingError("no results"),
        psycopg.ProgrammingError('missing "=" after "nonsense" in connection info string'),
        psycopg.OperationalError("consuming input failed: server closed the connection unexpectedly"),
    ],
)
def test_no_traceback_wherever_it_happens(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr(main, "app", fails)
    monkeypatch.setattr(sys, "argv", ["autossa", "verify"])
    with pytest.raises(SystemExit) as end:
        main.run()
    assert end.value.code == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("autossa: ")


# ---------------------------------------------------------------- for real


def command(env: dict[str, str], *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "autossa", *arguments], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stderr.strip()


def with_options(address: str, options: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}options={options.replace(' ', '%20').replace('=', '%3D')}"


@pytest.mark.store
@pytest.mark.slow
def test_real_faults_end_in_one_sentence(database: servers.Addresses) -> None:
    env = environment(database, AUTOSSA_SECRET_KEY=KEY)
    away = f"postgresql://autossa_app@127.0.0.1:{free_port()}/autossa?sslmode=disable"
    assert database.server is not None
    elsewhere = database.server.url("not_there", "autossa_app")
    empty = database.server.url("template1", "postgres")
    tried = {
        "does not answer": ({"DATABASE_URL": away}, ["verify"]),
        "no such database": ({"DATABASE_URL": elsewhere}, ["projects"]),
        "cannot be read": ({"DATABASE_URL": "postgresql://a@b/c?colour=red"}, ["work", "--once"]),
        "takes no writes": (
            {"DATABASE_URL": with_options(database.app, "-c default_transaction_read_only=on")},
            ["run"],
        ),
        "took too long": ({"DATABASE_URL": with_options(database.app, "-c statement_timeout=1ms")}, ["verify"]),
        "run `autossa init` first": ({"DATABASE_URL": empty}, ["run"]),
    }
    for words, (more, arguments) in tried.items():
        code, said_by_it = command({**env, **more}, *arguments)
        assert (code, words in said_by_it) == (1, True), (words, said_by_it)
        assert len(said_by_it.splitlines()) == 1
    with connections["owner"].cursor() as cursor:
        cursor.execute("REVOKE SELECT ON django_migrations FROM autossa_app")
    code, said_by_it = command(env, "verify")
    assert (code, "run `autossa init` as the owner" in said_by_it) == (1, True), said_by_it
