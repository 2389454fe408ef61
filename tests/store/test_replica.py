"""A replica: exports, reports and `verify` read there; where it cannot be used it is said why, and the primary read."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections

from autossa.config.databases import database_settings
from autossa.queries.reading import long_read, streamed
from autossa.queries.runs import verify
from autossa.queries.snapshot import snapshot
from autossa.store import replica
from autossa.workbench import servers

pytestmark = pytest.mark.store
MARK = "the replica"


@pytest.fixture
def there(database: servers.Addresses) -> Iterator[dict[str, Any]]:
    """The same server by another connection, which has a name of its own."""
    found = database_settings(database.app)
    found["OPTIONS"] = {**found["OPTIONS"], "application_name": MARK}
    yield from _named(found)


def _named(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    connections.settings[replica.REPLICA] = {**connections.settings["default"], **found}
    try:
        yield connections.settings[replica.REPLICA]
    finally:
        if hasattr(connections._connections, replica.REPLICA):  # type: ignore[attr-defined]
            connections[replica.REPLICA].close()
            del connections[replica.REPLICA]
        del connections.settings[replica.REPLICA]


def where() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('application_name')")
        return str(cursor.fetchone()[0])


def test_what_is_long_is_read_there_and_nothing_is_written(there: dict[str, Any]) -> None:
    assert where() != MARK
    with long_read():
        assert where() == MARK
        with snapshot():
            assert where() == MARK
    assert where() != MARK
    with pytest.raises(DatabaseError, match="read-only"), long_read(), connection.cursor() as cursor:
        cursor.execute("UPDATE projects SET name = name")
    assert where() != MARK


def test_pages_read_the_primary(there: dict[str, Any]) -> None:
    with snapshot():
        assert where() != MARK


def test_who_takes_rows_one_by_one_reads_where_they_did_before(there: dict[str, Any]) -> None:
    taken = streamed(where() for _ in range(3))
    seen = [(row, where()) for row in taken]
    assert [row for row, _ in seen] == [MARK] * 3
    assert MARK not in {outside for _, outside in seen}
    begun = streamed(where() for _ in range(3))
    next(begun)
    begun.close()
    assert where() != MARK


def test_verify_reads_there(there: dict[str, Any]) -> None:
    seen: set[str] = set()
    assert list(verify.check_all(lambda _: seen.add(where()))) == []
    assert seen == {MARK}


def _said(into: list[str]) -> str:
    with long_read(into.append):
        return where()


def test_one_that_is_away_is_said(there: dict[str, Any]) -> None:
    there["PORT"], there["HOST"], said = "1", "127.0.0.1", list[str]()
    assert _said(said) != MARK
    assert "cannot be reached" in said[0]
    assert "reading the primary instead" in said[0]


def test_one_of_another_database_is_said(there: dict[str, Any]) -> None:
    there["NAME"], said = "postgres", list[str]()
    assert _said(said) != MARK
    assert "not one of this database" in said[0]


def test_one_that_is_too_far_behind_is_said(there: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    said = list[str]()
    monkeypatch.setattr(replica, "_behind", lambda *_: settings.REPLICA_BEHIND + 1.0)
    assert _said(said) != MARK
    assert f"{settings.REPLICA_BEHIND + 1} s behind" in said[0]
    monkeypatch.setattr(replica, "_behind", lambda *_: float(settings.REPLICA_BEHIND))
    assert _said(said) == MARK


def test_without_one_nothing_is_said(database: servers.Addresses) -> None:
    said = list[str]()
    assert _said(said) != MARK
    assert said == []
