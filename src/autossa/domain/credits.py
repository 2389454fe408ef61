"""Credits come in lots; what is used comes from the oldest lot first, and names the lots (rules 5, 10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from autossa.domain.amounts import Money, Ssc


class LotSource(StrEnum):
    """How the credits of a lot came to the project."""

    TOP_UP = "top_up"
    RECHARGE = "recharge"
    KEY = "key"
    OPENING = "opening"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True)
class Lot:
    """Credits that came together, in hundredths of an SSC: free, held for a gap; `paid` in minor money units.

    `number` counts within the project, the oldest is the lowest. `paid` is None for credits that were not bought.
    """

    number: int
    source: LotSource
    free: Ssc
    held: Ssc = 0
    paid: Money | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """So many hundredths of an SSC of one lot."""

    lot: int
    ssc: Ssc


@dataclass(frozen=True, slots=True)
class Credits:
    """The balance of a project: its lots, oldest first, and the next lot's number. Used-up lots may be left out."""

    lots: tuple[Lot, ...] = ()
    next_lot: int = 1

    @property
    def free(self) -> Ssc:
        """What may be used: balance − held (rule 5)."""
        return sum(lot.free for lot in self.lots)

    @property
    def held(self) -> Ssc:
        """What a contract in review holds for a gap (rule 4)."""
        return sum(lot.held for lot in self.lots)

    @property
    def balance(self) -> Ssc:
        """Free and held."""
        return self.free + self.held


def add_lot(credits: Credits, lot: Lot) -> Credits:
    """The credits with one more lot, whose number must be the next."""
    return Credits((*credits.lots, lot), lot.number + 1)


def draw_free(credits: Credits, ssc: Ssc) -> tuple[Draw, ...]:
    """Which lots an amount comes from, oldest first. Raises ValueError when the free balance does not hold it."""
    draws, rest = [], ssc
    for lot in credits.lots:
        taken = min(lot.free, rest)
        if taken:
            draws.append(Draw(lot.number, taken))
            rest -= taken
    if rest:
        raise ValueError(f"{ssc} were to be drawn, {rest} are missing")
    return tuple(draws)


def draws_held(credits: Credits) -> tuple[Draw, ...]:
    """Everything held, by lot: a project has at most one contract in review, so the hold is the whole of it."""
    return tuple(Draw(lot.number, lot.held) for lot in credits.lots if lot.held)


def moved(credits: Credits, draws: Iterable[Draw], *, free: int, held: int) -> Credits:
    """The credits after each draw changed its lot's free part by `free` × ssc and its held part by `held` × ssc.

    Consuming is free=−1, holding free=−1 with held=+1, and so on.
    Raises ValueError for a lot that is not there, or that would fall below nothing.
    """
    amounts = {draw.lot: draw.ssc for draw in draws}
    lots = []
    for lot in credits.lots:
        ssc = amounts.pop(lot.number, None)
        if ssc is not None:
            lot = Lot(lot.number, lot.source, lot.free + free * ssc, lot.held + held * ssc, lot.paid)
            if lot.free < 0 or lot.held < 0:
                raise ValueError("a lot would fall below nothing")
        lots.append(lot)
    if amounts:
        raise ValueError("a lot that is drawn from is not there")
    return Credits(tuple(lots), credits.next_lot)
