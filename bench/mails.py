"""How many e-mails a second two workers send, from the event to the mail server: reminders of projects, by real SMTP.

Alone: `python -m bench.mails`. The server is on this machine and takes everything at once, so the figure is ours: rows,
words, MIME. As many projects as mails, each of a customer with a contact; half of the mails are German.
"""

import argparse
import json
import os
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from autossa.workbench.postgres.server import Server
from autossa.workbench.runs_bench import databases, fill
from bench import pointing, portal

MAILS, WORKERS = 5_000, 2
_FILLED = "bench_mails"
_EVENTS = """
UPDATE outbox SET delivered_at = created_at WHERE delivered_at IS NULL;
INSERT INTO contacts (id, organisation_id, purpose, name, email, language)
SELECT gen_random_uuid(), o.id, p.purpose, 'Reader', 'reader-' || o.id || '@example.com',
    CASE WHEN get_byte(uuid_send(o.id), 15) % 2 = 0 THEN 'en' ELSE 'de' END
FROM organisations o, (VALUES ('admin')) AS p (purpose) WHERE o.kind = 'customer';
INSERT INTO outbox (id, topic, project, payload, created_at, attempts, last_error)
SELECT gen_random_uuid(), 'reminder.expiry', id, jsonb_build_object('about', covered_until), now(), 0, ''
FROM projects ORDER BY id LIMIT %(mails)s;
"""
_WORKER = """
import json, sys, time
import django
django.setup()
from datetime import UTC, datetime
from django.db import connection
from autossa.operations.runs.delivery import deliver
from autossa.operations.vendor.mails import gateway
statements, opened = 0, gateway()
def count(execute, sql, params, many, context):
    global statements
    statements += 1
    return execute(sql, params, many, context)
sent = 0
with connection.execute_wrapper(count):
    while (done := deliver(gateway=opened, now=datetime.now(UTC))).did_something:
        sent += done.sent
opened.close()
print(json.dumps({"sent": sent, "failed": done.failed, "statements": statements, "cpu": time.process_time()}))
"""


class _Taking(socketserver.StreamRequestHandler):
    """A mail server that takes everything."""

    def handle(self) -> None:
        self.wfile.write(b"220 bench\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    if line[:11].lower() == b"message-id:":
                        self.server.came[line] += 1  # type: ignore[attr-defined]
            self.wfile.write(b"250 fine\r\n")
            if word == b"QUIT":
                return


@contextmanager
def _receiving() -> "Iterator[tuple[int, Counter[bytes]]]":
    """A server on this machine: its port, and how often each mail came."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Taking) as server:
        server.daemon_threads = True
        server.came = Counter()  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1], server.came  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


def measure(server: Server, mails: int = MAILS, workers: int = WORKERS) -> dict[str, Any]:
    """Fill, deliver everything, count what came."""
    with (
        databases.database(server, _FILLED) as addresses,
        tempfile.TemporaryDirectory(prefix="autossa-bench-") as folder,
        _receiving() as (port, came),
    ):
        print(f"bench: filling a database with {mails:,} projects", file=sys.stderr, flush=True)
        pointing.use(addresses)
        fill.play_block()
        pointing.leave()
        with databases.superuser(server, _FILLED) as connection:
            fill.multiply(connection, -(-mails // fill.BLOCK) * fill.BLOCK)
            _write(connection, mails)
        databases.settle_disk(server, _FILLED)
        print(f"bench: {workers} workers deliver", file=sys.stderr, flush=True)
        env = {**portal.environment(addresses, folder), "AUTOSSA_SMTP_URL": f"smtp+plain://127.0.0.1:{port}"}
        begun = time.monotonic()
        running = [_start(env) for _ in range(workers)]
        said = [json.loads(process.communicate()[0].splitlines()[-1]) for process in running]
        seconds = time.monotonic() - begun
    return {
        "mails": len(came),
        "twice": sum(came.values()) - len(came),
        "workers": workers,
        "by_worker": [one["sent"] for one in said],
        "seconds": round(seconds, 1),
        "mails_per_s": round(len(came) / seconds, 1),
        "statements_per_mail": round(sum(one["statements"] for one in said) / max(len(came), 1), 1),
        "cpu_ms_per_mail": round(1000 * sum(one["cpu"] for one in said) / max(len(came), 1), 2),
    }


def _write(connection: psycopg.Connection, mails: int) -> None:
    for statement in _EVENTS.split(";\n"):
        if statement.strip():
            values = {"mails": mails} if "%(mails)s" in statement else None
            connection.execute(statement, values)
    connection.commit()


def _start(env: dict[str, str]) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", _WORKER]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def main() -> int:
    """Measure e-mails alone. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.mails", description=__doc__)
    parser.add_argument("--mails", type=int, default=MAILS, metavar="N")
    parser.add_argument("--workers", type=int, default=WORKERS, metavar="N")
    parser.add_argument("--postgres", metavar="FOLDER", default=os.environ.get("AUTOSSA_POSTGRES_BIN"))
    options = parser.parse_args()
    with databases.server(options.postgres) as server:
        print(json.dumps(measure(server, options.mails, options.workers)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
