"""Scenario files as arguments of a command: all of them valid, or none is run."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from autossa.cli.output import fail
from autossa.cli.scenarios.files import load
from autossa.cli.scenarios.yaml_tree import FileError
from autossa.domain.scenarios import Scenario


def load_all(files: Iterable[Path]) -> list[tuple[Path, Scenario]]:
    """All files valid, or none is run: the first that is not ends the command with exit code 2."""
    return [(path, _load(path)) for path in files]


@contextmanager
def within_the_calendar() -> Iterator[None]:
    """A history whose days run beyond the year 9999 ends the command with one sentence and exit code 2."""
    try:
        yield
    except OverflowError:
        fail("the days of this scenario run beyond the end of the calendar; extend by less")


def _load(path: Path) -> Scenario:
    try:
        return load(path)
    except FileError as error:
        fail(f"{path}: {error}")
    except OSError as error:
        fail(f"{path}: {error.strerror or error}")
