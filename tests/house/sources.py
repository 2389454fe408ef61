"""What the house tests look at: the sources, as files, trees and imports."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "autossa"
TESTS = ROOT / "tests"
TEMPLATES = PACKAGE / "portal" / "templates"


class Measure(NamedTuple):
    """How many, and of what."""

    count: int
    where: str


def sources(folder: Path = PACKAGE) -> list[Path]:
    """Python files, migrations apart: they are history."""
    return sorted(p for p in folder.rglob("*.py") if "migrations" not in p.parts)


def templates() -> list[Path]:
    """Those that people write; the pages of the rules are made by `make rules`."""
    return sorted(path for path in TEMPLATES.rglob("*.html") if path.name != "rules_text.html")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def module_of(path: Path) -> str:
    """Its dotted name: `autossa.domain.dates`."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    return {module_of(path): path for path in sources()}


@cache
def imports() -> dict[str, frozenset[str]]:
    """From each module to those it imports, inside functions and for type checkers too."""
    return {module: frozenset(_imported(parse(path)) - {module}) for module, path in modules().items()}


def _imported(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in modules()}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in modules() else node.module)
    return found & modules().keys()


def circles(arrows: dict[str, frozenset[str]]) -> list[list[str]]:
    """Groups in which each leads to each (Tarjan's strongly connected components of more than one)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in arrows.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group = []
            while True:
                group.append(stack.pop())
                if group[-1] == node:
                    break
            if len(group) > 1:
                found.append(sorted(group))

    for node in arrows:
        if node not in index:
            visit(node)
    return found


def rooms(depth: int) -> dict[str, frozenset[str]]:
    """The arrows between folders (or files) at most so deep: 2 is `portal.credits`."""
    arrows: dict[str, set[str]] = defaultdict(set)
    for module, others in imports().items():
        here = ".".join(module.split(".")[: depth + 1])
        arrows[here] |= {".".join(other.split(".")[: depth + 1]) for other in others} - {here}
    return {room: frozenset(others) for room, others in arrows.items()}


def folders_of(paths: list[Path]) -> Iterator[Measure]:
    """How many of these files stand in each folder, `__init__` not counted."""
    counts: dict[Path, int] = defaultdict(int)
    for path in paths:
        if path.stem != "__init__":
            counts[path.parent] += 1
    yield from (Measure(count, name(folder)) for folder, count in counts.items())
