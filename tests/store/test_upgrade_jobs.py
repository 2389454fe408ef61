"""What the schedule of before had done for which day moves along, there and back."""

import pytest
from django.db import connections

from autossa.operations.runs import task_days
from autossa.operations.vendor import schema
from autossa.workbench import servers
from tests.cast.shop import d
from tests.store.looking import rows
from tests.store.test_upgrade_terms import migrate_to

pytestmark = [pytest.mark.store, pytest.mark.slow]


def test_what_was_done_is_not_done_again(database: servers.Addresses) -> None:
    migrate_to("0058_imports")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO schedule (task, done_for, done_at, last_error) VALUES"
            " ('daily_run', '2026-05-20', '2026-05-20 00:06+02', ''), ('dunning', NULL, NULL, 'it failed')"
        )
    schema.migrate()
    connections.close_all()
    assert task_days.done_for() == {"daily_run": d("2026-05-20")}
    assert rows("SELECT to_regclass('schedule')") == [(None,)]
    migrate_to("0058_imports")
    assert rows("SELECT task, done_for FROM schedule") == [("daily_run", d("2026-05-20"))]
    schema.migrate()
    connections.close_all()
