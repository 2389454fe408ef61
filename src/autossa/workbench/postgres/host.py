"""What the embedded PostgreSQL server needs from the machine: an account and folders.

Split from ``postgres`` so that everything touching users, modes and owners can be
read in one sitting.  Nothing here widens the permissions of a folder it did not make.
"""

from __future__ import annotations

import errno
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

SERVICE_USER = "autossa-pg"
# Debian's own account is accepted when no account can be made. "nobody" never is:
# every other program that runs as nobody could read the data.
_FALLBACK_USER = "postgres"
SYSTEM_DIR = Path("/var/lib/autossa")
DATA_NAME = "postgres"
_TMP = Path("/tmp")  # not $TMPDIR, which can be long
# sun_path holds 108 bytes on Linux and 104 on macOS, with the closing NUL.
_SOCKET_PATH_BYTES = 103
SOCKET_NAME = ".s.PGSQL.5432"
# The socket folder is written into a configuration file, and a comma there splits it.
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./+@-]+")
# pg_ctl starts the server through /bin/sh with the paths in double quotes.
_SHELL_SPECIAL = re.compile(r'["$`\\\n]')
# The child must not inherit PG* variables, a foreign locale or a preload library.
CHILD_ENV = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class PostgresUnavailable(Exception):
    """The embedded server cannot be used; ``message`` says what, ``hint`` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        self.hint = hint


class _Switch(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The operating-system account that runs the server."""

    name: str
    uid: int
    gid: int

    @property
    def foreign(self) -> bool:
        """True when it is not the account of this process (only root can switch)."""
        return self.uid != os.geteuid()

    def switch(self) -> _Switch:
        """Keyword arguments that make ``subprocess`` run a child as this account."""
        if not self.foreign:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@contextmanager
def clear_errors(doing: str) -> Iterator[None]:
    """Turn an OSError of the block into PostgresUnavailable; ``doing`` names the work."""
    try:
        yield
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        message = f"Cannot {doing}: {error.strerror or error}{where}."
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise PostgresUnavailable(message, "Free some disk space and try again.") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            hint = "Choose a data folder that this account may write to, or set DATABASE_URL."
            raise PostgresUnavailable(message, hint) from error
        raise PostgresUnavailable(message, "See the system's message above.") from error


def own_name() -> str:
    """Name of the account of this process, as peer authentication sees it."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise PostgresUnavailable(
            f"The account with uid {os.geteuid()} has no name on this machine.",
            "Add it to /etc/passwd (PostgreSQL needs a named account), or set DATABASE_URL.",
        ) from None


def pick_account(data_dir: Path) -> Account:
    """The account that runs, or will run, the server of ``data_dir``.

    Raises PostgresUnavailable when the folder belongs to somebody else, or when root
    finds no service account and cannot make one.
    """
    if data_dir.exists():
        return _owner_account(data_dir)
    if os.geteuid() != 0:
        return Account(own_name(), os.geteuid(), os.getegid())
    return _service_account()


def _owner_account(data_dir: Path) -> Account:
    uid = os.lstat(data_dir).st_uid
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        entry = None
    mine = uid == os.geteuid() != 0
    # Root must not adopt the folder of an ordinary user: its server, running as that
    # user, would then have to let root's connections and files in.
    service = os.geteuid() == 0 and entry and entry.pw_name in (SERVICE_USER, _FALLBACK_USER)
    if entry is None or not (mine or service):
        owner = entry.pw_name if entry else f"uid {uid}"
        raise PostgresUnavailable(
            f"The data folder {data_dir} belongs to {owner}, not to {own_name()}'s server.",
            f"Run as {owner}, or choose another data folder.",
        )
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _service_account() -> Account:
    """Root's stand-in, for PostgreSQL refuses to run as root."""
    entry = _find_user(SERVICE_USER)
    if entry is None:
        _add_user()
        entry = _find_user(SERVICE_USER)
    entry = entry or _find_user(_FALLBACK_USER)
    if entry is None:
        raise PostgresUnavailable(
            "PostgreSQL refuses to run as root, and no system account could be made for it.",
            f"Run as an ordinary user, or first run: useradd --system {SERVICE_USER}",
        )
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _find_user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _add_user() -> None:
    tool = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if tool is None:
        return
    command = [tool, "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SERVICE_USER]
    # A failure is not final: another process may have made the account meanwhile.
    subprocess.run(command, env=CHILD_ENV, capture_output=True, check=False, timeout=30)


def reachable(path: Path) -> bool:
    """True when every account may enter ``path`` and all its parents.

    Only the "other" bits count: a service account owns none of them.
    """
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))


def plain_path(path: Path) -> Path:
    """The absolute path without links, so that its parents are those really passed."""
    return path.expanduser().resolve()


def locate_home(home: Path) -> Path:
    """The home to use for the one asked for; it changes nothing on disk.

    Root's server runs as another account. Where that account cannot enter ``home``
    the data goes below SYSTEM_DIR instead, and once there it is found there again.
    Raises PostgresUnavailable for a path that cannot be given to pg_ctl, and where
    root finds the data of an ordinary user or a folder closed since.
    """
    home = plain_path(home)
    if _SHELL_SPECIAL.search(str(home)):
        raise PostgresUnavailable(
            f"The path {home} has a quote, a dollar sign or a backslash in it.",
            "Choose a data folder with a plainer name.",
        )
    if os.geteuid() != 0:
        return home
    if (home / DATA_NAME).exists():
        _owner_account(home / DATA_NAME)
        _require_reachable(home)
        return home
    elsewhere = SYSTEM_DIR / hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    if (elsewhere / DATA_NAME).exists() or not reachable(existing):
        return elsewhere
    return home


def _require_reachable(home: Path) -> None:
    if not reachable(home):
        raise PostgresUnavailable(
            f"The server's account can no longer enter {home}.",
            "Give back 'x' for others on that folder and its parents, or move the data.",
        )


def make_home(home: Path) -> None:
    """Create ``home``; root's is 0711 (its server passes through), others' 0700.

    The mode of a folder that was there before stays as it was.  Raises OSError, and
    PostgresUnavailable for a folder in which others could exchange the server's.
    """
    mode = 0o711 if os.geteuid() == 0 else 0o700
    missing = [folder for folder in (home, *home.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
        # mkdir's own mode is cut down by the umask, so it cannot be trusted to open.
        folder.chmod(mode)
    found = home.stat()
    strange = os.geteuid() != 0 and found.st_uid not in (0, os.geteuid())
    if strange or found.st_mode & stat.S_IWOTH:
        raise PostgresUnavailable(
            f"Other accounts may change what is in {home}.",
            "Choose a data folder of your own, or a new one inside it.",
        )


def claim_folder(path: Path, account: Account) -> bool:
    """Create ``path`` 0700 for ``account``; False when what is there cannot be trusted."""
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        pass
    else:
        if account.foreign:
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
    # lstat: somebody may have put a symbolic link at a name that can be guessed.
    found = os.lstat(path)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and not found.st_mode & 0o077


def _fits(folder: Path) -> bool:
    path = str(folder / SOCKET_NAME)
    return bool(_PLAIN_PATH.fullmatch(path)) and len(path) <= _SOCKET_PATH_BYTES


def socket_folder(home: Path, account: Account) -> Path:
    """A private 0700 folder whose socket path fits: in ``home``, else a short one.

    Raises OSError, and PostgresUnavailable when ``home`` has an untrusted one.
    """
    near = home / "socket"
    if _fits(near):
        if claim_folder(near, account):
            return near
        raise PostgresUnavailable(
            f"The folder {near} is not a private folder of {account.name}.",
            "Remove it, it is made anew, or choose another data folder.",
        )
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    # Root's runtime folder is closed to the server's account.
    private = not account.foreign and os.path.isabs(runtime) and os.access(runtime, os.W_OK | os.X_OK)
    short = Path(runtime if private else _TMP) / f"autossa-{account.uid}-{digest}"
    if not _fits(short):
        short = _TMP / short.name
    if claim_folder(short, account):
        return short
    # Somebody took the name first. Clients read the folder from postmaster.pid,
    # so a random one does as well.
    spare = Path(tempfile.mkdtemp(prefix="autossa-", dir=_TMP))
    os.chown(spare, account.uid, account.gid)
    return spare
