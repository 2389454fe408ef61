"""The daily run (rule 5): due periods are booked in order, each exactly once, however many days were missed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from autossa.domain.billing.dunning.waiting import UnpaidBefore, waits
from autossa.domain.charges import charge_lines
from autossa.domain.contracts import Contract, Status, next_period, option_on, term_start
from autossa.domain.coverage import Period, Source
from autossa.domain.dates import DAY
from autossa.domain.entries import ContractMoved
from autossa.domain.invoices import Reason
from autossa.domain.prices import list_price
from autossa.domain.projects import Outcome, Project, record, the_contract
from autossa.domain.refusals import Refusal
from autossa.domain.settlements import Bill, Settlement, settle


def due_on(contract: Contract, lead_days: int) -> date | None:
    """The day the next period is due: `lead_days` before it begins (rule 5); None when none is left."""
    if contract.all_booked:
        return None
    return contract.booked_until - timedelta(days=lead_days) if lead_days else contract.booked_until


def run_day(project: Project, day: date) -> Outcome:
    """The daily run: everything due is booked, and a contract past its end whose last period that was is ended."""
    outcome = begin_day(project, day)
    while is_due(outcome.project, day):
        booked = book_period(outcome.project, day)
        if isinstance(booked, Refusal):  # no price yet: tried again the next day
            return outcome
        outcome = outcome.followed_by(booked)
    return outcome.followed_by(begin_day(outcome.project, day))


def begin_day(project: Project, day: date) -> Outcome:
    """Before anything else on a day: from its end day on, a contract with everything booked is ended (rule 5)."""
    contract = project.contract
    if contract is None or not contract.all_booked or contract.ends_on is None or day < contract.ends_on:
        return Outcome(project)
    if not (contract.is_running or contract.status is Status.SUSPENDED):
        return Outcome(project)
    return record(project, ContractMoved(day, Status.ENDED))


def booked_periods(outcome: Outcome) -> Iterator[Settlement]:
    """The contract periods among what an outcome books, in order."""
    return (settlement for settlement in outcome.settlements if settlement.reason is Reason.EXTENSION)


def is_due(project: Project, day: date) -> bool:
    """A running contract's next period is due on the day (rule 5), and waits for no payment."""
    contract = project.contract
    if contract is None or not contract.is_running or unpaid_before(project):
        return False
    due = due_on(contract, project.terms.policy.renewal_lead_days)
    return due is not None and due <= day


def unpaid_before(project: Project) -> UnpaidBefore | None:
    """Why the next period waits: those before it are unpaid (billing 18). It is caught up by the run once they are not.

    What it costs stays the same: its price is that of its term, however late it is booked.
    """
    contract, unpaid = project.contract, project.unpaid
    if contract is None or unpaid is None or not contract.is_running or contract.all_booked:
        return None
    return waits(unpaid.periods, option_on(contract, contract.booked_until).billed_months, unpaid.policy)


def waits_now(project: Project, day: date) -> UnpaidBefore | None:
    """Why a period that is due on the day is not booked: those before it are unpaid."""
    contract = project.contract
    due = due_on(contract, project.terms.policy.renewal_lead_days) if contract else None
    return unpaid_before(project) if due is not None and due <= day else None


def paid_in_time(project: Project, day: date) -> Project:
    """The project as it is foreseen: what is unpaid makes nothing wait that does not wait already."""
    return project if project.unpaid is None or waits_now(project, day) else replace(project, unpaid=None)


def book_period(project: Project, day: date) -> Outcome | Refusal:
    """Book the next period of a running contract, whether due or not (rule 5). Refused: `no_price`."""
    contract = the_contract(project)
    period = next_period(contract)
    if period is None:
        raise ValueError("every period of the contract is booked")
    settlement = settle(_bill(project, contract, *period, day), project.credits, day)
    return settlement if isinstance(settlement, Refusal) else record(project, settlement)


def catch_up(project: Project, since: date, day: date) -> Outcome:
    """What was due from `since` on and before the day, each as of the day it was due; then the day begins (rule 5).

    `since` is the last day on which something was done to the project: its own run may not have taken place.
    """
    outcome = Outcome(project)
    due = next_due_day(project, since)
    while due is not None and due < day:
        outcome = outcome.followed_by(run_day(outcome.project, due))
        due = _due_day_after(outcome.project, due)
    return outcome.followed_by(begin_day(outcome.project, day))


def run_from(project: Project, since: date, day: date) -> Outcome:
    """What the run of a day does: missed days first, each as of itself (rule 5); `since` as in `catch_up`."""
    caught_up = catch_up(project, since, day)
    return caught_up.followed_by(run_day(caught_up.project, day))


def days_ahead(project: Project, since: date, today: date) -> Iterator[tuple[date, Outcome]]:
    """What the runs will do if nothing changes: that of today, then those of the days on which there is something.

    It may go on without end. The last day is one after which nothing is left, or something due waits for a price.
    """
    day, outcome = today, run_from(project, since, today)
    yield day, outcome
    while not is_due(outcome.project, day) and (due := next_due_day(outcome.project, day + DAY)) is not None:
        day, outcome = due, run_day(outcome.project, due)
        yield day, outcome


def next_due_day(project: Project, since: date) -> date | None:
    """The first day, not before `since`, on which the daily run may have something to do by itself."""
    contract = project.contract
    if contract is None or not (contract.is_running or contract.status is Status.SUSPENDED):
        return None
    if contract.all_booked:
        return max(since, contract.ends_on) if contract.ends_on else None
    due = due_on(contract, project.terms.policy.renewal_lead_days)
    if due is None or not contract.is_running or unpaid_before(project):
        return None
    return max(since, due)


def visited_on(project: Project, since: date) -> date | None:
    """The first day, not before `since`, on which the run looks at it: each while it waits for a payment."""
    return next_due_day(replace(project, unpaid=None) if project.unpaid else project, since)


def _due_day_after(project: Project, day: date) -> date | None:
    """The next due day once the run of a day is over: what is still due then waits for a price to come into force."""
    if is_due(project, day):
        return min((price.starts_on for price in project.terms.prices if price.starts_on > day), default=None)
    return next_due_day(project, day + DAY)


def _bill(project: Project, contract: Contract, start: date, end: date, day: date) -> Bill:
    price = list_price(project.terms.prices, term_start(contract, start), day)
    charges = charge_lines(project.lines, start, end, contract.start)
    return Bill(
        Reason.EXTENSION,
        start,
        end,
        tuple((charge, price) for charge in charges),
        factor=option_on(contract, start).price_factor,
        tax_rate=project.terms.tax_rate_on(start, start, day),
        coverage=Period(start, end, Source.AUTO, contract.start),
        contract=contract.number,
        places=project.terms.places,
    )
