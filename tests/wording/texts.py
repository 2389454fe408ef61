"""Where texts for people are, and those texts alone: without code, tags, addresses and the labels of other pages."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import typer

import autossa
from autossa.cli.main import app
from tools import messages

SOURCE = Path(autossa.__file__).parent
ROOT = Path(__file__).resolve().parents[2]
PRINTING = {"print", "say", "fail", "FileError", "row", "heading", "note", "append"}


class Text(NamedTuple):
    """A text in a language, with the place it is from."""

    where: str
    language: str
    words: str


def mails() -> Iterator[Text]:
    """The shipped e-mails, in both languages."""
    for path in _files(SOURCE, "notify/mail/texts/??/*.txt"):
        yield Text(_name(path), path.parent.name, path.read_text("utf-8"))


def help_pages() -> Iterator[Text]:
    """The pages of the help; a label that a page is quoted with belongs to that page."""
    for path in _files(SOURCE, "**/templates/**/help/??/*.html"):
        html = re.sub(r'\{% screen "\w+" "([^"]*)" %\}', r"\1", path.read_text("utf-8"))
        html = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", html, flags=re.DOTALL)
        html = re.sub(r"<code>.*?</code>", " ", html, flags=re.DOTALL)
        yield Text(_name(path), path.parent.name, re.sub(r"<[^>]+>", " ", html))


def docs() -> Iterator[Text]:
    """What users and operators read beside the portal, the README and the changelog included."""
    named = ("rules.md", "rules.de.md", "glossary.md", "operating.md", "scenarios.md", "rights.md")
    for path in [*(ROOT / "docs" / name for name in named), ROOT / "README.md", ROOT / "CHANGELOG.md"]:
        yield Text(_name(path), "de" if path.stem.endswith(".de") else "en", _prose(path))


def developer_docs() -> Iterator[Text]:
    """What developers read."""
    for path in [ROOT / "docs/tour.md", *_files(ROOT / "docs/decisions", "*.md")]:
        yield Text(_name(path), "en", _prose(path))


def command_line() -> Iterator[Text]:
    """What `--help` says of every command, and what the commands print, refuse and explain."""
    yield from _helps("autossa", typer.main.get_command(app))
    for path in _files(SOURCE / "cli", "**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for said in _said(node):
                yield Text(f"{_name(path)}:{said.lineno}", "en", said.value)


def pages() -> Iterator[Text]:
    """Every text of the pages: English ones are the keys of the catalogue, German ones its values."""
    for message in messages.stored():
        places = ", ".join(sorted({path for path, _ in message.locations}))
        for language, words in (("en", message.id), ("de", message.string)):
            for one in (words,) if isinstance(words, str) else words:
                if one:
                    yield Text(f"{places}: {one[:60]!r}", language, re.sub(r"%\(\w+\)s|<[^>]+>", " ", one))


Source = Callable[[], Iterator[Text]]


def _prose(path: Path) -> str:
    """A page of Markdown without code, comments, and the addresses of links."""
    text = re.sub(r"^```.*?^```$|<!--.*?-->|<[^>]+>", " ", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"\]\([^)]*\)", "]", re.sub(r"`[^`\n]*`", " ", text))


def _files(folder: Path, pattern: str) -> list[Path]:
    found = sorted(folder.glob(pattern))
    assert found, f"nothing matches {pattern} in {folder}"
    return found


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _helps(name: str, command: Any) -> Iterator[Text]:
    yield Text(f"{name} --help", "en", re.sub(r"`[^`]*`", " ", command.help or ""))
    for parameter in command.params:
        yield Text(f"{name} {parameter.name}", "en", re.sub(r"`[^`]*`", " ", getattr(parameter, "help", "") or ""))
    for below, one in getattr(command, "commands", {}).items():
        yield from _helps(f"{name} {below}", one)


def _said(node: ast.AST) -> Iterator[ast.Constant]:
    """The texts in what is printed, in an error about a file, or in a line of a timeline."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        parts: list[ast.expr] = node.args if name in PRINTING else []
    else:
        parts = [node.value] if isinstance(node, ast.Yield) and node.value else []
    for part in parts:
        for one in ast.walk(part):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                yield one
