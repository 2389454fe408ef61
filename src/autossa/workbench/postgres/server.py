"""An embedded PostgreSQL server for the demo and for tests: started, found again, stopped.

The server listens on a Unix socket in a private folder only, never on TCP, and lets
in exactly the account that started it (``peer`` with an ident map): there is no
password to keep, print or lose.  It outlives the process that started it.

Times are in seconds.  Every failure is a PostgresUnavailable.
"""

from __future__ import annotations

import fcntl
import logging
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import psycopg

from autossa.workbench.postgres import cluster as clusters
from autossa.workbench.postgres import host
from autossa.workbench.postgres.binaries import find_binaries
from autossa.workbench.postgres.cluster import SUPERUSER, Cluster, Profile
from autossa.workbench.postgres.host import PostgresUnavailable

__all__ = ["PostgresUnavailable", "Server", "ensure_running", "is_running", "stop", "stop_home"]

StopMode = Literal["smart", "fast", "immediate"]
Notify = Callable[[str], None]

PATIENCE_SECONDS = 120.0
QUIET_SECONDS = 5.0
_STOP_SECONDS = 60
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Server:
    """A running embedded server; ``os_user`` is the system account it runs as."""

    data_dir: Path
    socket_dir: Path
    port: int
    superuser: str
    os_user: str
    bin_dir: Path

    def url(self, database: str, user: str) -> str:
        """A URL for ``database`` as the role ``user``; it holds no secret.

        The socket folder stands where a host would, percent-encoded: libpq, psycopg
        and dj-database-url (as Django's HOST) take it there.
        """
        role, folder, name = (quote(str(v), safe="") for v in (user, self.socket_dir, database))
        return f"postgresql://{role}@{folder}:{self.port}/{name}"

    def binary(self, name: str) -> Path:
        """Path of one of PostgreSQL's programs, such as ``psql`` or ``pg_dump``."""
        return self.bin_dir / name


def ensure_running(
    home: Path,
    *,
    profile: Profile = "demo",
    notify: Notify = _logger.info,
    bin_dir: Path | None = None,
) -> Server:
    """Find the server of ``home`` running, or create and start it.

    ``profile`` takes effect when the server starts; one that runs stays as it is.
    ``notify`` gets a sentence when the data goes elsewhere than ``home`` (see
    ``postgres_host.locate_home``) and when a wait takes over QUIET_SECONDS.
    Waits at most PATIENCE_SECONDS, for crash recovery.  Raises PostgresUnavailable.
    """
    with host.clear_errors("prepare the PostgreSQL data folder"):
        place = host.locate_home(home)
        if place != host.plain_path(home):
            notify(f"The server's account cannot enter {home}; the data is in {place}.")
        host.make_home(place)
        with _locked(place, notify):
            cluster = _cluster(place, bin_dir)
            if not clusters.is_initialised(cluster.data_dir):
                clusters.initialise(cluster, profile)
            clusters.check_version(cluster)
            return _bring_up(cluster, profile, notify)


def is_running(home: Path) -> bool:
    """True when the server of ``home`` runs and accepts a connection; changes nothing.

    Raises PostgresUnavailable when this account may not look.
    """
    with host.clear_errors("look for the PostgreSQL server"):
        data_dir = host.locate_home(home) / host.DATA_NAME
        if not clusters.is_initialised(data_dir):
            return False
        host.pick_account(data_dir)
        return _connectable(data_dir) is not None


def stop(server: Server, mode: StopMode = "fast") -> None:
    """Stop the server and wait for its end, at most 60 s; one not running is no error.

    ``smart`` waits for clients to leave, ``fast`` disconnects them, ``immediate``
    leaves recovery to the next start.  Raises PostgresUnavailable.
    """
    _stop_at(server.data_dir, server.bin_dir, mode)


def stop_home(home: Path) -> None:
    """As ``stop``, whichever version of PostgreSQL runs there: ours signals the others too.

    To find it by ``ensure_running`` would be to ask for its own binaries. Raises PostgresUnavailable.
    """
    with host.clear_errors("stop PostgreSQL"):
        _stop_at(host.locate_home(home) / host.DATA_NAME, None, "fast")


def _stop_at(data_dir: Path, bin_dir: Path | None, mode: StopMode) -> None:
    with host.clear_errors("stop PostgreSQL"), _locked(data_dir.parent, _logger.info):
        if not clusters.is_alive(data_dir):
            return
        account = host.pick_account(data_dir)
        code, output = _stop(Cluster(data_dir, account, find_binaries(account, bin_dir)), mode)
        if code != 0 and clusters.is_alive(data_dir):
            raise clusters.failure("PostgreSQL did not stop", output)


class _Patience:
    """Paces a wait: one notice after QUIET_SECONDS, the end after PATIENCE_SECONDS."""

    def __init__(self, waiting_for: str, notify: Notify) -> None:
        self._what = waiting_for
        self._notify = notify
        self._began = time.monotonic()
        self._told = False

    def pause(self) -> None:
        """Sleep a moment; raises PostgresUnavailable when patience is used up."""
        waited = time.monotonic() - self._began
        if waited > PATIENCE_SECONDS:
            raise PostgresUnavailable(
                f"Waited {waited:.0f} s in vain for {self._what}.",
                f"Look into {clusters.LOG_NAME} in the data folder; then try again.",
            )
        if waited > QUIET_SECONDS and not self._told:
            self._told = True
            self._notify(f"Still waiting for {self._what} (at most {PATIENCE_SECONDS:.0f} s).")
        time.sleep(0.02 if waited < 1 else 0.2)


@contextmanager
def _locked(home: Path, notify: Notify) -> Iterator[None]:
    """One process at a time starts or stops the server of ``home``; raises OSError."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    handle = os.open(home / "postgres.lock", flags, 0o600)
    try:
        patience = _Patience("another process that starts or stops PostgreSQL", notify)
        while not _try_lock(handle):
            patience.pause()
        yield
    finally:
        os.close(handle)  # gives up the lock, as the end of the process would


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _cluster(home: Path, bin_dir: Path | None) -> Cluster:
    data_dir = home / host.DATA_NAME
    account = host.pick_account(data_dir)
    return Cluster(data_dir, account, find_binaries(account, bin_dir))


def _bring_up(cluster: Cluster, profile: Profile, notify: Notify) -> Server:
    """Start the server unless it runs, and wait until it lets a client in."""
    patience = _Patience("PostgreSQL to start or to recover", notify)
    while True:
        clusters.clear_stale_pid(cluster.data_dir / "postmaster.pid")
        if not clusters.is_alive(cluster.data_dir):
            _start(cluster, profile, patience)
        address = _connectable(cluster.data_dir)
        if address is None and _lost_its_socket(cluster.data_dir):
            _stop(cluster, "fast")
            continue
        if address is not None:
            user, folder = cluster.account.name, cluster.binaries.folder
            return Server(cluster.data_dir, *address, SUPERUSER, user, folder)
        patience.pause()


def _lost_its_socket(data_dir: Path) -> bool:
    """A ready server whose socket is gone lets nobody in ever again.

    It happens when a data folder is deleted under a running server and made anew at once: the old one, on noticing,
    removes the socket of the new one on its way out.
    """
    found = clusters.read_pid_file(data_dir)
    if found is None or found.socket_dir is None or not found.ready:
        return False
    return not (found.socket_dir / f"{host.SOCKET_NAME}").exists()


def _stop(cluster: Cluster, mode: StopMode) -> tuple[int, str]:
    command = [str(cluster.binaries.folder / "pg_ctl"), "stop", "-D", str(cluster.data_dir)]
    return clusters.run([*command, "-m", mode, "-w", "-t", str(_STOP_SECONDS)], cluster.account)


def _start(cluster: Cluster, profile: Profile, patience: _Patience) -> None:
    """Run ``pg_ctl start`` until it sees the server ready, or its end."""
    socket_dir = host.socket_folder(cluster.data_dir.parent, cluster.account)
    clusters.clear_stale_pid(socket_dir / f"{host.SOCKET_NAME}.lock")
    clusters.configure(cluster, socket_dir, profile)
    log = cluster.data_dir / clusters.LOG_NAME
    logged = log.stat().st_size if log.exists() else 0
    command = [str(cluster.binaries.folder / "pg_ctl"), "start", "-D", str(cluster.data_dir)]
    command += ["-l", str(log), "-w", "-t", f"{PATIENCE_SECONDS:.0f}", "-s"]
    quiet = subprocess.DEVNULL  # what matters is in the log
    starter = subprocess.Popen(
        command,
        env=host.CHILD_ENV,
        cwd="/",
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,  # Ctrl-C in the terminal is not for the server
        **cluster.account.switch(),
    )
    while starter.poll() is None:
        patience.pause()
    said = clusters.read_log(cluster.data_dir, logged)
    # The children of a killed server take a moment to notice; then a start succeeds.
    if starter.returncode != 0 and "still in use" not in said:
        raise clusters.failure("PostgreSQL did not start", said)


def _connectable(data_dir: Path) -> tuple[Path, int] | None:
    """Socket folder and port of the server, once a connection has succeeded."""
    found = clusters.read_pid_file(data_dir)
    if found is None or found.socket_dir is None or not found.ready:
        return None
    if not clusters.is_alive(data_dir):
        return None
    try:
        connection = psycopg.connect(
            host=str(found.socket_dir),
            port=found.port,
            user=SUPERUSER,
            dbname="postgres",
            connect_timeout=5,
        )
    except psycopg.OperationalError:
        return None
    connection.close()
    return found.socket_dir, found.port
