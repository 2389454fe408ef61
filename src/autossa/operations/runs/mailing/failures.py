"""What a failure means for its mail: tried again ever later, or parked; and what of it staff and the log are told."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

from autossa.gateways.mail.protocol import MailRefused, MailRefusedForGood

FIRST_PAUSE, MAX_PAUSE = timedelta(minutes=1), timedelta(hours=6)
ATTEMPTS, ATTEMPTS_AT_SERVERS = 10, 28
"""After how many a mail is parked: one that fails here, after some fourteen hours; one that the server does not take
now but may take later, after five days, as mail servers do among each other."""
MAX_ERROR = 500

_LONG_WORD = re.compile(r"[A-Za-z0-9_-]{20,}")
_LINK = re.compile(r"(https?://[^\s/]+)/\S+")
_WORD = re.compile(r"[^\s<>\"'(),;:]+")


def next_try(error: Exception, attempts: int, now: datetime) -> datetime | None:
    """When a mail that failed so often is tried again; None: it is parked."""
    most = ATTEMPTS_AT_SERVERS if isinstance(error, MailRefused) else ATTEMPTS
    if isinstance(error, MailRefusedForGood) or attempts >= most:
        return None
    return now + pause(attempts)


def pause(attempts: int) -> timedelta:
    """1, 2, 4, … minutes, up to six hours."""
    doubled: int = 2 ** min(attempts - 1, 10)
    return min(FIRST_PAUSE * doubled, MAX_PAUSE)


def cause(error: Exception, payload: dict[str, Any]) -> str:
    """What went wrong, for staff: the server's own words, without anything of a link that the message holds."""
    words = " ".join(f"{type(error).__name__}: {error}".split())
    known = json.dumps(payload)
    words = _LINK.sub(r"\1/[…]", words)
    return _LONG_WORD.sub(lambda found: "[…]" if _is_of(found[0], known) else found[0], words)[:MAX_ERROR]


def for_log(said: str) -> str:
    """A cause without anybody's address."""
    return _WORD.sub(lambda found: "[address]" if "@" in found[0][1:-1] else found[0], said)


def _is_of(word: str, known: str) -> bool:
    """The word, or what it is a part of or holds, stands in the message."""
    return word in known or any(secret in word for secret in _LONG_WORD.findall(known))
