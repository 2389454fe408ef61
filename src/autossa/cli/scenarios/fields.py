"""Values of a YAML tree: each reader takes a node and gives the value, or one sentence with the line."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import TypeVar

from autossa.cli.scenarios.yaml_tree import FileError, Listing, Mapping, Node, Scalar
from autossa.domain.amounts import Ssc, parse_decimal, parse_ssc
from autossa.domain.dates import FIRST_YEAR, LAST_YEAR
from autossa.domain.texts import find_unseen, plain_spaces

T = TypeVar("T")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,12}", re.ASCII)
_YEARS = (FIRST_YEAR, LAST_YEAR)
_LONGEST_SHOWN = 40


def mapping(node: Node, what: str) -> Mapping:
    """A mapping."""
    if not isinstance(node, Mapping):
        raise FileError(node.line, f"{what} must be a mapping (key: value)")
    return node


def listing(node: Node, what: str) -> list[Node]:
    """The items of a list."""
    if not isinstance(node, Listing):
        raise FileError(node.line, f"{what} must be a list")
    return node.items


def only_keys(node: Mapping, allowed: Iterable[str], what: str) -> None:
    """Refuse a key that is not known, naming those that are."""
    known = list(allowed)
    for key, value in node.items.items():
        if key not in known:
            raise FileError(
                value.line, f"{what} has an unknown key `{key[:_LONGEST_SHOWN]}`; known keys are {', '.join(known)}"
            )


def required(node: Mapping, key: str, what: str) -> Node:
    """The value of a key that must be there."""
    if key not in node.items:
        raise FileError(node.line, f"{what} is missing `{key}`")
    return node.items[key]


def text(node: Node, what: str) -> str:
    """One line of text that is not empty, cleaned as everywhere; a terminal shows it as it is written."""
    if not isinstance(node, Scalar) or not node.text.strip():
        raise FileError(node.line, f"{what} must be text")
    read = plain_spaces(node.text)
    if find_unseen(read, breaks=""):
        raise FileError(node.line, f"{what} must be one line of text without control characters")
    return read


def day(node: Node, what: str) -> date:
    """A date, YYYY-MM-DD."""
    if isinstance(node, Scalar) and _DATE.fullmatch(node.text):
        try:
            value = date.fromisoformat(node.text)
        except ValueError:
            raise FileError(node.line, f"{what}: {node.text} is not a valid date") from None
        if not _YEARS[0] <= value.year <= _YEARS[1]:
            raise FileError(node.line, f"{what} must be between {_YEARS[0]} and {_YEARS[1]}, not {node.text}")
        return value
    raise FileError(node.line, f"{what} must be a date such as 2026-01-31, not {_shown(node)}")


def whole(node: Node, what: str, least: int = 0, most: int | None = None) -> int:
    """A whole number, not quoted, not below `least` nor above `most`."""
    if isinstance(node, Scalar) and not node.quoted and _WHOLE.fullmatch(node.text):
        value = int(node.text)
        if value < least:
            raise FileError(node.line, f"{what} must be at least {least}, not {value}")
        if most is not None and value > most:
            raise FileError(node.line, f"{what} must be at most {most}, not {value}")
        return value
    raise FileError(node.line, f"{what} must be a whole number, not {_shown(node)}")


def exact(node: Node, what: str) -> Fraction:
    """An exact number that is not negative, as quoted text or as a whole number; a float is refused."""
    value = _parsed(node, what, parse_decimal)
    if value < 0:
        raise FileError(node.line, f"{what} must not be negative")
    return value


def ssc(node: Node, what: str) -> Ssc:
    """An amount of SSC above 0, not finer than 0.01."""
    value = _parsed(node, what, parse_ssc)
    if value <= 0:
        raise FileError(node.line, f"{what} must be above 0")
    return value


def choice(node: Node, what: str, among: Iterable[str]) -> str:
    """One of a few words."""
    words = list(among)
    if not isinstance(node, Scalar) or node.text not in words:
        raise FileError(node.line, f"{what} must be one of {', '.join(words)}, not {_shown(node)}")
    return node.text


def _parsed(node: Node, what: str, parse: Callable[[str], T]) -> T:
    if not isinstance(node, Scalar):
        raise FileError(node.line, f'{what} must be an amount such as "1.50", not {_shown(node)}')
    if not node.quoted and not _WHOLE.fullmatch(node.text):
        raise FileError(node.line, f'{what} must be exact: put it in quotes, such as "1.50", not {_shown(node)}')
    if len(node.text) > _LONGEST_SHOWN:
        raise FileError(node.line, f"{what} has too many digits: {_shown(node)}…")
    try:
        return parse(node.text)
    except ValueError as error:
        raise FileError(node.line, f"{what}: {error}") from None


def _shown(node: Node) -> str:
    if isinstance(node, Scalar):
        return f"`{node.text[:_LONGEST_SHOWN]}`" if node.text else "nothing"
    return "a list" if isinstance(node, Listing) else "a mapping"
