"""The limit: the rows a run wrote, copied into the same tables without our triggers and exclusion constraints.

Primary keys, secondary indexes, foreign keys and checks stay, and so do the rows that were there before. Updates of
projects, contracts and lots are no part of it. What triggers write beside (claims, events that wait for their number)
is: they are rows of the run.
"""

from pathlib import Path

import psycopg
from psycopg import sql

from autossa.store.engine.rows import TABLES, columns_of

# A worker's part of a run: every so-manieth thousand of its projects, as workers that share one claim them.
_MINE = """
CREATE TEMPORARY TABLE mine AS SELECT id, project_id, recharge_lot FROM (
    SELECT *, (dense_rank() OVER (ORDER BY project_id) - 1) / 1000 %% %s AS part FROM settlements WHERE run = %s
) s WHERE part = %s
"""
_OF_RUN = "settlement IN (SELECT id FROM mine)"
_WRITTEN = {
    "lots": "EXISTS (SELECT 1 FROM mine s WHERE s.project_id = t.project_id AND s.recharge_lot = t.number)",
    "settlements": "id IN (SELECT id FROM mine)",
    "charges": "settlement_id IN (SELECT id FROM mine)",
    "transfers": _OF_RUN,
    "coverage_entries": _OF_RUN,
    "coverage": f'"grant" IN (SELECT id FROM coverage_entries WHERE {_OF_RUN})',
    # What was filled in is delivered, and one run books a project: what waits of its projects is its own.
    "outbox": "delivered_at IS NULL AND project IN (SELECT project_id FROM mine)",
    "invoices": _OF_RUN,
    "claims": f"id IN (SELECT id FROM invoices WHERE {_OF_RUN})",
    "waiting_events": f"id IN (SELECT id FROM mine UNION ALL SELECT id FROM invoices WHERE {_OF_RUN})",
}
_ORDERS = {
    "charges": "settlement_id, position",
    "lots": "project_id, number",
    "coverage": '"grant"',
}


_BY_TRIGGERS = ("claims", "waiting_events")


def order_of(path: Path) -> int:
    """Tables are copied in the order in which the engine writes them, what triggers write at last."""
    return [*TABLES.values(), *_BY_TRIGGERS].index(path.stem)


def dump(connection: psycopg.Connection, run: str, workers: int, folder: Path) -> tuple[list[Path], int]:
    """The rows of a run in a folder for each worker, and how many rows: a file for a table, its columns first."""
    folders, rows = [], 0
    for number in range(workers):
        own = folder / str(number)
        own.mkdir()
        connection.execute("DROP TABLE IF EXISTS mine")
        connection.execute(_MINE, [workers, run, number])
        for table, condition in _WRITTEN.items():
            rows += _dump_table(connection, table, condition, own / f"{table}.copy")
        folders.append(own)
    return folders, rows


def strip(connection: psycopg.Connection) -> None:
    """Take our triggers and exclusion constraints away; foreign keys stay."""
    cursor = connection.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgparentid = 0"
    )
    for table, name in cursor.fetchall():
        connection.execute(sql.SQL("DROP TRIGGER {} ON {}").format(sql.Identifier(name), sql.Identifier(table)))
    cursor = connection.execute("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'x'")
    for table, name in cursor.fetchall():
        query = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
        connection.execute(query.format(sql.Identifier(table), sql.Identifier(name)))
    connection.commit()


def _dump_table(connection: psycopg.Connection, table: str, condition: str, path: Path) -> int:
    columns = _columns(connection, table)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    order = sql.SQL(_ORDERS.get(table, "id"))
    query = sql.SQL("COPY (SELECT {} FROM {} t WHERE {} ORDER BY {}) TO STDOUT").format(
        names, sql.Identifier(table), sql.SQL(condition), order
    )
    cursor = connection.cursor()
    with path.open("wb") as file, cursor.copy(query) as copy:
        file.write(("\t".join(columns) + "\n").encode())
        for part in copy:
            file.write(part)
    return cursor.rowcount


def _columns(connection: psycopg.Connection, table: str) -> tuple[str, ...]:
    kind = next((kind for kind, name in TABLES.items() if name == table), None)
    if kind is not None:
        return columns_of(kind)
    cursor = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
        " AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return tuple(name for (name,) in cursor)
