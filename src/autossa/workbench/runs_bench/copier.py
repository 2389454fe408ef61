"""One worker of the limit: COPY of rows that are text already, in one transaction.

Arguments: the database's address, and a folder with a file for each table.
"""

import sys
from pathlib import Path

import psycopg
from psycopg import sql

from autossa.workbench.runs_bench import processors, teams
from autossa.workbench.runs_bench.databases import identifiers
from autossa.workbench.runs_bench.limit import order_of

_PIECE = 1 << 20


def main(url: str, folder: str) -> None:
    """Read everything into memory, then copy it."""
    texts = [(path.stem, path.read_bytes()) for path in sorted(Path(folder).glob("*.copy"), key=order_of)]
    with psycopg.connect(url) as connection:
        before = processors.seconds_of(connection.info.backend_pid)
        teams.wait_for_go()
        for table, text in texts:
            header, _, rows = text.partition(b"\n")
            _copy(connection, table, header.decode().split("\t"), rows)
        connection.commit()
        teams.answer(server_seconds=processors.seconds_of(connection.info.backend_pid) - before)


def _copy(connection: psycopg.Connection, table: str, columns: list[str], rows: bytes) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), identifiers(columns))
    with connection.cursor().copy(statement) as copy:
        for start in range(0, len(rows), _PIECE):
            copy.write(rows[start : start + _PIECE])


if __name__ == "__main__":
    main(*sys.argv[1:])
