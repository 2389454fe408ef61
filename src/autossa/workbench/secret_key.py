"""The key that cookies are signed with: from the environment, or made once and kept in the data folder."""

import os
import secrets
from pathlib import Path

VARIABLE = "AUTOSSA_SECRET_KEY"
_BYTES = 64


def ensure_secret_key(folder: Path) -> None:
    """Put the key into the environment; without one there it is the data folder's, made when missing (0600)."""
    if not os.environ.get(VARIABLE):
        os.environ[VARIABLE] = kept_key(folder / "secret-key")


def kept_key(path: Path) -> str:
    """The key in the file; of two processes that make it at once, the first to link its file wins."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(_BYTES))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
