"""What an event says: its id, its kind, and which page it is about. Nothing else of it is believed."""

import json
from dataclasses import dataclass
from typing import Any

LONGEST_ID, LONGEST_KIND = 255, 100


class EventUnreadable(Exception):
    """This is no event."""


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """An event; `session` is "" where it is about something else."""

    id: str
    kind: str
    session: str


def read_event(body: bytes) -> GatewayEvent:
    """Read a body whose signature was right. Raises EventUnreadable."""
    try:
        found = json.loads(body)
        key, kind, about = found["id"], found["type"], found["data"]["object"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise EventUnreadable from None
    if not _is_word(key, LONGEST_ID) or not _is_word(kind, LONGEST_KIND) or not isinstance(about, dict):
        raise EventUnreadable
    session = about.get("id") if about.get("object") == "checkout.session" else ""
    return GatewayEvent(key, kind, session if isinstance(session, str) and _is_word(session, LONGEST_ID) else "")


def _is_word(text: Any, longest: int) -> bool:
    return isinstance(text, str) and 0 < len(text) <= longest and text.isascii() and text.isprintable()
