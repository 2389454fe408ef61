"""What a connection says on connecting: nothing waits for ever, and a machine that is gone is noticed."""

import time
from typing import Any

import psycopg
import pytest
from psycopg import errors

from autossa.config.databases import Use, database_settings, limit_pages
from autossa.workbench import servers


def connect(address: str, use: Use, **limits: str) -> "psycopg.Connection[Any]":
    """As Django does; limits are those of the settings, shortened so that a test need not wait for them."""
    given = database_settings(address, use)
    said = given["OPTIONS"].pop("options")
    for name, value in limits.items():
        assert f"-c {name}=" in said, f"{name} is not said"
        said += f" -c {name}={value}"
    where = {"dbname": given["NAME"], "user": given["USER"], "host": given["HOST"], "port": given["PORT"]}
    return psycopg.connect(**where, **given["OPTIONS"], options=said)


def shown(connection: "psycopg.Connection[Any]", name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.store
@pytest.mark.parametrize(
    ("use", "lock", "statement", "idle"),
    [(Use.WEB, "10s", "30s", "45s"), (Use.WORK, "30s", "0", "45s"), (Use.OWNER, "5s", "0", "5min")],
)
def test_limits_of_each_use(database: servers.Addresses, use: Use, lock: str, statement: str, idle: str) -> None:
    with connect(database.app, use) as connection:
        assert shown(connection, "lock_timeout") == lock
        assert shown(connection, "statement_timeout") == statement
        assert shown(connection, "idle_in_transaction_session_timeout") == idle
        assert shown(connection, "client_connection_check_interval") == "10s"
        assert shown(connection, "search_path") == "public,pg_temp"


@pytest.mark.store
def test_an_address_may_say_otherwise(database: servers.Addresses) -> None:
    url = (
        f"{database.app}&options=-c%20lock_timeout%3D3s"
        if "?" in database.app
        else f"{database.app}?options=-c%20lock_timeout%3D3s"
    )
    with connect(url, Use.WEB) as connection:
        assert shown(connection, "lock_timeout") == "3s"


def test_pages_get_the_limits_of_pages() -> None:
    settings = database_settings("postgresql:///autossa?options=-c%20work_mem%3D8MB")
    limit_pages(settings)
    wanted = database_settings("postgresql:///autossa?options=-c%20work_mem%3D8MB", Use.WEB)
    assert settings["OPTIONS"] == {**wanted["OPTIONS"], "application_name": "autossa serve"}
    assert "statement_timeout=30s" in settings["OPTIONS"]["options"]


def test_both_ends_notice_a_machine_that_is_gone() -> None:
    options = database_settings("postgresql://a@db.example/x")["OPTIONS"]
    here = options["keepalives_idle"] + options["keepalives_interval"] * options["keepalives_count"]
    assert here <= 30
    assert options["tcp_user_timeout"] <= 30_000
    assert "-c tcp_keepalives_idle=15s" in options["options"]
    assert "-c tcp_user_timeout=30s" in options["options"]


@pytest.mark.store
def test_who_is_frozen_in_a_transaction_lets_its_rows_go(database: servers.Addresses) -> None:
    """A worker that was stopped holds its locks no longer than the limit; then the next one gets them."""
    frozen = connect(database.app, Use.WORK, idle_in_transaction_session_timeout="300ms")
    frozen.execute("SELECT * FROM cache LIMIT 0")
    frozen.execute("LOCK TABLE cache IN ROW EXCLUSIVE MODE")
    with connect(database.owner, Use.OWNER, lock_timeout="5s") as other:
        begun = time.monotonic()
        other.execute("LOCK TABLE cache IN ACCESS EXCLUSIVE MODE")
        assert time.monotonic() - begun < 4
    with pytest.raises(errors.IdleInTransactionSessionTimeout):
        frozen.execute("SELECT 1")


@pytest.mark.store
def test_a_page_waits_for_a_lock_no_longer_than_its_limit(database: servers.Addresses) -> None:
    with connect(database.owner, Use.OWNER) as holder:
        holder.execute("LOCK TABLE cache IN ACCESS EXCLUSIVE MODE")
        with connect(database.app, Use.WEB, lock_timeout="100ms") as page, pytest.raises(errors.LockNotAvailable):
            page.execute("SELECT count(*) FROM cache")


@pytest.mark.parametrize(
    ("argv", "name"),
    [
        (["/opt/autossa/bin/autossa", "work", "--queue", "mail"], "autossa work"),
        (["/opt/autossa/lib/autossa/__main__.py", "run"], "autossa run"),
        (["/opt/autossa/bin/autossa"], "autossa"),
        (["/opt/autossa/bin/autossa", "--version"], "autossa"),
        (["/usr/bin/pytest", "tests"], "autossa"),
        ([], "autossa"),
    ],
)
def test_a_connection_is_named_after_the_command(argv: list[str], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", argv)
    given = database_settings("postgresql://app@127.0.0.1/autossa")
    assert given["OPTIONS"]["application_name"] == name
    limit_pages(given)
    assert given["OPTIONS"]["application_name"] == "autossa serve"


def test_a_name_of_the_address_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    given = database_settings("postgresql://app@127.0.0.1/autossa?application_name=portal-2")
    limit_pages(given)
    assert given["OPTIONS"]["application_name"] == "portal-2"
