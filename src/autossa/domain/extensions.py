"""Extending by hand, from the balance alone, without a contract (rule 8)."""

from datetime import date

from autossa.domain.charges import charge_lines
from autossa.domain.conclusions import start_day, without_license
from autossa.domain.contracts import Gap
from autossa.domain.coverage import Period, Source, run_ending_on
from autossa.domain.dates import add_months, boundary_index
from autossa.domain.gaps import back_payment, find_gap
from autossa.domain.invoices import Reason
from autossa.domain.lifecycle import Action, refused_in_state
from autossa.domain.lines import Line
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Code, Refusal
from autossa.domain.settlements import Bill, settle_from_balance, unpriced


def extend(project: Project, day: date, months: int) -> Outcome | Refusal:
    """Extend coverage by n months from the balance; a lapsed project first pays its gap (rule 8). All or nothing.

    Refused, in this order: `contract_active`, `no_licenses`, `insufficient_credits`.
    """
    refusal = refused_in_state(Action.EXTEND, project.contract) or without_license(
        _confirmed(project), start_day(project, day)
    )
    if refusal:
        return refusal
    bills = [_gap_bill(gap)] if (gap := find_gap(project, day, project.lines)) else []
    bills.append(_extension_bill(project, day, months))
    missing = sum(charge.ssc for bill in bills for charge, _ in bill.charges) - project.credits.free
    if missing > 0:
        return Refusal(Code.INSUFFICIENT_CREDITS, missing_ssc=missing)
    outcome = Outcome(project)
    for bill in bills:
        outcome = outcome.then(settle_from_balance(bill, outcome.project.credits, day))
    return outcome


def extension_period(project: Project, start: date, months: int) -> Period:
    """The period of an extension (rule 8): it goes on with the run that just ended at a boundary, else a new run."""
    run = run_ending_on(project.coverage, start)
    k = boundary_index(run.anchor, start) if run else None
    if run is None or k is None:
        return Period(start, add_months(start, months), Source.MANUAL, start)
    return Period(start, add_months(run.anchor, k + months), Source.MANUAL, run.anchor)


def _extension_bill(project: Project, day: date, months: int) -> Bill:
    period = extension_period(project, start_day(project, day), months)
    charges = charge_lines(project.lines, period.start, period.end, period.anchor)
    return Bill(Reason.MANUAL, period.start, period.end, unpriced(charges), coverage=period)


def _gap_bill(gap: Gap) -> Bill:
    return Bill(Reason.GAP, gap.start, gap.end, unpriced(gap.charges), coverage=back_payment(gap))


def _confirmed(project: Project) -> tuple[Line, ...]:
    return tuple(line for line in project.lines if line.confirmed)
