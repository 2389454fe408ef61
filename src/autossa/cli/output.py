"""What every command shares: one sentence on stderr, exit codes."""

import json
import sys
from enum import StrEnum
from typing import Any, NoReturn

import typer

from autossa.domain.texts import harmless, is_harmless

BAD_INPUT = 2


class Language(StrEnum):
    """The languages of the portal, of e-mails and of explanations."""

    EN = "en"
    DE = "de"


def say(message: str) -> None:
    """Say one sentence on stderr; the terminal obeys nothing of it."""
    print(f"autossa: {harmless(message)}", file=sys.stderr)


def fail(message: str, code: int = BAD_INPUT) -> NoReturn:
    """Say one sentence on stderr and exit."""
    say(message)
    raise typer.Exit(code)


def print_json(data: dict[str, Any]) -> None:
    """One JSON object on a line, keys sorted; what a terminal would obey, or nobody sees, is escaped."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    print("".join(sign if is_harmless(sign) else json.dumps(sign)[1:-1] for sign in text))
