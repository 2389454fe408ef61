"""`autossa serve` as a process of its own, for tests that talk to it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from autossa.workbench import servers

SERVE = "from autossa.cli.service.serve import command; import typer; typer.run(command)"
KEY = "".join(chr(33 + (i * 7) % 90) for i in range(64))


def environment(addresses: servers.Addresses | None = None, **more: str) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("AUTOSSA_", "DATABASE_"))}
    if "AUTOSSA_HOME" in os.environ:
        env["AUTOSSA_HOME"] = os.environ["AUTOSSA_HOME"]
    if addresses:
        env |= {"DATABASE_URL": addresses.app, "DATABASE_OWNER_URL": addresses.owner}
    return {**env, "DJANGO_SETTINGS_MODULE": "autossa.config.settings", "PYTHONWARNINGS": "error::UserWarning", **more}


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[str]") -> None:
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.1)
    raise AssertionError("nothing listens")


@contextmanager
def serving(env: dict[str, str], port: int = 0) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """The port and the process; at the end it is stopped."""
    port = port or free_port()
    command = [sys.executable, "-c", SERVE, "--port", str(port)]
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        wait_for(port, process)
        yield port, process
    finally:
        with suppress(ProcessLookupError):  # the workers too: killing the parent alone would leave them behind
            os.killpg(process.pid, signal.SIGTERM if process.poll() is None else signal.SIGKILL)
        process.communicate(timeout=20)
