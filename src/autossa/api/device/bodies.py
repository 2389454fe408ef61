"""The JSON that devices send: an object of known names, each a text but for two: counts and a serial."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from autossa.domain.devices.plain_json import LARGEST_NUMBER, read_json
from autossa.operations.errors import Invalid

MOST_BYTES = 16_384
MOST_LETTERS = 200


class BodyUnclear(Invalid):
    """The body is a JSON object in UTF-8, of at most {most} bytes."""


class NameUnknown(Invalid):
    """{name} means nothing here; {known} do."""

    def __init__(self, *, name: str, known: str) -> None:
        super().__init__(name=name, known=known)
        self.field = name


class ValueMissing(Invalid):
    """{name} is missing."""

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)
        self.field = name


class ValueUnclear(Invalid):
    """{name} is {expected}."""

    def __init__(self, *, name: str, expected: str) -> None:
        super().__init__(name=name, expected=expected)
        self.field = name


def read_body(request: HttpRequest, *, must: tuple[str, ...] = (), may: tuple[str, ...] = ()) -> dict[str, Any]:
    """The object that was sent, an empty one for nothing; what is null is left out.

    All values are texts but `counts`, whole numbers by name, and `serial`, one from 1.
    Raises BodyUnclear, NameUnknown, ValueMissing, ValueUnclear.
    """
    sent = _object(request)
    known = (*must, *may)
    if (odd := next((name for name in sent if name not in known), None)) is not None:
        raise NameUnknown(name=_shown(odd), known=", ".join(known))
    given = {name: value for name, value in sent.items() if value is not None}
    if missing := next((name for name in must if name not in given), None):
        raise ValueMissing(name=missing)
    for name, value in given.items():
        _check(name, value)
    return given


def read_query(request: HttpRequest, *, must: tuple[str, ...], may: tuple[str, ...] = ()) -> dict[str, str]:
    """What stands behind the question mark, each once; an empty text is none. Raises as `read_body`."""
    known = (*must, *may)
    if (odd := next((name for name in request.GET if name not in known), None)) is not None:
        raise NameUnknown(name=_shown(odd), known=", ".join(known))
    if (twice := next((name for name, values in request.GET.lists() if len(values) > 1), None)) is not None:
        raise ValueUnclear(name=twice, expected="said once")
    given = {name: str(value) for name, value in request.GET.items() if value}
    if missing := next((name for name in must if name not in given), None):
        raise ValueMissing(name=missing)
    for name, value in given.items():
        _check(name, value)
    return given


def _object(request: HttpRequest) -> Mapping[str, Any]:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or len(length) > len(str(MOST_BYTES)) or int(length) > MOST_BYTES:
        raise BodyUnclear(most=MOST_BYTES)
    if not request.body:
        return {}
    try:
        sent = read_json(request.body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BodyUnclear(most=MOST_BYTES) from None
    if not isinstance(sent, dict):
        raise BodyUnclear(most=MOST_BYTES)
    return sent


def _shown(name: str) -> str:
    return name[:MOST_LETTERS].replace("\0", "")


def _check(name: str, value: Any) -> None:
    if name == "counts":
        if not isinstance(value, dict) or not all(type(number) is int for number in value.values()):
            raise ValueUnclear(name=name, expected="an object of whole numbers")
    elif name == "serial":
        if type(value) is not int or not 0 < value <= LARGEST_NUMBER:
            raise ValueUnclear(name=name, expected="a whole number from 1")
    elif not isinstance(value, str) or not value or len(value) > MOST_LETTERS or "\0" in value:
        raise ValueUnclear(name=name, expected=f"a text of at most {MOST_LETTERS} characters")
