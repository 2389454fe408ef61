"""Scenario files as arguments of a command: all of them valid, or none is run."""

from collections.abc import Iterable
from pathlib import Path

from autossa.cli.output import fail
from autossa.cli.scenarios.files import load
from autossa.cli.scenarios.yaml_tree import FileError
from autossa.domain.scenarios import Scenario


def load_all(files: Iterable[Path]) -> list[tuple[Path, Scenario]]:
    """All files valid, or none is run: the first that is not ends the command with exit code 2."""
    return [(path, _load(path)) for path in files]


def _load(path: Path) -> Scenario:
    try:
        return load(path)
    except FileError as error:
        fail(f"{path}: {error}")
    except OSError as error:
        fail(f"{path}: {error.strerror or error}")
