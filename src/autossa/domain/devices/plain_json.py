"""JSON that strangers send: read so that every reader would read the same, and so that it can be kept."""

import json
from json import JSONDecoder
from typing import Any, NoReturn

LARGEST_NUMBER = 2**53 - 1
"""The largest number that every reader of JSON keeps exactly."""


def read_json(text: str) -> Any:
    """The value, of objects, lists, texts, whole numbers, true, false and null.

    Raises ValueError also for other numbers, for a name that is said twice, and for half characters, which no file can
    hold; RecursionError for what is nested without an end.
    """
    value = _DECODER.decode(text)
    if "\\u" in text:  # no other way leads to half a character
        json.dumps(value, ensure_ascii=False).encode()  # UnicodeEncodeError is a ValueError
    return value


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is said twice")
    return found


_DECODER = JSONDecoder(object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse)
