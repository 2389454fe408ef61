"""No pattern of ours takes a time that grows with the square of a text: somebody sends a long one.

Each is tried, in a process of its own, with texts for which such a pattern would take minutes; the others take seconds.
"""

import subprocess
import sys

import pytest

TRY_ALL = """
import importlib, pathlib, pkgutil, re
import django
django.setup()
import autossa

PARTS = (
    "a 9 A / % . - _ @ a@ a. %40 %25 ' : a: < <a { {% {{ [ ( , 1, -1 0. & ?a= \\" \\"a =' password password= ?token"
    " 'token :// /email /email/ signup/ autossa_ a- * # | http:// = + ; a; 1e DE"
).split(" ") + [" ", "\\n", "\\t", "bearer ", "a b", "x\\n", "1. "]

def patterns():
    for module in pkgutil.walk_packages(autossa.__path__, "autossa."):
        if ".migrations." in module.name or module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            value = list(value.values()) if isinstance(value, dict) else value
            for one in value if isinstance(value, (tuple, list)) else [value]:
                if isinstance(one, re.Pattern):
                    yield f"{module.name}.{name}", one

PLANTED
SOURCE = " ".join(path.read_text() for path in pathlib.Path(autossa.__path__[0]).rglob("*.py"))
tried = {pattern: name for name, pattern in patterns()}
for pattern, name in tried.items():
    uses = set(re.findall(rf"\\b{name.rpartition('.')[2]}\\.(\\w+)\\(", SOURCE))
    print(name, flush=True)
    for part in PARTS:
        text = "x" + part * (100_000 // len(part)) + "\\n!"
        text = text.encode() if isinstance(pattern.pattern, bytes) else text
        pattern.fullmatch(text)
        if not uses or uses - {"match", "fullmatch"}:
            pattern.sub(text[:0], text)
print("done", len(tried))
"""


def last_line(seconds: int, planted: str = "") -> str:
    """The pattern that was tried when the time was over, or `done` and how many were tried."""
    command = [sys.executable, "-W", "ignore", "-c", TRY_ALL.replace("PLANTED", planted)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=True)
        return done.stdout.decode().split("\n")[-2]
    except subprocess.TimeoutExpired as error:
        return (error.stdout or b"").decode().split("\n")[-2]


@pytest.mark.slow
def test_no_pattern_takes_the_square_of_a_text() -> None:
    word, _, count = last_line(240).partition(" ")
    assert word == "done", word
    assert int(count) > 50


def test_one_that_does_is_found() -> None:
    planted = 'patterns = lambda: [("planted", re.compile("[a-z]+@"))]'
    assert last_line(10, planted) == "planted"
