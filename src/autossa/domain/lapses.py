"""A lapsed project in one flow: order what is missing, pay, and the contract is concluded by itself (rule 4).

A gap beyond the grace is paid from the balance (rule 4), and grows day by day while the money is on its way. So what is
ordered suffices on every day up to the last one on which it may come, at a price that holds until then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from autossa.domain.amounts import Money, Ssc
from autossa.domain.conclusions import conclude, start_day, with_requested, without_license
from autossa.domain.dates import DAY
from autossa.domain.gaps import TRANSFER, find_gap
from autossa.domain.lifecycle import Action, refused_in_state
from autossa.domain.plans import Option
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Code, Refusal
from autossa.domain.topups import Quote, quote, top_up

PAY_DAYS = TRANSFER.days
"""How many days the money may take, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Growth:
    """What the gap costs when it is paid on a day, and what the balance lacks then, in hundredths of an SSC."""

    day: date
    gap: Ssc
    missing: Ssc
    counts_twice: bool


@dataclass(frozen=True, slots=True)
class LapsePlan:
    """What to order on `day`: it suffices whenever the money comes up to and including `pay_until`.

    `quote` holds until then: the price is reserved. `growth` has each day from today on; what is not needed in the end
    stays on the balance.
    """

    day: date
    pay_until: date
    ssc: Ssc
    quote: Quote
    growth: tuple[Growth, ...]

    @property
    def today(self) -> Growth:
        """What it would cost if the money were there already."""
        return self.growth[0]

    @property
    def grows_by(self) -> Ssc:
        """What the gap grows by until the last day."""
        return self.growth[-1].gap - self.growth[0].gap

    @property
    def price(self) -> Fraction:
        """The reserved price of one SSC."""
        return self.quote.price

    @property
    def money(self) -> Money:
        """What is to be paid, gross, in minor units."""
        return self.quote.gross


def plan(project: Project, day: date, pay_days: int = PAY_DAYS) -> LapsePlan | Refusal | None:
    """What to order so that a contract can be concluded when the money is there; None where nothing has to be.

    Refused as concluding is (`contract_exists`, `no_licenses`), and without a price (`no_price`).
    """
    lines = with_requested(project.lines)
    if refusal := refused_in_state(Action.CONCLUDE, project.contract) or without_license(
        lines, start_day(project, day)
    ):
        return refusal
    growth = tuple(_growth(project, day, pay_days))
    missing = max(one.missing for one in growth)
    if missing <= 0:
        return None
    found = quote(project.terms, day, missing)
    if isinstance(found, Refusal):
        return found
    return LapsePlan(day, day + timedelta(days=pay_days), missing, found, growth)


def continue_when_paid(
    project: Project, paid_on: date, ordered: LapsePlan, option: Option, fixed_end: date | None = None
) -> Outcome | Refusal:
    """What happens by itself on the day the money is there: the ordered SSC come, the contract is concluded.

    At the figures of that day: the gap is the one up to it. Refused as concluding is; where the money came after
    `pay_until`, with the SSC that are missing by then: they are another order, and what is there stays on the balance.
    """
    paid = ordered.quote.net
    topped_up = top_up(project, paid_on, ordered.ssc, paid=paid)
    concluded = conclude(topped_up.project, paid_on, option, fixed_end)
    return concluded if isinstance(concluded, Refusal) else topped_up.followed_by(concluded)


def is_price_reserved(ordered: LapsePlan, paid_on: date) -> bool:
    """Money that came by the last day is worth the SSC that were ordered, whatever the price list says by now."""
    return paid_on <= ordered.pay_until


def more_is_missing(refusal: Refusal) -> Ssc:
    """How many SSC are missing where the money came too late, in hundredths; 0 for any other refusal."""
    is_gap = refusal.code is Code.INSUFFICIENT_CREDITS_FOR_GAP
    return (refusal.missing_ssc or 0) if is_gap else 0


def _growth(project: Project, day: date, days: int) -> Iterator[Growth]:
    """A gap that counts once needs nothing on the balance: it is invoiced."""
    lines = with_requested(project.lines)
    for n in range(days + 1):
        on = day + n * DAY
        gap = find_gap(project, on, lines)
        ssc, late = (gap.ssc, gap.late) if gap else (0, False)
        yield Growth(on, ssc, max(ssc - project.credits.free, 0) if late else 0, late)
