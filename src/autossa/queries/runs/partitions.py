"""The partitions of the tables that only grow, and what of them stands in the archive."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

ARCHIVE = "archive"

# Where a partition's bound is no id, it begins with all there was (no first day) or is the rest (neither day).
_PARTITIONS = """
SELECT c.relname, p.relname, time_of_id(lower_bound(c.relname))::date, time_of_id(upper_bound(c.relname))::date,
    greatest(c.reltuples, 0)::bigint, pg_total_relation_size(c.oid), false
FROM divided_tables() d JOIN pg_class p ON p.oid = d.parent::regclass JOIN pg_inherits i ON i.inhparent = p.oid
JOIN pg_class c ON c.oid = i.inhrelid
UNION ALL
SELECT c.relname, split_part(obj_description(c.oid), ' ', 1), NULL, split_part(obj_description(c.oid), ' ', 2)::date,
    greatest(c.reltuples, 0)::bigint, pg_total_relation_size(c.oid), true
FROM pg_class c WHERE c.relnamespace = to_regnamespace(%s) AND c.relkind = 'r'
ORDER BY 2, 4, 1
"""


@dataclass(frozen=True, slots=True)
class Partition:
    """Rows from a day on to before another; `rows` is the server's estimate, `size` in bytes with its indexes."""

    name: str
    table: str
    first: date | None
    end: date | None
    rows: int
    size: int
    is_archived: bool


def list_partitions() -> list[Partition]:
    """All of them by table, in the order of their days, the rest last."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTITIONS, [ARCHIVE])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return [Partition(*row) for row in found]
