"""The rows that the engine writes have the columns of their tables: a drift is found here, not by COPY at night."""

from types import NoneType
from typing import Any, get_args, get_type_hints

import pytest
from django.db import connection

from autossa.store.engine.changes import UPDATES
from autossa.store.engine.rows import TABLES, columns_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]

# Filled by the database, or empty at first.
NOT_GIVEN = {
    "gap_charges": {"id"},
    "charges": {"id"},
    "contracts": {"option_from", "option_plans"},  # a trigger folds the journal into them
    "licenses": {"on_devices"},  # a trigger sums it
    "lots": {"id"},
    "outbox": {"delivered_at", "not_before", "claimed_until", "parked_at"},
}


def columns(table: str) -> dict[str, str]:
    """The columns of a table with their types."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize(("kind", "table"), TABLES.items(), ids=TABLES.values())
def test_a_row_has_exactly_the_columns_of_its_table(kind: type[tuple[Any, ...]], table: str) -> None:
    assert set(columns_of(kind)) == set(columns(table)) - NOT_GIVEN.get(table, set())


@pytest.mark.parametrize(("kind", "table"), TABLES.items(), ids=TABLES.values())
def test_a_row_can_leave_empty_what_its_table_can(kind: type[tuple[Any, ...]], table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attnotnull"
            " AND NOT attisdropped",
            [table],
        )
        empty = {column for (column,) in cursor.fetchall()} - NOT_GIVEN.get(table, set())
    assert {column for column, hint in get_type_hints(kind).items() if NoneType in get_args(hint)} == empty


TYPES = {"uuid": "uuid", "int": "integer", "bigint": "bigint", "date": "date", "bool": "boolean", "text": "character"}


@pytest.mark.parametrize("kind", UPDATES, ids=lambda kind: kind.__name__)
def test_a_change_names_columns_of_its_table_with_their_types(kind: type[tuple[Any, ...]]) -> None:
    update = UPDATES[kind]
    there, named = columns(update.table), columns_of(kind)
    types = update.types.split()
    assert len(types) == len(named)
    for column, given in zip(named, types, strict=True):
        stored = there[column]
        assert stored.startswith(TYPES[given]) or (given == "int" and stored == "smallint"), (column, stored)
    assert set(update.keys) <= set(named)
