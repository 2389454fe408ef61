"""The key that cookies are signed with: from the environment, or made once and kept in the data folder."""

import os
import re
import secrets
from itertools import pairwise
from pathlib import Path

VARIABLE = "AUTOSSA_SECRET_KEY"
HOW_TO_MAKE_ONE = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
_BYTES = 64
_LEAST, _LEAST_DIFFERENT = 50, 10
_WORDS = re.compile(
    "insecure|change.?(me|this|it)|password|placeholder|example|your.?secret|secret.?key|random.?(characters|string)",
    re.I,
)


def weakness(key: str) -> str:
    """Why somebody could guess a key, as the end of a sentence; empty for one that is drawn at random."""
    if len(key) < _LEAST:
        return f"has {len(key)} characters; at least {_LEAST} are needed"
    if len(set(key)) < _LEAST_DIFFERENT:
        return f"has only {len(set(key))} different characters"
    if key in (key + key)[1:-1]:
        return "is one piece, repeated"
    steps = [ord(after) - ord(before) for before, after in pairwise(key)]
    if max(steps.count(1), steps.count(-1)) > len(steps) * 4 // 5:
        return "counts through the alphabet"
    if found := _WORDS.search(key):
        return f'holds "{found.group()}", as examples do'
    return ""


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
