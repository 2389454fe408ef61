"""`autossa work`: the worker that runs the schedule and delivers mails; and the same one beside a server."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from autossa.cli.answers import Json, answering
from autossa.cli.boot import boot_service
from autossa.cli.output import print_json

_WORKER = "autossa.jobs.worker.work"  # by name: the command line and the jobs are blind to each other
_STOP_SECONDS = 30


def command(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then exit.")] = False,
    with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True, help="End when stdin is closed.")] = False,
    as_json: Json = False,
) -> None:
    """Run scheduled tasks (daily run, reminders, …) and send e-mails, until Ctrl-C or SIGTERM."""
    boot_service()
    from django.utils.module_loading import import_string

    stop = threading.Event()
    if with_parent:
        threading.Thread(target=_watch_stdin, args=(stop,), daemon=True).start()
    with answering("work", as_json=as_json):
        report = import_string(_WORKER)(once=once, stop=stop)
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
