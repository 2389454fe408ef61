"""Data of versions that operators have, as SQL; `python -m tests.store.released_versions NAME` writes one.

Run it when a version is released, with the name of its last migration: the last two are kept.

The world of the tests, with licenses, contracts, bookings and invoices, in the schema of the version's last migration.
Run when a version is released; the last two are kept (tests/store/test_released.py migrates them).
"""

import gzip
import subprocess
import sys
from pathlib import Path
from typing import Any

from autossa.gateways.dumps.postgres import server_major
from autossa.gateways.dumps.programs import find_program

FOLDER = Path(__file__).resolve().parent / "released"
# What older servers do not know, and what psql alone reads.
_LEFT_OUT = ("\\", "SET transaction_timeout")


def write(address: str, name: str) -> Path:
    """Write what is in a database, without roles and rights. The file."""
    command = [
        str(find_program("pg_dump", server_major(address))),
        "--inserts",
        "--rows-per-insert=200",
        "--no-owner",
        "--no-privileges",
    ]
    done = subprocess.run([*command, "--dbname", address], capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if not line.startswith(_LEFT_OUT)]
    path = FOLDER / f"{name}.sql.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    return path


def read(path: Path, session: Any) -> None:
    """Run it in an empty database, in one transaction."""
    with session.transaction():
        session.execute(gzip.decompress(path.read_bytes()))


def main(name: str) -> None:
    """Fill a database, bring it back to the schema of a migration, write it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from tests.cast import world
    from tests.cast.databases import own_copy

    class Free:
        """pytest-django's blocker, where there is none."""

        def unblock(self) -> Any:
            """Nothing is blocked."""
            from contextlib import nullcontext

            return nullcontext()

    with own_copy(Free(), world.build) as (addresses, _):
        connections.close_all()
        call_command("migrate", "store", name, database="owner", interactive=False, verbosity=0)
        connections.close_all()
        print(write(addresses.owner, name))


if __name__ == "__main__":
    main(sys.argv[1])
