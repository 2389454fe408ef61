"""A view translates, makes one call, renders: how many calls of queries and operations each page makes, counted."""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import PACKAGE, module_of, modules, name, parse, sources

CALLS_A_VIEW = 2  # one to show a form, one to do what it asks


def is_view(function: ast.FunctionDef) -> bool:
    """It has the decorator of pages."""
    return any(
        isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "page"
        for mark in function.decorator_list
    )


def names_below(tree: ast.Module) -> tuple[set[str], set[str]]:
    """What a module calls by its own name, and by which modules: of queries and operations."""
    own, via = set(), set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.startswith(("autossa.queries", "autossa.operations"))
        ):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                (via if inner in modules() else own).add(alias.asname or alias.name)
    return own, via


def calls_of(function: ast.AST, own: set[str], via: set[str]) -> Iterator[str]:
    """The functions of queries and operations that it calls, each once; constants and types are no calls."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in own and not called.id[0].isupper():
            yield called.id
        elif (
            isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and called.value.id in via
            and not called.attr[0].isupper()
        ):
            yield f"{called.value.id}.{called.attr}"


def local_calls(function: ast.AST, helpers: dict[str, ast.FunctionDef]) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in helpers
    }


def counted(path: Path) -> Iterator[tuple[int, str]]:
    """For each view of a file: how many functions below the portal it calls, itself or by a helper beside it."""
    tree = parse(path)
    own, via = names_below(tree)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    helpers = {key: node for key, node in functions.items() if not is_view(node)}
    for view in functions.values():
        if not is_view(view):
            continue
        reached, todo = {view.name}, [view]
        calls: set[str] = set()
        while todo:
            function = todo.pop()
            calls |= set(calls_of(function, own, via))
            for called in local_calls(function, helpers) - reached:
                reached.add(called)
                todo.append(helpers[called])
        yield len(calls), f"{name(path)} {view.name}: {', '.join(sorted(calls))}"


def views() -> list[tuple[int, str]]:
    return sorted((found for path in sources(PACKAGE / "portal") for found in counted(path)), reverse=True)


def test_a_view_makes_one_call_or_two(capsys: pytest.CaptureFixture[str]) -> None:
    found = views()
    spread = Counter(count for count, _ in found)
    with capsys.disabled():
        shown = ", ".join(f"{count} calls: {spread[count]}" for count in sorted(spread))
        print(f"\nviews: {len(found)}; {shown}", file=sys.stderr, flush=True)
    assert len(found) > 100, "the pages are not found any more"
    over = [where for count, where in found if count > CALLS_A_VIEW]
    assert not over, "\n".join(over)


def test_calls_of_helpers_count(tmp_path: Path) -> None:
    tree = ast.parse(
        "from autossa.queries.identifiers import find_project\n"
        "@page(Scope.PROJECT)\ndef one(request):\n    return _two()\n"
        "def _two():\n    return find_project('x')\n"
    )
    own, via = names_below(tree)
    view, helper = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    assert is_view(view)
    assert not is_view(helper)
    assert list(calls_of(helper, own, via)) == ["find_project"]
    assert module_of(PACKAGE / "domain" / "dates.py") == "autossa.domain.dates"
