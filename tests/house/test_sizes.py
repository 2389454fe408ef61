"""The house numbers, measured. Run as a script it only prints them."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from tests.house.sources import PACKAGE, ROOT, Measure, name, parse, sources

FILE_AIM, FILE_HARD = 300, 500
FUNCTION_MEDIAN_AIM, FUNCTION_HARD = 10, 70

SKIPPED = {".git", ".venv", "__pycache__", "build", "dist", "node_modules", "htmlcov"}
SKIPPED_ENDINGS = ("_cache", ".egg-info")

# Spelled in pieces, or this file would find itself.
TOP_FOLDERS = ("work", "root", "Users")
INDEX_HOSTS = (("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"))
FORBIDDEN_TEXT = {
    "an absolute path": re.compile(rf"(?<![\w.*~-])/(?:{'|'.join(TOP_FOLDERS)})/"),
    "a package index host": re.compile("|".join(re.escape(".".join(host)) for host in INDEX_HOSTS)),
}


# ---------------------------------------------------------------- measuring


def file_lengths() -> list[Measure]:
    return sorted((Measure(len(p.read_text("utf-8").splitlines()), name(p)) for p in sources()), reverse=True)


def function_lengths() -> list[Measure]:
    """From `def` to the last line, docstring included, decorators not."""
    return sorted((m for path in sources() for m in _functions(path)), reverse=True)


def _functions(path: Path) -> Iterator[Measure]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            last = node.end_lineno or node.lineno
            yield Measure(last - node.lineno + 1, f"{name(path)}:{node.lineno} {node.name}")


def report() -> str:
    files, functions = file_lengths(), function_lengths()
    middle = median([m.count for m in functions] or [0])
    over = [m for m in files if m.count > FILE_AIM]
    rows = [
        f"house: {len(files)} files, {sum(m.count for m in files)} lines, {len(functions)} functions",
        _row("longest file", files[:1], f"aim {FILE_AIM}, hard {FILE_HARD}"),
        _row("longest function", functions[:1], f"hard {FUNCTION_HARD}"),
        f"  median function   {middle:g} lines (aim {FUNCTION_MEDIAN_AIM})"
        + ("  OVER THE AIM" if middle > FUNCTION_MEDIAN_AIM else ""),
    ]
    rows += [f"  over the aim      {m.count} lines, {m.where}" for m in over]
    return "\n".join(rows)


def _row(label: str, longest: list[Measure], bounds: str) -> str:
    shown = f"{longest[0].count} lines ({bounds}): {longest[0].where}" if longest else "none yet"
    return f"  {label:<17} {shown}"


# ---------------------------------------------------------------- sizes


def test_house_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        # stderr: a parallel worker's stdout never reaches the terminal
        print("\n" + report(), file=sys.stderr, flush=True)
    too_long = [m for m in file_lengths() if m.count > FILE_HARD]
    too_long += [m for m in function_lengths() if m.count > FUNCTION_HARD]
    assert not too_long, "\n".join(f"{m.where}: {m.count} lines" for m in too_long)


# ---------------------------------------------------------------- no traces of a machine


def project_files() -> list[Path]:
    """What git tracks or would track; without git, everything outside caches."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        if listed.returncode == 0:
            return [p for f in listed.stdout.decode().split("\0") if f and (p := ROOT / f).is_file()]
    return list(_walk())


def _walk() -> Iterator[Path]:
    for folder, subfolders, files in os.walk(ROOT):
        subfolders[:] = [f for f in subfolders if f not in SKIPPED and not f.endswith(SKIPPED_ENDINGS)]
        yield from (Path(folder) / f for f in files)


def traces(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in FORBIDDEN_TEXT.items():
            if found := pattern.search(line):
                yield f"{number}: {what}, {found[0]}"


def text_of(path: Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def test_no_file_names_a_machine_or_an_index() -> None:
    found = [f"{name(path)}:{trace}" for path in project_files() for trace in traces(text_of(path))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("cd /" + "work/main", True),
        ("'/" + "root/.config'", True),
        ("--index-url https://" + "pypi" + ".org/simple", True),
        ("docs/work/plan.md", False),
        ("https://example.org/work/", False),
    ],
)
def test_traces_are_told_from_plain_words(text: str, caught: bool) -> None:
    assert bool(list(traces(text))) is caught


# ---------------------------------------------------------------- the domain counts exactly


def floats(tree: ast.AST) -> Iterator[str]:
    """Float literals and the name `float`, save where isinstance() asks for one in order to refuse it."""
    asked = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        for part in ast.walk(node.args[-1])
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{node.lineno}: float literal {node.value!r}"
        if isinstance(node, ast.Name) and node.id == "float" and id(node) not in asked:
            yield f"{node.lineno}: the name float"


def test_the_domain_has_no_floats() -> None:
    found = [f"{name(p)}:{what}" for p in sources(PACKAGE / "domain") for what in floats(parse(p))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("rate = 0.19", True),
        ("rate = 1e3", True),
        ("rate = float(total)", True),
        ("def f(rate: float) -> None: ...", True),
        ("rate = Decimal('0.19')", False),
        ("bad = isinstance(rate, float)", False),
    ],
)
def test_floats_are_found(code: str, caught: bool) -> None:
    assert bool(list(floats(ast.parse(code)))) is caught


if __name__ == "__main__":
    print(report())
