"""`autossa serve`: the pages, by granian with static files by whitenoise."""

import errno
import os
import shutil
import socket
import sys
from contextlib import nullcontext
from importlib.metadata import version
from ipaddress import ip_address
from typing import Annotated

import structlog
import typer
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from autossa.cli.boot import FAILED, OWNER, boot_service, forget_owner
from autossa.cli.output import fail
from autossa.cli.service.work import start_in_background
from autossa.workbench.secret_key import VARIABLE, ensure_secret_key
from autossa.workbench.servers import data_folder

log = structlog.get_logger()

HOST, PORT = "127.0.0.1", 8000
_APPLICATION = "autossa.config.wsgi:served"
_STOP_SECONDS = 30  # that a request which has begun is waited for, on SIGTERM and on SIGHUP
_BOTH_SECONDS = 5.0  # that a new process has to begin in, on SIGHUP, before the one that it replaces is stopped


def command(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = HOST,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = PORT,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Number of server processes.")] = 1,
    with_worker: Annotated[
        bool, typer.Option("--with-worker", help="Start a worker too, as `autossa work`: enough on one machine.")
    ] = False,
) -> None:
    """Serve the portal until Ctrl-C."""
    forget_owner()
    prepare()
    boot_service()
    with start_in_background() if with_worker else nullcontext():
        serve(host, port, workers)


def prepare() -> None:
    """Before Django is set up: the embedded database comes with a secret key of its own, another one with none."""
    if not os.environ.get("DATABASE_URL"):
        ensure_secret_key(data_folder())


def serve(host: str = HOST, port: int = PORT, workers: int = 1) -> None:
    """Serve until Ctrl-C or SIGTERM; on SIGHUP with new processes, one after the other, and no request lost.

    Django must be set up; call `prepare` before that to have a secret key.

    Says one sentence and exits with 1: no secret key, the demo on an address others can reach, a port in use.
    """
    _check(host, port)
    from django.db import connections

    _collect()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _counts(port)
    os.environ.pop(OWNER, None)  # the demo has just used it
    connections.close_all()  # the workers are processes with connections of their own
    if sys.stderr.isatty() or sys.stdin.isatty():
        print(f"autossa: serving {address(host, port)} (Ctrl-C stops)", file=sys.stderr, flush=True)
    else:
        log.info("serving", address=f"{host}:{port}", processes=workers, version=version("autossa"))
    _run(host, port, workers)
    log.info("stopped")


def address(host: str, port: int) -> str:
    """What to type into the browser."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def _run(host: str, port: int, workers: int) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        _APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=settings.SERVER_LOGS,
        respawn_failed_workers=True,
        respawn_interval=_BOTH_SECONDS,
        workers_kill_timeout=_STOP_SECONDS,
    )
    server.on_reload(_reload)
    server.serve()


def _reload() -> None:
    log.info("reloading", version=version("autossa"))
    _collect()


def _collect() -> None:
    """The new processes may be of a new version, with other style sheets; those of the former are kept beside them."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def _counts(port: int) -> str:
    """An empty folder for what the processes of this server count; of the former one nothing is left."""
    folder = data_folder() / "counts" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


def _check(host: str, port: int) -> None:
    if not _has_secret_key():
        fail(f"a secret key is required; set {VARIABLE} to at least 50 random characters", FAILED)
    if settings.DEMO and not _is_loopback(host):
        fail(f"the demo lets anybody log in, so it is served on this machine only, not on {host}", FAILED)
    check_port(host, port)


def check_port(host: str, port: int) -> None:
    """Say one sentence and exit with 1 where nobody could listen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                fail(
                    f"port {port} on {host} is in use; stop the other process or choose another port with --port",
                    FAILED,
                )
            fail(f"cannot listen on {host}, port {port}: {error.strerror}", FAILED)


def _has_secret_key() -> bool:
    try:
        return bool(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return False


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
