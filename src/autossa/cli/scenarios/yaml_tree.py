"""YAML text as a tree of nodes that know their line: mappings, lists and scalars, and nothing else of YAML.

Own small reader over PyYAML's event stream, because a plain load loses the lines, follows tags and anchors, and
recurses as deep as the file says.
"""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import yaml

MAX_BYTES = 1_000_000
MAX_DEPTH = 8
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where the wheel has it: ten times quicker


class FileError(Exception):
    """The file is not valid: one sentence with the line (counted from 1) and what was expected."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


def too_large() -> FileError:
    """The refusal of a file beyond `MAX_BYTES`."""
    return FileError(1, f"the file is larger than {MAX_BYTES // 1_000_000} MB; a scenario is a few kilobytes")


class _Mark(Protocol):
    """A place in the text, of either parser; lines count from 0."""

    @property
    def line(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as it is written; `quoted` tells "1.5" from 1.5."""

    line: int
    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A YAML sequence."""

    line: int
    items: list["Node"]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A YAML mapping with text keys; each value knows its line."""

    line: int
    items: dict[str, "Node"]


Node: TypeAlias = Scalar | Listing | Mapping


def read_tree(text: str) -> Node:
    """The tree of a YAML document. Raises FileError: too large, too deep, tags, anchors, keys twice, bad YAML."""
    if len(text) > MAX_BYTES:
        raise too_large()
    try:
        return _Builder().build(text)
    except yaml.MarkedYAMLError as error:
        raise FileError(_line(error.problem_mark), f"not valid YAML: {error.problem or error.context}") from None
    except yaml.reader.ReaderError as error:  # it knows no line, only how many bytes come before
        line = text.encode()[: error.position].count(b"\n") + 1
        raise FileError(line, f"not valid YAML: {error.reason}") from None
    except yaml.YAMLError as error:
        raise FileError(1, f"not valid YAML: {' '.join(str(error).split())}") from None


class _Builder:
    """Builds the tree from events with a stack, so that depth is a number and not the interpreter's limit."""

    def __init__(self) -> None:
        self.stack: list[Listing | Mapping] = []
        self.keys: list[str | None] = []
        self.root: Node | None = None

    def build(self, text: str) -> Node:
        for event in yaml.parse(text, Loader=_LOADER):
            self._take(event)
        if self.root is None:
            raise FileError(1, "the file is empty; a scenario has at least `events` and `until`")
        return self.root

    def _take(self, event: yaml.Event) -> None:
        line = _line(event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise FileError(line, "a second YAML document; a file holds one scenario")
        if isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
            self.keys.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._add(_node(event, line))

    def _add(self, node: Node) -> None:
        self._attach(node)
        if isinstance(node, Scalar):
            return
        if len(self.stack) >= MAX_DEPTH:
            raise FileError(node.line, f"nested deeper than {MAX_DEPTH} levels")
        self.stack.append(node)
        self.keys.append(None)

    def _attach(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Listing):
            parent.items.append(node)
        elif self.keys[-1] is None:
            self.keys[-1] = _key(node, parent)
        else:
            parent.items[self.keys[-1]] = node
            self.keys[-1] = None


def _line(mark: _Mark | None) -> int:
    return mark.line + 1 if mark is not None else 1


def _key(node: Node, parent: Mapping) -> str:
    if not isinstance(node, Scalar):
        raise FileError(node.line, "a key must be a plain word")
    if node.text in parent.items:
        raise FileError(node.line, f"`{node.text}` is given twice")
    return node.text


def _node(event: yaml.NodeEvent, line: int) -> Node:
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise FileError(line, "anchors and aliases are not allowed; write the value out")
    tag = getattr(event, "tag", None)
    if tag is not None and tag != "!":
        raise FileError(line, f"the YAML tag {tag} is not allowed")
    match event:
        case yaml.MappingStartEvent():
            return Mapping(line, {})
        case yaml.SequenceStartEvent():
            return Listing(line, [])
        case yaml.ScalarEvent():
            return Scalar(line, event.value, quoted=bool(event.style))
        case _:
            raise FileError(line, "this is not understood")
