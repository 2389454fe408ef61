"""`autossa work`: the worker that does the jobs of the queues; and the same one beside a server."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from autossa.cli.answers import Json, answering
from autossa.cli.boot import boot_service
from autossa.cli.output import fail, print_json
from autossa.domain.runs.jobs import Queue

_WORKER = "autossa.jobs.worker.work"  # by name: the command line and the jobs are blind to each other
_STOP_SECONDS = 30
_LOOK_SECONDS = 1.0
QUEUES = tuple(one.value for one in Queue)


def command(
    queues: Annotated[
        list[str] | None,
        typer.Option("--queue", metavar="NAME", help=f"Only this queue; may be repeated. {', '.join(QUEUES)}."),
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option("--concurrency", min=1, max=64, help="Jobs of each queue at a time.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then exit.")] = False,
    with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True, help="End when the parent does.")] = False,
    as_json: Json = False,
) -> None:
    """Do jobs (daily run, e-mails, webhooks, reminders, …) until Ctrl-C or SIGTERM; a second one ends it at once."""
    if unknown := sorted(set(queues or ()) - set(QUEUES)):
        fail(f"there is no queue {unknown[0]}; queues are {', '.join(QUEUES)}")
    parent = os.getppid()
    boot_service()
    from django.utils.module_loading import import_string

    stop = threading.Event()
    if with_parent:
        threading.Thread(target=_watch_stdin, args=(stop,), daemon=True).start()
        threading.Thread(target=_watch_parent, args=(stop, parent), daemon=True).start()
    with answering("work", as_json=as_json):
        report = import_string(_WORKER)(once_only=once, queues=queues or (), concurrency=concurrency, stop=stop)
    if as_json:
        print_json({"tasks": list(report.tasks), "sent": report.sent, "failed": report.failed})
    elif once:
        done = ", ".join(report.tasks) or "no scheduled tasks"
        print(f"Done: {done}; {report.sent} e-mails sent, {report.failed} failed.")


@contextmanager
def start_in_background() -> Iterator["subprocess.Popen[bytes]"]:
    """A worker in a process of its own, for as long as the block lasts; it ends by itself when this process dies.

    Django must be set up (`boot`), since the addresses of the database are handed on in the environment.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "autossa", "work", "--with-parent"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait()


def _watch_stdin(stop: threading.Event) -> None:
    """Whoever started this process holds the other end; when it dies, however that is, reading ends."""
    while sys.stdin.buffer.read(1):
        pass
    stop.set()


def _watch_parent(stop: threading.Event, parent: int) -> None:
    """A parent that is killed may leave others who hold that end open: then another process is the parent."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    stop.set()
