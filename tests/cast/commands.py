"""The command line, run in the process of the test."""

import json
from collections.abc import Callable
from typing import Any

import typer
from typer.testing import CliRunner, Result


def runner(app: typer.Typer) -> Callable[..., Result]:
    """What runs the command with arguments."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    return run


def as_rows(text: str) -> list[dict[str, Any]]:
    """What a command printed with --json: an object a line."""
    return [json.loads(line) for line in text.splitlines()]
