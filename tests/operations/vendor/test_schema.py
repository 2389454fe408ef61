"""`autossa init` takes nothing away for a moment, waits politely, and old code keeps off a newer schema."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from autossa.cli import boot
from autossa.jobs import worker
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.errors import SchemaInUse, SchemaIsNewer
from autossa.operations.runs import renewals
from autossa.operations.vendor import schema
from autossa.operations.vendor.schema import Standing
from autossa.store import grants
from autossa.workbench import servers
from autossa.workbench.postgres.cluster import APP_ROLE

pytestmark = pytest.mark.store

FUTURE = "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_of_tomorrow', now())"
HAS_RIGHTS = (
    "SELECT has_table_privilege('projects', 'SELECT') AND has_table_privilege('projects', 'UPDATE')"
    " AND has_table_privilege('drafts', 'DELETE') AND has_table_privilege('django_session', 'INSERT')"
)


@contextmanager
def watched_rights(address: str) -> Iterator[list[bool]]:
    """After each statement of the owner, whether the application's role has its rights at that moment."""
    seen: list[bool] = []
    with psycopg.connect(address, autocommit=True) as other:

        def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            done = execute(sql, params, many, context)
            row = other.execute(HAS_RIGHTS).fetchone()
            assert row is not None
            seen.append(bool(row[0]))
            return done

        with connections["owner"].execute_wrapper(look):
            yield seen


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two roles, as in production: the settings of the tests name those of the test's own database."""
    for alias in ("default", "owner"):
        monkeypatch.setitem(settings.DATABASES[alias], "USER", connections[alias].settings_dict["USER"])


@pytest.fixture
def impatient(database: servers.Addresses) -> None:
    connections["owner"].close()
    connections["owner"].settings_dict["OPTIONS"]["options"] += " -c lock_timeout=100ms"


def back_by_one() -> None:
    call_command("migrate", "store", "0057_calendars", database="owner", interactive=False, verbosity=0)
    connections.close_all()


def test_rights_are_never_away(database: servers.Addresses, apart: None) -> None:
    back_by_one()
    with watched_rights(database.app) as seen:
        schema.migrate()
    assert len(seen) > 100
    assert all(seen)
    assert schema.is_current()


def test_without_a_transaction_they_would_be(database: servers.Addresses) -> None:
    with watched_rights(database.app) as seen:
        grants.grant(APP_ROLE)
    assert not all(seen)


def test_a_table_in_use_is_waited_for(database: servers.Addresses, impatient: None) -> None:
    back_by_one()
    with psycopg.connect(database.owner) as other:
        other.execute("LOCK TABLE django_migrations")
        pauses: list[float] = []

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            other.commit()

        schema.migrate(pause)
    assert pauses == [5.0]
    assert schema.standing() is Standing.CURRENT


def test_a_table_in_use_for_long_ends_it_with_nothing_done(
    database: servers.Addresses, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_by_one()
    monkeypatch.setattr(schema, "_TRIES", 2)
    with psycopg.connect(database.owner) as other:
        other.execute("LOCK TABLE projects")
        back = "SELECT count(*) FROM django_migrations WHERE name = '0058_imports'"
        with pytest.raises(SchemaInUse):
            schema.migrate(lambda _: None)
        row = other.execute(back).fetchone()
    assert row == (0,)
    assert schema.standing() is Standing.BEHIND


def test_older_code_refuses_a_newer_schema(
    database: servers.Addresses, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    schema.check_not_newer()
    with connections["owner"].cursor() as cursor:
        cursor.execute(FUTURE)
    assert schema.standing() is Standing.AHEAD
    with pytest.raises(SchemaIsNewer):
        schema.check_not_newer()
    with pytest.raises(SchemaIsNewer):
        schema.migrate()
    monkeypatch.setattr(boot, "boot", lambda _: None)
    with pytest.raises(typer.Exit) as end:
        boot.boot_ready()
    assert end.value.exit_code == 1
    assert "newer version" in capsys.readouterr().err


def test_a_forgotten_worker_ends_and_a_run_books_nothing(database: servers.Addresses) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(FUTURE)
    now = datetime(2026, 3, 2, 6, tzinfo=UTC)
    with pytest.raises(SchemaIsNewer):
        renewals.run(ctx=ActionContext(SYSTEM, now.date(), now))
    with pytest.raises(SchemaIsNewer):
        worker.forever(threading.Event())
