"""Point-in-time recovery, rehearsed as docs/operating/backups.md writes it: two clusters, and a moment between.

One cluster archives its log; a base backup is taken; something is written; a mistake is made. The other cluster comes
from the base backup and the archived log, up to the moment before the mistake.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from autossa.workbench.postgres import cluster as clusters
from autossa.workbench.postgres import host, roles
from autossa.workbench.postgres import server as postgres
from autossa.workbench.postgres.server import Server
from tests.docs.figures import DOCS
from tests.workbench.embedded import ask

pytestmark = [pytest.mark.store, pytest.mark.slow]

PAGE = DOCS / "operating" / "backups.md"


@pytest.fixture
def archive(home: Path) -> Path:
    folder = home.parent / "archive"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    return folder


def settings_of_the_page(archive: Path) -> list[str]:
    """The very lines that an operator is told to write, with the folder of the test."""
    block = PAGE.read_text("utf-8").split("```ini\n# postgresql.conf of the primary")[1].split("```")[0]
    lines = [line.partition("#")[0].strip() for line in block.splitlines() if "=" in line.partition("#")[0]]
    return [line.replace("/srv/autossa-wal", str(archive)) for line in lines]


def restarted_with(server: Server, lines: list[str]) -> Server:
    """Written as an operator would, into postgresql.auto.conf: the embedded server writes its own file anew."""
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        for line in lines:
            name, _, value = (part.strip() for part in line.partition("="))
            connection.execute(f"ALTER SYSTEM SET {name} = '{value.strip(chr(39)).replace(chr(39), chr(39) * 2)}'")  # type: ignore[arg-type]
    postgres.stop(server)
    return postgres.ensure_running(server.data_dir.parent, profile="test")


def test_the_moment_before_a_mistake_comes_back(home: Path, archive: Path) -> None:
    primary = restarted_with(postgres.ensure_running(home, profile="test"), settings_of_the_page(archive))
    roles.create_database(primary, "books")
    with psycopg.connect(primary.url("books", "postgres"), autocommit=True) as session:
        session.execute("CREATE TABLE bookings (number int)")
        session.execute("INSERT INTO bookings SELECT generate_series(1, 100)")
        base = home.parent / "base"
        backed_up(primary, base)
        session.execute("INSERT INTO bookings SELECT generate_series(101, 200)")
        row = session.execute("SELECT clock_timestamp()::text").fetchone()
        assert row is not None
        time.sleep(0.3)
        session.execute("DELETE FROM bookings WHERE number > 50")  # the mistake
        session.execute("SELECT pg_switch_wal()")
    wait_for_archive(primary)
    postgres.stop(primary, "immediate")  # and the machine is lost

    second = home.parent / "second" / host.DATA_NAME
    second.parent.mkdir(mode=0o711)
    shutil.move(base, second)
    recovered = recover(second, archive, row[0])
    assert ask(recovered, "SELECT count(*) FROM bookings", "books") == 200
    assert ask(recovered, "SELECT pg_is_in_recovery()", "books") is False
    assert ask(recovered, "SELECT timeline_id FROM pg_control_checkpoint()", "books") == 2
    postgres.stop(recovered)


def backed_up(server: Server, base: Path) -> None:
    """The server lets in who started it; a cluster belongs to the account that it runs under."""
    account = host.pick_account(server.data_dir)
    rules = server.data_dir / "pg_hba.conf"
    clusters.write_file(rules, f"{rules.read_text('utf-8')}local replication postgres peer map=autossa\n", account)
    ask(server, "SELECT pg_reload_conf()")
    command = [str(server.binary("pg_basebackup")), "--pgdata", str(base), "--checkpoint=fast", "--wal-method=none"]
    where = ["--host", str(server.socket_dir), "--port", str(server.port), "--username", "postgres", "--no-password"]
    done = subprocess.run([*command, *where], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    if account.foreign:
        for path in (base, *base.rglob("*")):
            os.chown(path, account.uid, account.gid)


def wait_for_archive(server: Server) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if (
            ask(server, "SELECT last_archived_wal >= pg_walfile_name(pg_switch_wal() - 1) FROM pg_stat_archiver")
            is True
        ):
            return
        time.sleep(0.2)
    raise AssertionError(ask(server, "SELECT row_to_json(a)::text FROM pg_stat_archiver a"))


def recover(data_dir: Path, archive: Path, moment: str) -> Server:
    """As the page says: where the log is, up to when, and a file that says to recover."""
    account = host.pick_account(data_dir)
    text = PAGE.read_text("utf-8").split("```ini\n# postgresql.conf of the new cluster")[1].split("```")[0]
    lines = [line for line in text.splitlines() if "=" in line]
    said = "\n".join(lines).replace("/srv/autossa-wal", str(archive)).replace("2026-11-30 11:59:00+01", moment)
    auto = data_dir / "postgresql.auto.conf"
    clusters.write_file(auto, f"{said}\n", account)
    clusters.write_file(data_dir / "recovery.signal", "", account)
    recovered = postgres.ensure_running(data_dir.parent, profile="test")
    end = time.monotonic() + 20
    while ask(recovered, "SELECT pg_is_in_recovery()") is True and time.monotonic() < end:
        time.sleep(0.2)
    return recovered
