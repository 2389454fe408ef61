"""How far a long command is: a line on stderr that is drawn again while somebody looks.

At its end it says its time and memory: to who looks, and of what took long to a log, too.
"""

import resource
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")
_WIDTH, _LONGEST = 24, 60
_EVERY, _LONG = 0.5, 5.0  # seconds
_CLEAR = "\r\033[K"


class Progress:
    """A bar of so many steps, or without a number a count; nothing is drawn where nobody looks.

    `said` is what was done, for the last line: "checked: 12.4 s, 81 MB of memory at most".
    """

    def __init__(self, said: str, steps: int | None = None, *, prints: bool = False) -> None:
        """Nothing is drawn yet; and never in between what the command `prints` on the same terminal."""
        self._said, self._steps = said, steps
        self._done, self._name, self._began = -1, "", time.monotonic()
        self._looked_at = sys.stderr.isatty() and not (prints and sys.stdout.isatty())
        self._end, self._line = threading.Event(), threading.Lock()

    def __enter__(self) -> "Progress":
        """Draw from now on."""
        self._began = time.monotonic()
        if self._looked_at:
            threading.Thread(target=self._draw_often, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """The last line; none of something that failed."""
        self._end.set()
        with self._line:
            if self._looked_at:
                print(_CLEAR, end="", file=sys.stderr)
            if kind is None and (self._looked_at or time.monotonic() - self._began > _LONG):
                print(f"autossa: {self._said}: {self._took()}", file=sys.stderr)

    def step(self, name: str = "") -> None:
        """The next step begins."""
        self._done, self._name = self._done + 1, name

    def counted(self, rows: Iterable[T]) -> Iterator[T]:
        """The same rows, each of them a step."""
        for row in rows:
            self.step()
            yield row

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Something else is printed meanwhile."""
        with self._line:
            if self._looked_at:
                print(_CLEAR, end="", file=sys.stderr, flush=True)
            yield

    def _took(self) -> str:
        seconds = time.monotonic() - self._began
        count = "" if self._steps is not None else f"{self._done + 1:,} in "
        return f"{count}{seconds:.1f} s, {peak_megabytes():.0f} MB of memory at most"

    def _draw_often(self) -> None:
        while not self._end.wait(_EVERY):
            with self._line:
                if not self._end.is_set():
                    print(f"{_CLEAR}{self._drawn()}", end="", file=sys.stderr, flush=True)

    def _drawn(self) -> str:
        seconds = f"{time.monotonic() - self._began:.0f} s"
        if self._steps is None:
            return f"{self._done + 1:,}  {seconds}"
        full = _WIDTH * max(self._done, 0) // max(self._steps, 1)
        bar = "#" * full + "-" * (_WIDTH - full)
        return f"[{bar}] {max(self._done, 0)}/{self._steps}  {seconds}  {self._name[:_LONGEST]}"


def peak_megabytes() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
