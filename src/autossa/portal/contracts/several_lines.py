"""Several projects at once, as one table: what was selected, each line, what they cost together."""

from dataclasses import dataclass

from autossa.domain.comparisons import Offer
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
    """What several cost together: at the beginning (gross, and SSC from the balances), and over 12 months."""

    currency: str
    count: int
    first: int
    from_balance: int
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
            sum(offer.beginning.gross for offer in found),
            sum(offer.beginning.from_balance for offer in found),
            *(sum(getattr(offer.costs[0], name) for offer in found) for name in ("ssc", "net", "tax", "gross")),
        )
        for currency, found in sorted(offers.items())
    ]


def button(lines: list[Line], plan: str) -> str:
    """The act and the amounts."""
    sums = [actions.cost(total.first, total.from_balance, total.currency) for total in totals(lines)]
    return actions.conclude_several(plan, len(lines), sums)
