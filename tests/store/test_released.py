"""An update on a database with data in it, from each of the last two versions: all of it is right by today's rules."""

from pathlib import Path

import psycopg
import pytest
from django.db import connections

from autossa.operations.vendor import schema
from autossa.queries.runs.verify import check_all
from autossa.workbench import servers
from tests.store.looking import value
from tests.store.released_versions import FOLDER, read

pytestmark = [pytest.mark.store, pytest.mark.slow]

VERSIONS = sorted(FOLDER.glob("*.sql.gz"))


def test_the_last_two_are_there() -> None:
    assert len(VERSIONS) == 2


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.name.partition(".")[0])
def test_what_a_former_version_wrote_is_brought_along(database: servers.Addresses, version: Path) -> None:
    with psycopg.connect(database.owner, autocommit=True) as session:
        session.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        read(version, session)
    connections.close_all()
    assert schema.standing() is schema.Standing.BEHIND
    schema.migrate()
    connections.close_all()
    assert schema.is_current()
    assert value("SELECT count(*) FROM settlements") > 20
    assert list(check_all()) == []
