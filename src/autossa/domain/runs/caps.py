"""Caps of the daily run: what is too much for one project, and what is not what was foreseen for all of them.

A run that is far from what was foreseen books nothing until somebody has looked: a wrong clock, a typing mistake in a
price, a table that lost half of its rows look alike from here.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """`periods` of a project in one run at most; `tolerance` in percent of what was foreseen.

    Below `floor` projects (or as many more, or fewer, than foreseen) nothing is asked: a few contracts are no pattern.
    """

    periods: int = 6
    tolerance: int = 30
    floor: int = 50


class Doubt(StrEnum):
    """In what a run is not as foreseen."""

    MORE = "more"
    FEWER = "fewer"
    PERIODS = "periods"
    COSTLIER = "costlier"
    CHEAPER = "cheaper"


@dataclass(frozen=True, slots=True)
class Worth:
    """What planned periods of a currency are worth, and the last ones of the same contracts; minor units, exact.

    It counts whatever the balance pays, so that a balance that was used up is no difference.
    """

    currency: str
    planned: Fraction
    before: Fraction


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a run would find: projects `due`, how many were `forecast` when the last run ended (None: nobody knows).

    Some of the projects, `sampled`, were planned as the run plans them: `periods` and `worths` are theirs.
    """

    due: int
    forecast: int | None = None
    sampled: int = 0
    periods: int = 0
    worths: tuple[Worth, ...] = field(default=())

    @property
    def periods_of_all(self) -> int:
        """About how many periods the whole run would book."""
        return self.periods * self.due // self.sampled if self.sampled else 0


def is_too_many(periods: int, limits: Limits) -> bool:
    """More periods of one project than a run books without a question."""
    return periods > limits.periods


def doubts(outlook: Outlook, limits: Limits) -> tuple[Doubt, ...]:
    """In what the run is not as foreseen; nothing where it is, or too small to tell."""
    found = []
    if outlook.forecast is not None and abs(outlook.due - outlook.forecast) >= limits.floor:
        found += _beside(outlook.due, outlook.forecast, limits, Doubt.MORE, Doubt.FEWER)
    if outlook.due < limits.floor:
        return tuple(found)
    if outlook.periods * HUNDRED > outlook.sampled * (HUNDRED + limits.tolerance):
        found.append(Doubt.PERIODS)
    for worth in outlook.worths:
        found += _beside(worth.planned, worth.before, limits, Doubt.COSTLIER, Doubt.CHEAPER)
    return tuple(dict.fromkeys(found))


def _beside(value: Fraction | int, foreseen: Fraction | int, limits: Limits, over: Doubt, under: Doubt) -> list[Doubt]:
    if value * HUNDRED > foreseen * (HUNDRED + limits.tolerance):
        return [over]
    return [under] if value * HUNDRED < foreseen * (HUNDRED - limits.tolerance) else []
