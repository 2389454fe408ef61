"""The archive: old partitions of the books, taken out of the tables that everything reads; `verify` still reads them.

It is a schema beside the others, so that the same SQL checks it and a backup holds it. Views in the schema `whole` show
each table together with what was archived of it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connections, transaction
from psycopg import sql

from autossa.operations.errors import Invalid, NotFound
from autossa.queries.runs.partitions import ARCHIVE, Partition, list_partitions
from autossa.store.grants import grant_archive

TABLES = ("charges", "transfers")
"""Those that can be archived: the books, which hold nobody's name. What does stays where people are erased."""

KEPT = timedelta(days=3660)
"""For so long everything stays where pages and exports find it: as long as books are kept by law, ten years."""


class PartitionNotFound(NotFound):
    """There is no such partition of the books."""


class PartitionTooYoung(Invalid):
    """{name} ends on {end}: books stay in their tables for ten years."""

    field = "partition"


def detach(*, partition: str, now: datetime, app_role: str = "") -> Partition:
    """Move a partition into the archive, as the owner of the tables. Raises PartitionNotFound, PartitionTooYoung."""
    found = {one.name: one for one in list_partitions() if one.table in TABLES and not one.is_archived and one.end}
    if partition not in found:
        raise PartitionNotFound
    one = found[partition]
    assert one.end is not None
    if one.end > (now - KEPT).date():
        raise PartitionTooYoung(name=one.name, end=one.end.isoformat())
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for statement in _statements(one):
            cursor.execute(statement)
        _show_whole(cursor, one.table)
        if app_role:
            grant_archive(cursor, app_role)
    return one


def _statements(one: Partition) -> list[sql.Composed]:
    table, name, archive = sql.Identifier(one.table), sql.Identifier(one.name), sql.Identifier(ARCHIVE)
    return [
        sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(archive),
        sql.SQL("CREATE SCHEMA IF NOT EXISTS whole").format(),
        sql.SQL("ALTER TABLE {} DETACH PARTITION {}").format(table, name),
        sql.SQL("COMMENT ON TABLE {} IS {}").format(name, sql.Literal(f"{one.table} {one.end}")),
        sql.SQL("ALTER TABLE {} SET SCHEMA {}").format(name, archive),
    ]


def _show_whole(cursor: Any, table: str) -> None:
    """A view of a table with all that was archived of it."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " ORDER BY attnum",
        [table],
    )
    columns = sql.SQL(", ").join(sql.Identifier(name) for (name,) in cursor.fetchall())
    cursor.execute("SELECT current_schema()")
    (schema,) = cursor.fetchone()
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s) AND relkind = 'r'"
        " AND split_part(obj_description(oid), ' ', 1) = %s ORDER BY 1",
        [ARCHIVE, table],
    )
    parts = [(schema, table), *((ARCHIVE, name) for (name,) in cursor.fetchall())]
    selects = [sql.SQL("SELECT {} FROM {}").format(columns, sql.Identifier(*part)) for part in parts]
    whole = sql.SQL("CREATE OR REPLACE VIEW {} AS ").format(sql.Identifier("whole", table))
    cursor.execute(whole + sql.SQL(" UNION ALL ").join(selects))
