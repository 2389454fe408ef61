"""Credit notes by line: what of an invoice is taken back, never more than what is left of it (billing 7).

VAT follows the sum of all notes of an invoice: R(net credited so far × rate), less the VAT of the notes before. So
their VAT is never above the invoice's, and the note that takes the rest takes just what is left of the VAT, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from autossa.domain.amounts import Money, half_up
from autossa.domain.invoices import tax_of_note


class CreditProblem(StrEnum):
    """Why nothing is credited."""

    NOTHING_LEFT = "nothing_left"
    NOTHING_CHOSEN = "nothing_chosen"
    NO_SUCH_LINE = "no_such_line"
    MORE_THAN_LEFT = "more_than_left"
    WRONG_QUANTITY = "wrong_quantity"


@dataclass(frozen=True, slots=True)
class Credited:
    """A line of an invoice: how many licenses, its net, and what notes took back of it; in minor units."""

    quantity: int
    net: Money
    credited: Money = 0

    @property
    def left(self) -> Money:
        """What a note can still take back of it."""
        return self.net - self.credited


@dataclass(frozen=True, slots=True)
class Pick:
    """What is taken back of the line at a place (from 0): an amount net, the share of a quantity, or all that is left.

    Both are above 0, and only one of them is given.
    """

    place: int
    amount: Money | None = None
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class CreditNote:
    """What a note takes back: net by place of the line, and in total; all above 0, in minor units."""

    nets: tuple[tuple[int, Money], ...]
    net: Money
    tax: Money

    @property
    def gross(self) -> Money:
        """Net and VAT."""
        return self.net + self.tax


def credit_note(lines: Sequence[Credited], picks: Sequence[Pick], rate: Fraction) -> CreditNote | CreditProblem:
    """A note of these lines of an invoice, which is taxed at one rate; without picks it takes back all that is left.

    A share of a quantity is R(net × quantity ÷ the line's quantity); where rounding makes it more than what is left, it
    is what is left.
    """
    if not any(line.left for line in lines):
        return CreditProblem.NOTHING_LEFT
    chosen: dict[int, Money] = {}
    for pick in picks or [Pick(place) for place, line in enumerate(lines) if line.left]:
        if not 0 <= pick.place < len(lines) or pick.place in chosen:
            return CreditProblem.NO_SUCH_LINE
        net = _net(lines[pick.place], pick)
        if isinstance(net, CreditProblem):
            return net
        chosen[pick.place] = net
    nets = tuple((place, net) for place, net in sorted(chosen.items()) if net)
    total = sum(net for _, net in nets)
    if not total:
        return CreditProblem.NOTHING_CHOSEN
    return CreditNote(nets, total, tax_of_note(sum(line.credited for line in lines), total, rate))


def _net(line: Credited, pick: Pick) -> Money | CreditProblem:
    if pick.amount is not None:
        right = 0 < pick.amount <= line.left
        return pick.amount if right else CreditProblem.MORE_THAN_LEFT
    if pick.quantity is None:
        return line.left
    if not 0 < pick.quantity <= line.quantity:
        return CreditProblem.WRONG_QUANTITY
    share = Fraction(line.net * pick.quantity, line.quantity)
    if share - line.left >= 1:
        return CreditProblem.MORE_THAN_LEFT
    return min(half_up(share), line.left)
