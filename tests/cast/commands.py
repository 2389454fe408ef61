"""The command line, run in the process of the test."""

from collections.abc import Callable

import typer
from typer.testing import CliRunner, Result


def runner(app: typer.Typer) -> Callable[..., Result]:
    """What runs the command with arguments."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    return run
