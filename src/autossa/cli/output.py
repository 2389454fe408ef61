"""What every command shares: reading scenario files, one sentence on stderr, exit codes."""

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

import typer

from autossa.cli.scenarios.files import load
from autossa.cli.scenarios.yaml_tree import FileError
from autossa.domain.scenarios import Scenario

BAD_INPUT = 2


class Language(StrEnum):
    """The languages that derivations are said in."""

    EN = "en"
    DE = "de"


def say(message: str) -> None:
    """Say one sentence on stderr."""
    print(f"autossa: {message}", file=sys.stderr)


def fail(message: str, code: int = BAD_INPUT) -> NoReturn:
    """Say one sentence on stderr and exit."""
    print(f"autossa: {message}", file=sys.stderr)
    raise typer.Exit(code)


def load_all(files: Iterable[Path]) -> list[tuple[Path, Scenario]]:
    """All files valid, or none is run: the first that is not ends the command with exit code 2."""
    return [(path, _load(path)) for path in files]


def print_json(data: dict[str, Any]) -> None:
    """One JSON object on a line, keys sorted."""
    print(json.dumps(data, sort_keys=True, ensure_ascii=False))


def _load(path: Path) -> Scenario:
    try:
        return load(path)
    except FileError as error:
        fail(f"{path}: {error}")
    except OSError as error:
        fail(f"{path}: {error.strerror or error}")
