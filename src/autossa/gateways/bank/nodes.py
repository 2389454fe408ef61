"""A piece of a bank's message, without its namespaces: what there is by its name, plain texts, days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from autossa.domain.texts import without_unseen

_LONGEST = 140
_DAY = len("2026-11-29")


@dataclass(slots=True)
class Node:
    """An element: its text, its attributes, and what stands in it by name, in the order of the file."""

    written: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    within: dict[str, "list[Node]"] = field(default_factory=dict)

    def all(self, *path: str) -> "list[Node]":
        """Every element at the end of the path; of those on the way the first counts."""
        *way, last = path
        node = self.first(*way)
        return node.within.get(last, []) if node else []

    def first(self, *path: str) -> "Node | None":
        """The element at the end of the path."""
        node = self
        for name in path:
            found = node.within.get(name)
            if not found:
                return None
            node = found[0]
        return node

    def text(self, *path: str, longest: int = _LONGEST) -> str:
        """Its text on one line, without what nobody can see, cut to the limit; "" where there is none."""
        node = self.first(*path)
        return plain(node.written, longest) if node else ""

    def day(self, *path: str) -> date | None:
        """A day, or that of a moment as the bank wrote it. Raises ValueError for what is none."""
        for name in ("Dt", "DtTm"):
            if text := self.text(*path, name):
                return date.fromisoformat(text[:_DAY])
        return None


def node_of(element: "etree._Element") -> Node:
    """The element and all that is in it; comments and instructions were left out by the parser."""
    within: dict[str, list[Node]] = {}
    for child in element:
        within.setdefault(local_name(child), []).append(node_of(child))
    attributes = {str(name): str(value) for name, value in element.attrib.items()} if element.attrib else {}
    return Node(element.text or "", attributes, within)


def local_name(element: "etree._Element") -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def plain(text: str, longest: int = _LONGEST) -> str:
    """On one line, with single spaces and nothing unseen."""
    joined = " ".join(text.split())
    return (joined if joined.isascii() and joined.isprintable() else without_unseen(joined))[:longest].rstrip()


def line_of(element: "etree._Element") -> int:
    """Where it begins in the file; 0 if the parser does not know."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0
