"""What every command shares: one sentence on stderr, exit codes."""

import json
import sys
from enum import StrEnum
from typing import Any, NoReturn

import typer

BAD_INPUT = 2


class Language(StrEnum):
    """The languages of the portal, of e-mails and of explanations."""

    EN = "en"
    DE = "de"


def say(message: str) -> None:
    """Say one sentence on stderr."""
    print(f"autossa: {message}", file=sys.stderr)


def fail(message: str, code: int = BAD_INPUT) -> NoReturn:
    """Say one sentence on stderr and exit."""
    print(f"autossa: {message}", file=sys.stderr)
    raise typer.Exit(code)


def print_json(data: dict[str, Any]) -> None:
    """One JSON object on a line, keys sorted."""
    print(json.dumps(data, sort_keys=True, ensure_ascii=False))
