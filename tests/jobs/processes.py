"""Workers as processes of their own, with environments of their own: they share nothing but the database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from autossa.workbench import scratch_databases, servers

WORKER = """
import os, sys, threading
import django
django.setup()
from autossa.domain.runs.jobs import Queue
from autossa.jobs import worker
from autossa.operations.runs import nights, queue, renewals
renewals.CHUNK, nights.TURN, nights.MOST_STREAMS = int(sys.argv[2]), 0.0, 16
queue.STALLED_AFTER, worker.HEARTBEAT = 3.0, 0.5
book, noted = renewals.book_next, open(sys.argv[1], "a", buffering=1)
def book_next(**given):
    found = book(**given)
    if found:
        noted.write(f"{found.projects}\\n")
    return found
renewals.book_next = book_next
print("ready", flush=True)
worker.work(queues=[Queue.BOOKING.value, Queue.UPKEEP.value])
"""


@contextmanager
def workers(
    database: servers.Addresses, folder: Path, count: int, chunk: int, today: str = "2026-05-20"
) -> Iterator[list["subprocess.Popen[str]"]]:
    """Workers that are ready, and book chunks of so many projects; killed at the end if they are there still."""
    with ExitStack() as stack:
        found = []
        for number in range(count):
            env = {
                "PATH": os.environ["PATH"], "HOME": str(folder / f"home{number}"), "AUTOSSA_DEMO": "1",
                "AUTOSSA_TODAY": today, "DATABASE_URL": database.app, **scratch_databases.ANY_DAY,
                "DJANGO_SETTINGS_MODULE": "autossa.config.settings", "AUTOSSA_HOME": str(folder / f"home{number}"),
            }  # fmt: skip
            process = subprocess.Popen(
                [sys.executable, "-c", WORKER, str(folder / f"noted{number}"), str(chunk)], env=env, text=True,
                stdout=subprocess.PIPE,
            )  # fmt: skip
            found.append(stack.enter_context(process))
            stack.callback(process.kill)
        for process in found:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield found


def noted(folder: Path, number: int) -> list[int]:
    """How many projects a worker booked in each of its chunks."""
    path = folder / f"noted{number}"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def is_running(process: int) -> bool:
    """There, and no mere entry of the table of processes that nobody has asked for."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children(pid: int) -> set[int]:
    """The processes that a process started, but for what Python keeps beside them."""
    found = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return {int(line.split()[0]) for line in found.stdout.splitlines() if "resource_tracker" not in line}
