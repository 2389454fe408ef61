"""Every action that a use case writes into the activity log, read from the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import autossa
from autossa.domain.lifecycle import Action

SOURCE = Path(autossa.__file__).parent


def recorded_actions(*only: str) -> set[str]:
    """The codes that are passed as `action` to whatever writes a row. Raises for one that cannot be read.

    `only`: those that are written within these folders.
    """
    trees = {path: ast.parse(path.read_text("utf-8")) for layer in ("operations", "store")
             for path in sorted((SOURCE / layer).rglob("*.py"))}  # fmt: skip
    places = {path: dict(_writers(tree)) for path, tree in trees.items()}
    shared = {name: place for found in places.values() for name, place in found.items() if not name.startswith("_")}
    found: set[str] = set()
    for path, tree in trees.items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            place = {**shared, **places[path]}.get(call.func.id)  # type: ignore[attr-defined]
            if place is not None and (not only or any(path.is_relative_to(SOURCE / folder) for folder in only)):
                found |= set(_codes(_argument(call, place), path))
    return found


def _writers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Functions with a parameter `action`, and its place; those that read the log are not here."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            if "action" in names:
                yield node.name, names.index("action")


def _argument(call: ast.Call, place: int) -> ast.expr:
    for keyword in call.keywords:
        if keyword.arg == "action":
            return keyword.value
    return call.args[place]


def _codes(value: ast.expr, path: Path) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp():
            yield from _codes(value.body, path)
            yield from _codes(value.orelse, path)
        case ast.Attribute(value=ast.Name(id="Action"), attr=name):
            yield Action[name].value
        case ast.Name(id="action") | ast.Attribute(value=ast.Name(id="action"), attr="value"):  # handed on
            return
        case _:
            raise ValueError(f"{path.name}: what is recorded as {ast.unparse(value)}?")
