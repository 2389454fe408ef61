"""The committed document of the API, as a page shows it: nothing is loaded from elsewhere, and no script is needed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.text import slugify

FILE = Path(__file__).resolve().parents[2] / "static" / "portal" / "openapi.json"
Shape = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is sent or answered: its name (with dots for what is within), its type, what it means."""

    name: str
    kind: str
    about: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One endpoint."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    scope: str
    is_deprecated: bool
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    status: str
    answer: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Endpoints of one area."""

    name: str
    operations: tuple[Operation, ...]

    @property
    def slug(self) -> str:
        """As its page is named in an address."""
        return slugify(self.name)


@lru_cache(maxsize=1)
def groups() -> tuple[Group, ...]:
    """All endpoints, by area."""
    document = json.loads(FILE.read_text("utf-8"))
    shapes = document["components"]["schemas"]
    found: dict[str, list[Operation]] = {}
    for path, operations in document["paths"].items():
        for method, one in operations.items():
            found.setdefault(one.get("tags", ["Other"])[0], []).append(_operation(path, method, one, shapes))
    return tuple(Group(name, tuple(operations)) for name, operations in sorted(found.items()))


def _operation(path: str, method: str, one: Shape, shapes: Shape) -> Operation:
    status = next((key for key in one["responses"] if key.startswith("2")), "")
    return Operation(
        one["operationId"], method.upper(), path, one.get("summary", ""), _more_than(one),
        one.get("x-token-scope", ""), bool(one.get("deprecated")),
        tuple(_parameter(given, shapes) for given in one.get("parameters", [])),
        tuple(_fields(_content(one.get("requestBody", {})), shapes)), status,
        tuple(_fields(_content(one["responses"].get(status, {})), shapes)),
    )  # fmt: skip


def _more_than(one: Shape) -> str:
    """What the description says beyond the summary."""
    about: str = one.get("description", "")
    return "" if about.rstrip(".") == one.get("summary", "") else about


def _parameter(given: Shape, shapes: Shape) -> Field:
    shape = given.get("schema", {})
    return Field(
        given["name"],
        _kind(shape, shapes),
        given.get("description") or shape.get("description", ""),
        bool(given.get("required")),
    )


def _content(given: Shape) -> Shape:
    """The shape of what is sent or answered; an empty one for a file, or nothing."""
    content: dict[str, Shape] = given.get("content", {})
    return next(iter(content.values()), {}).get("schema", {}) if content else {}


def _fields(shape: Shape, shapes: Shape, before: str = "", depth: int = 0) -> Iterator[Field]:
    """Those of an object, or of each in a list, each followed by what is within."""
    shape = _resolved(shape, shapes)
    if "items" in shape:
        shape, before = _resolved(shape["items"], shapes), f"[].{before}"
    needed = set(shape.get("required", []))
    for name, one in shape.get("properties", {}).items():
        yield Field(f"{before}{name}", _kind(one, shapes), one.get("description", ""), name in needed)
        inner = _inner(one, shapes)
        if inner and depth < 3:
            is_list = "items" in _resolved(one, shapes)
            yield from _fields(inner, shapes, f"{before}{name}{'[]' if is_list else ''}.", depth + 1)


def _resolved(shape: Shape, shapes: Shape) -> Shape:
    """The shape itself, not its name; of one that may be null the other."""
    if "anyOf" in shape:
        shape = next((one for one in shape["anyOf"] if one.get("type") != "null"), shape)
    found: Shape = shapes.get(shape["$ref"].rsplit("/", 1)[-1], {}) if "$ref" in shape else shape
    return found


def _inner(shape: Shape, shapes: Shape) -> Shape:
    found = _resolved(shape, shapes)
    found = _resolved(found["items"], shapes) if "items" in found else found
    return found if "properties" in found else {}


def _kind(shape: Shape, shapes: Shape) -> str:
    """Its type, of a list that of what is in it; and whether it may be null."""
    found = _resolved(shape, shapes)
    kind = (
        f"{_kind(found['items'], shapes)}[]" if "items" in found else str(found.get("format") or found.get("type", ""))
    )
    return f"{kind} | null" if any(one.get("type") == "null" for one in shape.get("anyOf", ())) else kind
