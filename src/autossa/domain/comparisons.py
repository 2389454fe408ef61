"""All options side by side for one project: what each would cost, computed by the very functions that book it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from autossa.domain import conclusions, renewals, reviews
from autossa.domain.amounts import Money, Ssc
from autossa.domain.cancellations import reachable_end
from autossa.domain.contracts import Gap, next_period
from autossa.domain.dates import add_months
from autossa.domain.invoices import Invoice, Reason
from autossa.domain.plans import Option
from autossa.domain.projects import Outcome, Project, the_contract
from autossa.domain.refusals import Code, Refusal
from autossa.domain.settlements import Settlement
from autossa.domain.topups import Quote, quote


@dataclass(frozen=True, slots=True)
class Cost:
    """What the first months of a contract cost: SSC used, SSC the balance pays, and what is invoiced (minor units)."""

    months: int
    ssc: Ssc
    from_balance: Ssc
    net: Money
    tax: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class Offer:
    """One option for a project, if it were concluded and approved on a day (rules 3, 4, 7).

    `last_day_to_cancel` is the last day that still reaches `earliest_end`, when cancelled from the first day on.
    `at_approval` is what the approval itself books: requested licenses up to the end of coverage, and the gap.
    `beginning` is what that and the first period cost together, over the months of one billed period.
    `booked` is everything that the longest span, or the time to the earliest end, would book, each on its day, in
    order. `gap_worth` is what the credits that the balance pays for the gap are worth at the list price of the day;
    None where it pays nothing for a gap, or without a price.
    """

    option: Option
    start: date
    gap: Gap | None
    first_charge: Settlement
    costs: tuple[Cost, ...]
    earliest_end: date
    last_day_to_cancel: date
    at_approval: tuple[Settlement, ...]
    beginning: Cost
    booked: tuple[Settlement, ...]
    gap_worth: Quote | None = None
    fixed_end: date | None = None

    @property
    def whole_beginning(self) -> Cost:
        """What the beginning costs, the gap in money included, however that is paid."""
        return self._whole(self.beginning)

    @property
    def whole_costs(self) -> tuple[Cost, ...]:
        """What each span costs, the gap in money included."""
        return tuple(map(self._whole, self.costs))

    @property
    def committed_until(self) -> date:
        """The earliest end, or the agreed one where that comes first."""
        return min(self.earliest_end, self.fixed_end) if self.fixed_end else self.earliest_end

    @property
    def commitment(self) -> Cost:
        """What is agreed to at least: everything up to the earliest end, the approval included; money is invoiced."""
        return _cost((*self.at_approval, *self.committed_periods), self.option.term_months)

    @property
    def committed_periods(self) -> tuple[Settlement, ...]:
        """The periods up to the earliest end."""
        return tuple(one for one in self.booked if one.reason is Reason.EXTENSION and one.start < self.committed_until)

    def _whole(self, cost: Cost) -> Cost:
        worth = self.gap_worth
        if worth is None:
            return cost
        return replace(cost, net=cost.net + worth.net, tax=cost.tax + worth.tax, gross=cost.gross + worth.gross)

    def booked_within(self, months: int) -> tuple[Settlement, ...]:
        """What counts for a span: everything for days that begin within so many months from the contract's start."""
        return _within(self.booked, self.start, months)


SPANS = (12, 36)


def compare(
    project: Project, day: date, spans: tuple[int, ...] = SPANS, fixed_end: date | None = None
) -> list[tuple[Option, Offer | Refusal]]:
    """Each option of the policy with its offer over the spans (months), or the refusal it would meet.

    An open contract is left aside, and what it holds is free: the question is what a contract concluded on the day
    would cost.
    """
    project = _without_open_contract(project, day)
    return [(option, make_offer(project, day, option, spans, fixed_end)) for option in project.terms.policy.options]


def make_offer(
    project: Project, day: date, option: Option, spans: tuple[int, ...] = SPANS, fixed_end: date | None = None
) -> Offer | Refusal:
    """What the option costs over each span of months from the contract's start. Refused as conclude and approve are."""
    concluded = conclusions.conclude(project, day, option, fixed_end)
    if isinstance(concluded, Refusal):
        return concluded
    approved = reviews.approve(concluded.project, day)
    if isinstance(approved, Refusal):
        return approved
    contract = the_contract(approved.project)
    end = reachable_end(contract, day)
    booked = _book_months(approved.project, day, max(add_months(contract.start, max(spans)), end.day))
    if isinstance(booked, Refusal):
        return booked
    first, at_approval = booked.settlements[0], approved.settlements
    settled = (*at_approval, *booked.settlements)
    return Offer(
        option,
        contract.start,
        contract.gap,
        first,
        tuple(_cost(_within(settled, contract.start, span), span) for span in spans),
        end.day,
        end.last_day,
        at_approval,
        _cost((*at_approval, first), option.billed_months),
        settled,
        _gap_worth(project, day, at_approval),
        fixed_end,
    )


def cost_from(project: Project, day: date, start: date, months: int) -> Cost | Refusal:
    """What so many months of a contract from a day on cost as things stand, an approval today first where it waits for
    one (rules 5, 7). Refused as the approval, or `no_price`.
    """
    outcome = Outcome(project)
    if the_contract(project).is_under_review:
        approved = reviews.approve(project, day)
        if isinstance(approved, Refusal):
            return approved
        outcome = approved
    horizon = add_months(start, months)
    booked = _book_months(outcome.project, day, horizon)
    if isinstance(booked, Refusal):
        return booked
    return _cost([one for one in booked.settlements if start <= one.start < horizon], months)


def figures(offer: Offer) -> dict[str, str]:
    """What somebody agrees to who takes an offer, as text: when any of it differs later, it is another offer."""
    option, year = offer.option, offer.costs[0]
    return {
        "term": f"{option.term_months} {option.notice_months} {option.billed_months} {option.adjustment}",
        "start": offer.start.isoformat(),
        "gap": str(offer.gap.ssc if offer.gap else 0),
        "ssc": str(offer.beginning.ssc),
        "from_balance": str(offer.beginning.from_balance),
        "gross": str(offer.beginning.gross),
        "charged_on": offer.first_charge.day.isoformat(),
        "year_ssc": str(year.ssc),
        "year_net": str(year.net),
        "year_tax": str(year.tax),
        "year_gross": str(year.gross),
        "earliest_end": offer.earliest_end.isoformat(),
    }


def _without_open_contract(project: Project, day: date) -> Project:
    if project.contract is None or not project.contract.is_open:
        return project
    withdrawn = reviews.withdraw(project, day)
    return replace(project if isinstance(withdrawn, Refusal) else withdrawn.project, contract=None)


def _gap_worth(project: Project, day: date, at_approval: tuple[Settlement, ...]) -> Quote | None:
    """In money, what the balance pays for the gap."""
    ssc = sum(one.from_balance for one in at_approval if one.reason is Reason.GAP)
    worth = quote(project.terms, day, ssc) if ssc else None
    return worth if isinstance(worth, Quote) else None


def _book_months(project: Project, day: date, horizon: date) -> Outcome | Refusal:
    """Book every period that begins before the horizon, each on the day it is due: as the daily run would."""
    outcome = Outcome(project)
    lead = project.terms.policy.renewal_lead_days
    while (period := next_period(the_contract(outcome.project))) and period[0] < horizon:
        due = renewals.due_on(the_contract(outcome.project), lead) or day
        booked = renewals.book_period(outcome.project, max(day, due))
        if isinstance(booked, Refusal):
            return Refusal(Code.NO_PRICE)
        outcome = outcome.followed_by(booked)
    return outcome


def _within(settled: Sequence[Settlement], start: date, months: int) -> tuple[Settlement, ...]:
    horizon = add_months(start, months)
    return tuple(settlement for settlement in settled if settlement.start < horizon)


def _cost(settled: Sequence[Settlement], months: int) -> Cost:
    invoices: list[Invoice] = [settlement.invoice for settlement in settled if settlement.invoice]
    ssc = sum(settlement.ssc for settlement in settled)
    return Cost(
        months,
        ssc,
        sum(settlement.from_balance for settlement in settled),
        sum(invoice.net for invoice in invoices),
        sum(invoice.tax for invoice in invoices),
        sum(invoice.gross for invoice in invoices),
    )
