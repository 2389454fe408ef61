"""Where the database is: `DATABASE_URL`, or an embedded server in the data folder. Used before Django is set up."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from autossa.workbench.postgres import roles
from autossa.workbench.postgres import server as postgres
from autossa.workbench.postgres.cluster import Profile
from autossa.workbench.postgres.server import PostgresUnavailable, Server

__all__ = ["Addresses", "PostgresUnavailable", "address", "data_folder", "embedded_server", "listened_to"]

NAME = "autossa"
_SAFE_MODES = frozenset({"require", "verify-ca", "verify-full", "disable"})


@dataclass(frozen=True, slots=True)
class Addresses:
    """The database as the application's role and as the owner of the tables; the server when it is embedded."""

    app: str
    owner: str
    server: Server | None


def data_folder() -> Path:
    """`AUTOSSA_HOME`, else `var` in a source checkout, else the user's data folder."""
    if home := os.environ.get("AUTOSSA_HOME"):
        return Path(home).resolve()
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file():
        return checkout / "var"
    base = os.environ.get("XDG_DATA_HOME") or _home() / ".local" / "share"
    return Path(base) / "autossa"


def _home() -> Path:
    """The home of the account; one that has none (`nobody`, a service) is led to the root, where it may not write."""
    try:
        return Path.home()
    except RuntimeError:  # no entry in the list of accounts, as in a container
        return Path("/nonexistent")


def embedded_server(notify: Callable[[str], None] = lambda _: None, profile: Profile = "demo") -> Server:
    """The embedded server, started when it is not running. Raises PostgresUnavailable."""
    server = postgres.ensure_running(data_folder(), notify=notify, profile=profile)
    roles.ensure_roles(server)
    return server


def address(notify: Callable[[str], None] = lambda _: None, name: str = NAME) -> Addresses:
    """The addresses to use: from the environment, else of a database of the embedded server, made when missing.

    Raises PostgresUnavailable with a sentence and a hint.
    """
    if url := os.environ.get("DATABASE_URL"):
        return Addresses(url, os.environ.get("DATABASE_OWNER_URL") or url, None)
    server = embedded_server(notify)
    roles.create_database(server, name)
    return at(server, name)


def listened_to(url: str) -> str:
    """Why others could listen to, or pose as, the database at this address; empty where nobody can, or where that is
    said to be right (`sslmode=disable`).

    Sockets and addresses of this machine need no TLS; over the network, libpq's default would do without it, too.
    """
    given = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    hosts = (given.get("hostaddr") or given.get("host") or os.environ.get("PGHOST", "")).split(",")
    if all(_is_here(host.strip()) for host in hosts):
        return ""
    mode = given.get("sslmode") or os.environ.get("PGSSLMODE", "")
    if mode in _SAFE_MODES:
        return ""
    said = f"sslmode={mode} lets others listen" if mode else "no sslmode is set, so that others could listen"
    return f"{said}; add ?sslmode=verify-full to the address (disable, if nobody else is in that network)"


def _is_here(host: str) -> bool:
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def at(server: Server, name: str) -> Addresses:
    """The addresses of a database of an embedded server."""
    return Addresses(server.url(name, roles.APP_ROLE), server.url(name, roles.OWNER_ROLE), server)


def stop_all() -> int:
    """Stop the embedded server and its scratch servers, of any version; how many ran. Raises PostgresUnavailable."""
    homes = [data_folder(), *sorted(data_folder().glob("scratch*")), *sorted(data_folder().glob("bench*"))]
    running = [home for home in homes if postgres.is_running(home)]
    for home in running:
        postgres.stop_home(home)
    return len(running)


def is_writable(folder: Path) -> bool:
    """It can be written, or be made in the first folder above it that is there."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
