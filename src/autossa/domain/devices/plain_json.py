"""JSON that strangers send: read so that every reader would read the same, and so that it can be kept."""

import json
from typing import Any, NoReturn


def read_json(text: str, **options: Any) -> Any:
    """The value. Raises ValueError also for a name that is said twice, and for half characters, which no file can hold.

    Raises RecursionError for what is nested without an end.
    """
    value = json.loads(text, object_pairs_hook=_once, **options)
    json.dumps(value, ensure_ascii=False).encode()  # UnicodeEncodeError is a ValueError
    return value


def refuse(text: str) -> NoReturn:
    """For `parse_float` and `parse_constant`: no such number is expected. Raises ValueError."""
    raise ValueError(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is said twice")
    return found
