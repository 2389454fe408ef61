"""The data folder of the embedded PostgreSQL server: made, configured, started, read.

Times are in seconds.  Failures are PostgresUnavailable, or OSError where said.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autossa.workbench.postgres import host
from autossa.workbench.postgres.binaries import Binaries
from autossa.workbench.postgres.host import Account, PostgresUnavailable

Profile = Literal["demo", "test"]

SUPERUSER = "postgres"
# The roles that the ident map opens to the account that started the server.
OWNER_ROLE = "autossa_owner"
APP_ROLE = "autossa_app"
LOG_NAME = "server.log"
_MAP = "autossa"
_CONFIG = "autossa.conf"
# A new data folder takes about 40 MB, and its first WAL segments may double that.
_INITDB_FREE_BYTES = 200 * 2**20
_LOG_TAIL_BYTES = 8192
_FIRST_WITH_BUILTIN_LOCALE = 17
_SETTINGS = {
    "listen_addresses": "",
    "port": "5432",  # only names the socket file
    "unix_socket_permissions": "0700",
    "max_connections": "50",
    "jit": "off",  # all queries are short; compiling one, where the server can, takes longer than running it
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
}
# Safe only where the data may be lost: a power cut can destroy such a data folder.
_TEST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_PROFILES: dict[Profile, dict[str, str]] = {"demo": {"fsync": "on"}, "test": _TEST_SETTINGS}


@dataclass(frozen=True)
class Cluster:
    """A data folder, the account it belongs to and the binaries to run it with."""

    data_dir: Path
    account: Account
    binaries: Binaries


@dataclass(frozen=True)
class PidFile:
    """What a running server has written into postmaster.pid so far."""

    pid: int
    socket_dir: Path | None
    port: int
    ready: bool


def run(command: list[str], account: Account) -> tuple[int, str]:
    """Run one of PostgreSQL's programs as ``account``: exit code and output.

    Raises OSError when it cannot be run.
    """
    # Output goes to a file: a pipe stays open as long as a server that inherited it.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command,
            env=host.CHILD_ENV,
            cwd="/",  # the current folder may be closed to the account
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            **account.switch(),
        )
        output.seek(0)
        return done.returncode, output.read().decode(errors="replace")


def is_initialised(data_dir: Path) -> bool:
    """True for a data folder, False for an absent or empty one; else PostgresUnavailable."""
    if (data_dir / "PG_VERSION").exists():
        return True
    if data_dir.exists() and any(data_dir.iterdir()):
        raise PostgresUnavailable(
            f"{data_dir} is not empty, but is no PostgreSQL data folder.",
            "Move its content away, or choose another data folder.",
        )
    return False


def check_version(cluster: Cluster) -> None:
    """Raise PostgresUnavailable when another major version made the data folder."""
    made_by = (cluster.data_dir / "PG_VERSION").read_text(encoding="ascii").strip()
    if made_by != str(cluster.binaries.major):
        raise PostgresUnavailable(
            f"The data in {cluster.data_dir} was made by PostgreSQL {made_by},"
            f" but the binaries are PostgreSQL {cluster.binaries.major}.",
            f"Dump it with PostgreSQL {made_by} (pg_dump) and restore it into a new data"
            f" folder, or install the binaries of version {made_by}.",
        )


def initialise(cluster: Cluster, profile: Profile) -> None:
    """Make the data folder; it appears under its name complete, or not at all.

    Raises PostgresUnavailable and OSError.
    """
    data_dir = cluster.data_dir
    if shutil.disk_usage(data_dir.parent).free < _INITDB_FREE_BYTES:
        raise PostgresUnavailable(
            f"There is no disk space for a database in {data_dir.parent}.",
            f"Free {_INITDB_FREE_BYTES // 2**20} MB and try again.",
        )
    staging = data_dir.with_name(f"{data_dir.name}.new")
    if staging.is_dir():  # left by a process that was killed during initdb
        shutil.rmtree(staging)
    if not host.claim_folder(staging, cluster.account):
        raise PostgresUnavailable(f"{staging} is in the way.", "Remove it and try again.")
    code, output = run(_initdb_command(staging, cluster.binaries, profile), cluster.account)
    if code != 0:
        shutil.rmtree(staging, ignore_errors=True)
        raise failure("initdb failed", output)
    conf = staging / "postgresql.conf"
    text = conf.read_text(encoding="utf-8") + f"\ninclude '{_CONFIG}'\n"
    write_file(conf, text, cluster.account)
    os.rename(staging, data_dir)


def _initdb_command(folder: Path, binaries: Binaries, profile: Profile) -> list[str]:
    command = [str(binaries.folder / "initdb"), "-D", str(folder), "-U", SUPERUSER]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions"]
    command += ["--auth-local=peer", "--auth-host=reject"]
    if binaries.major >= _FIRST_WITH_BUILTIN_LOCALE:  # sorts alike on every machine, whatever its C library
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if profile == "test":
        command.append("--no-sync")
    return command


def configure(cluster: Cluster, socket_dir: Path, profile: Profile) -> None:
    """Write settings and access rules, anew before each start; raises OSError."""
    settings = {**_SETTINGS, **_PROFILES[profile], "unix_socket_directories": str(socket_dir)}
    lines = ["# Written by autossa before each start: changes are lost."]
    lines += [f"{name} = '{value}'" for name, value in settings.items()]
    rules = f"{lines[0]}\nlocal all all peer map={_MAP}\n"
    # Named roles only: a role made later stays closed until it is listed here.
    mapped = [f'{_MAP} "{host.own_name()}" {role}' for role in (SUPERUSER, OWNER_ROLE, APP_ROLE)]
    for name, text in (
        (_CONFIG, "\n".join(lines)),
        ("pg_hba.conf", rules),
        ("pg_ident.conf", "\n".join([lines[0], *mapped])),
    ):
        write_file(cluster.data_dir / name, f"{text}\n", cluster.account)


def write_file(path: Path, text: str, account: Account) -> None:
    """Replace a file of ``account`` whole, 0600; raises OSError.

    Root writes here into a folder of another account, so no link is ever followed:
    the new file gets a fresh name first and is then renamed over the old one.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            if account.foreign:
                os.fchown(stream.fileno(), account.uid, account.gid)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_pid_file(data_dir: Path) -> PidFile | None:
    """Content of postmaster.pid, or None; a file still being written is not ready."""
    try:
        lines = (data_dir / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    lines += [""] * (8 - len(lines))
    folder = Path(lines[4]) if lines[4] else None
    return PidFile(pid, folder, int(lines[3] or 0), lines[7].strip() == "ready")


def is_alive(data_dir: Path) -> bool:
    """True while the process named in postmaster.pid is a PostgreSQL process."""
    found = read_pid_file(data_dir)
    return found is not None and _process_name(found.pid) in ("postgres", "?")


def clear_stale_pid(pid_file: Path) -> None:
    """Remove a pid or lock file whose number went to another program, or to a zombie.

    PostgreSQL itself clears one whose process is gone, but takes any process with
    that number for a server: after a restart of the machine, or in a container whose
    first process never collects its children, it would refuse to start for ever.
    Raises OSError.
    """
    try:
        pid = int(pid_file.read_text(encoding="utf-8").split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return
    if _process_name(pid) not in ("postgres", "?", ""):
        pid_file.unlink(missing_ok=True)


def _process_name(pid: int) -> str:
    """Name of a process, "zombie", "" when there is none, "?" when it is not told."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "?"  # no /proc here: believe the pid file
    name, _, rest = text.partition("(")[2].rpartition(")")
    return "zombie" if rest.split()[:1] == ["Z"] else name


def read_log(data_dir: Path, start: int) -> str:
    """The server's log from byte ``start`` on, at most its last few kilobytes."""
    try:
        handle = os.open(data_dir / LOG_NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return ""
    with os.fdopen(handle, "rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(start, size - _LOG_TAIL_BYTES))
        return stream.read().decode(errors="replace")


_HINTS = {
    "No space left on device": "Free some disk space and try again.",
    "Disk quota exceeded": "Free some disk space and try again.",
    "Permission denied": "Give the server's account access to what the message names.",
    "Operation not permitted": "Give the server's account access to what the message names.",
    "Cannot allocate memory": "Free some memory, or set DATABASE_URL to another server.",
    "invalid locale": "Install the locale C.UTF-8, or set DATABASE_URL to another server.",
}


def failure(what: str, output: str) -> PostgresUnavailable:
    """The exception for ``output`` of a program: its telling line, and a hint."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"\b(FATAL|PANIC|error):", line)]
    line = (telling or lines or ["no output"])[-1]
    hint = next((hint for sign, hint in _HINTS.items() if sign in output), "")
    hint = hint or f"Look into {LOG_NAME} in the data folder."
    return PostgresUnavailable(f"{what}: {line}", hint)
