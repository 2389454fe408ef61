"""Several projects at once, as one table: what was selected, each line, what they cost together."""

from dataclasses import dataclass

from autossa.domain.comparisons import Cost, Offer
from autossa.portal.ui import next_steps
from autossa.queries.contracts.several_offers import SeveralRow
from autossa.wording import actions
from autossa.wording.refusals import RefusalMessage

CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which projects (public ids), those of them that are ticked, the option, and who pays: a partner's id or each."""

    projects: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    option: str = ""
    payer: str = CUSTOMER


@dataclass(frozen=True, slots=True)
class Line:
    """One project of the table: its figures, or why not and the way; whether it is ticked."""

    row: SeveralRow
    told: RefusalMessage | None
    next_step: next_steps.NextStep | None
    is_ticked: bool
    cannot_pay: bool
    shown: str = ""

    @property
    def is_impossible(self) -> bool:
        """There is a reason against it."""
        return self.told is not None or self.cannot_pay or not self.row.is_verified

    @property
    def goes(self) -> bool:
        """It is concluded with the others."""
        return self.is_ticked and self.row.can_conclude and not self.cannot_pay


@dataclass(frozen=True, slots=True)
class Total:
    """What several cost together: at the beginning (gross, and SSC from the balances), and over 12 months.

    `gap` is what of it the balances pay for gaps, in money.
    """

    currency: str
    count: int
    first: int
    from_balance: int
    gap: int
    ssc: int
    net: int
    tax: int
    gross: int


def totals(lines: list[Line]) -> list[Total]:
    """What the ticked ones cost together, by currency."""
    offers: dict[str, list[Offer]] = {}
    for line in lines:
        if line.goes and line.row.offer:
            offers.setdefault(line.row.currency, []).append(line.row.offer)
    return [
        Total(
            currency,
            len(found),
            sum(offer.whole_beginning.gross for offer in found),
            sum(offer.beginning.from_balance for offer in found),
            sum(offer.gap_worth.gross for offer in found if offer.gap_worth),
            *(sum(getattr(offer.whole_costs[0], name) for offer in found) for name in ("ssc", "net", "tax", "gross")),
        )
        for currency, found in sorted(offers.items())
    ]


def button(lines: list[Line], plan: str) -> str:
    """The act and the amounts."""
    found: dict[str, list[Cost]] = {}
    for line in lines:
        if line.goes and line.row.offer:
            found.setdefault(line.row.currency, []).append(line.row.offer.commitment)
    sums = [
        actions.cost(sum(one.gross for one in costs), sum(one.from_balance for one in costs), currency)
        for currency, costs in sorted(found.items())
    ]
    return actions.conclude_several(plan, len(lines), sums)
