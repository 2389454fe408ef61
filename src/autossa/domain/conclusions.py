"""Concluding a contract on day C (rule 4)."""

from datetime import date

from autossa.domain.contracts import Contract, Gap, Status
from autossa.domain.credits import draw_free
from autossa.domain.dates import add_months
from autossa.domain.entries import ContractConcluded, CreditsHeld
from autossa.domain.gaps import find_gap
from autossa.domain.lifecycle import Action, refused_in_state
from autossa.domain.lines import Line
from autossa.domain.plans import Option
from autossa.domain.projects import Outcome, Project, record
from autossa.domain.refusals import Code, Refusal


def conclude(project: Project, day: date, option: Option, fixed_end: date | None = None) -> Outcome | Refusal:
    """Submit a contract for review (rule 4). The gap is computed once, here; for a late one the balance is held.

    Refused, in this order: `contract_exists`, `no_licenses`, `before_minimum_term`, `insufficient_credits_for_gap`.
    """
    lines = with_requested(project.lines)
    start = start_day(project, day)
    refusal = (
        refused_in_state(Action.CONCLUDE, project.contract)
        or without_license(lines, start)
        or _before_minimum_term(option, start, fixed_end)
    )
    if refusal:
        return refusal
    gap = find_gap(project, day, lines)
    if gap and gap.late and gap.ssc > project.credits.free:
        return Refusal(Code.INSUFFICIENT_CREDITS_FOR_GAP, missing_ssc=gap.ssc - project.credits.free)
    outcome = record(project, ContractConcluded(day, _contract(project, day, option, start, fixed_end, gap)))
    if gap and gap.late and gap.ssc:
        return outcome.then(CreditsHeld(day, draw_free(project.credits, gap.ssc)))
    return outcome


def start_day(project: Project, day: date) -> date:
    """The day, or the end of coverage where that lies beyond it (rules 4, 8)."""
    return max(day, project.covered_until or day)


def without_license(lines: tuple[Line, ...], start: date) -> Refusal | None:
    """Refused when no charged line is alive on the start day; one that is included until later counts (rules 4, 8)."""
    alive = any(line.is_charged and line.alive_on(start) for line in lines)
    return None if alive else Refusal(Code.NO_LICENSES)


def with_requested(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines as if confirmed: the approval of a contract confirms those it was concluded with (rule 6)."""
    return tuple(line._replace(confirmed=True) if line.is_requested else line for line in lines)


def _before_minimum_term(option: Option, start: date, fixed_end: date | None) -> Refusal | None:
    earliest = add_months(start, option.term_months)
    if fixed_end is None or fixed_end >= earliest:
        return None
    return Refusal(Code.BEFORE_MINIMUM_TERM, earliest_end=earliest)


def _contract(
    project: Project, day: date, option: Option, start: date, fixed_end: date | None, gap: Gap | None
) -> Contract:
    return Contract(
        number=project.contract.number + 1 if project.contract else 1,
        option=option,
        status=Status.IN_REVIEW,
        concluded_on=day,
        start=start,
        booked_until=start,
        fixed_end=fixed_end,
        ends_on=fixed_end,
        gap=gap,
        requested=frozenset(line.number for line in project.lines if line.is_requested),
    )
