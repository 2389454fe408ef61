"""Scenario files for tests of the command."""

from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from autossa.cli.main import app

GOOD = """\
ssc_price: [{from: 2026-01-01, price: "1.00"}]
license_types: {PORT: {ssc_per_year: "1"}}
until: 2026-12-31
events:
  - {date: 2026-01-31, do: add_license, id: L1, type: PORT, quantity: 500}
"""


def with_event(event: str) -> str:
    """A good scenario whose sixth line is one event more."""
    return f"{GOOD}  - {event}\n"


def instead(line: int, text: str) -> str:
    """A good scenario with another text in a line."""
    lines = GOOD.splitlines()
    lines[line - 1] = text
    return "\n".join(lines) + "\n"


def written(folder: Path, content: str | bytes, name: str = "story.yaml") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def autossa(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])
