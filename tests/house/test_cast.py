"""What several tests need stands once: in the cast, in a conftest, or in a helper of their folder."""

import ast
from collections import defaultdict

from tests.house.sources import TESTS, name, parse, sources

# Twice the same text, which means something else in each file.
OF_THEIR_FILE = {"browser": "started after the file's own portal is up"}


def repeated(trees: dict[str, ast.Module]) -> dict[str, list[str]]:
    """Functions of the same text in several files, by name; classes too."""
    found = defaultdict(list)
    for file, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[node.name, ast.dump(node)].append(file)
    return {called: files for (called, _), files in found.items() if len(files) > 1}


def test_no_fixture_and_no_helper_stands_twice() -> None:
    found = repeated({name(path): parse(path) for path in sources(TESTS)})
    assert {called: files for called, files in found.items() if called not in OF_THEIR_FILE} == {}
    assert set(OF_THEIR_FILE) <= set(found), "exceptions that nothing needs any more"


def test_a_fixture_that_stands_twice_is_found() -> None:
    shop = ast.parse("@fixture\ndef shop():\n    return open_shop()")
    other = ast.parse("@fixture\ndef shop():\n    # for this file\n    return open_shop()\n\nX = 1")
    assert repeated({"a": shop, "b": other, "c": ast.parse("def shop(): return 1")}) == {"shop": ["a", "b"]}
