"""Bars in columns of one width, and their labels: what the pictures of sums by week and month share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autossa.domain.amounts import Money
from autossa.portal.ui.pictures.scales import percent

_GROUND, _HIGHEST = 130, 100  # pixels: the line of nothing, and how far above it the most reaches
_LEAST = 2  # pixels: what there is can be seen, however little
_MARGIN = 0.18  # of a column, on either side of its bars


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a column, and what it is in words."""

    kind: str
    x: str
    width: str
    y: int
    height: int
    title: str


@dataclass(frozen=True, slots=True)
class Label:
    """A week or month below the bars; `minor` ones are left out where there is little room."""

    x: str
    text: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What a bar stands for."""

    kind: str
    amount: Money
    title: str


@dataclass(frozen=True, slots=True)
class Columns:
    """So many columns; `most` is what the highest bar stands for."""

    count: int
    most: Money

    def label(self, place: int, text: str, *, minor: bool) -> Label:
        """Where the bars of a column begin."""
        return Label(self._at(place), text, minor)

    def stacked(self, place: int, parts: Iterable[Part]) -> Iterator[Bar]:
        """One above the other, the first at the bottom; nothing has no bar."""
        ground = _GROUND
        for part in parts:
            if part.amount > 0:
                height = self._height(part.amount)
                ground -= height
                yield Bar(part.kind, self._at(place), self._width(1), ground, height, part.title)

    def beside(self, place: int, parts: tuple[Part, ...]) -> Iterator[Bar]:
        """Each beside the one before; nothing has no bar, and keeps its room."""
        for side, part in enumerate(parts):
            if part.amount > 0:
                height, width = self._height(part.amount), self._width(len(parts))
                at = self._at(place + side * (1 - 2 * _MARGIN) / len(parts))
                yield Bar(part.kind, at, width, _GROUND - height, height, part.title)

    def _at(self, place: float) -> str:
        return percent((place + _MARGIN) * 100 / self.count)

    def _width(self, parts: int) -> str:
        return percent((1 - 2 * _MARGIN) / parts * 100 / self.count)

    def _height(self, amount: Money) -> int:
        return max(_LEAST, amount * _HIGHEST // self.most)
