"""What holds of every project after every use case, on whatever path it came there.

No rule asks this module: each refuses by itself what would break something. `autossa verify` looks with it at what is
stored, and the laws look with it at random histories of everything that can be done.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from autossa.domain.contracts import Contract, Status, first_term_end, option_on
from autossa.domain.dates import add_months
from autossa.domain.lines import Line
from autossa.domain.projects import Project


class Invariant(StrEnum):
    """What is broken, by rule: who reads it is looking for a fault of the program or of the data."""

    COVERAGE_OVERLAPS = "coverage_overlaps"
    COVERED_ELSEWHERE = "covered_elsewhere"
    LOT_BELOW_NOTHING = "lot_below_nothing"
    HELD_FOR_NOTHING = "held_for_nothing"
    LINE_TWICE = "line_twice"
    LINE_BACKWARDS = "line_backwards"
    NO_LINE_LEFT = "no_line_left"
    GAP_OF_DEAD_LINE = "gap_of_dead_line"
    BOOKED_OUTSIDE = "booked_outside"
    END_MISSING = "end_missing"
    END_UNASKED = "end_unasked"
    END_TOO_EARLY = "end_too_early"
    OPTION_ASTRAY = "option_astray"


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that does not hold, and of what: the figures are for whoever looks for the cause."""

    invariant: Invariant
    about: str


def broken(project: Project) -> Iterator[Broken]:
    """Every invariant that does not hold of a project whose facts are all there."""
    for check in _CHECKS:
        yield from check(project)
    if project.contract is not None:
        for check_contract in _OF_CONTRACTS:
            yield from check_contract(project, project.contract)


# ---------------------------------------------------------------- coverage and credits (rules 5, 8)


def _coverage(project: Project) -> Iterator[Broken]:
    periods = sorted(project.coverage, key=lambda period: period.start)
    for period in periods:
        if period.start >= period.end:
            yield Broken(Invariant.COVERAGE_OVERLAPS, f"{period.start} to {period.end}")
    for earlier, later in pairwise(periods):
        if earlier.end > later.start:
            yield Broken(Invariant.COVERAGE_OVERLAPS, f"{earlier.end} after {later.start}")


def _credits(project: Project) -> Iterator[Broken]:
    for lot in project.credits.lots:
        if lot.free < 0 or lot.held < 0:
            yield Broken(Invariant.LOT_BELOW_NOTHING, f"lot {lot.number}: {lot.free} free, {lot.held} held")
    contract = project.contract
    gap = contract.gap if contract is not None and contract.is_under_review else None
    due = gap.ssc if gap is not None and gap.late else 0
    if project.credits.held != due:
        yield Broken(Invariant.HELD_FOR_NOTHING, f"{project.credits.held} held, {due} for a gap in review")


# ---------------------------------------------------------------- licenses (rule 6)


def _lines(project: Project) -> Iterator[Broken]:
    for line in project.lines:
        if line.ended_on is not None and line.ended_on < line.added_on:
            yield Broken(Invariant.LINE_BACKWARDS, f"line {line.number}: {line.added_on} to {line.ended_on}")
    opened = Counter(line.license_id for line in project.lines if line.is_open)
    for license_id, count in opened.items():
        if count > 1:
            yield Broken(Invariant.LINE_TWICE, f"{license_id}: {count} open lines")


# ---------------------------------------------------------------- contracts (rules 4, 5, 7)


def _has_a_line(project: Project, contract: Contract) -> Iterator[Broken]:
    """A contract that is open has something to cover: a charged license that is not given up before it begins."""
    if contract.is_open and not any(_is_for(contract, line) for line in project.lines):
        yield Broken(Invariant.NO_LINE_LEFT, f"contract {contract.number} is {contract.status.value}")


def _is_for(contract: Contract, line: Line) -> bool:
    goes_on = line.is_charged and (line.ended_on is None or line.ended_on > max(line.added_on, contract.start))
    return goes_on and (line.confirmed or (contract.is_under_review and line.number in contract.requested))


def _gap(project: Project, contract: Contract) -> Iterator[Broken]:
    """What a review holds or will invoice is for lines that were alive on the days it is for (law 5)."""
    if contract.gap is None or not contract.is_under_review:
        return
    lines = {line.number: line for line in project.lines}
    for charge in contract.gap.charges:
        line = lines.get(charge.line.number)
        if line is None or line.lifetime_within(charge.start, charge.end) != (charge.start, charge.end):
            yield Broken(Invariant.GAP_OF_DEAD_LINE, f"line {charge.line.number}: {charge.start} to {charge.end}")


def _booked(project: Project, contract: Contract) -> Iterator[Broken]:
    """It is booked from its start on, up to its end at most, and all the way once it is over."""
    start, until, end = contract.start, contract.booked_until, contract.ends_on
    booked = f"contract {contract.number}: {start} to {until}, its end {end}"
    if until < start or (end is not None and until > end):
        yield Broken(Invariant.BOOKED_OUTSIDE, booked)
    never = contract.is_under_review or contract.status in {Status.REJECTED, Status.WITHDRAWN}
    if (never and until != start) or (contract.status is Status.ENDED and until != end):
        yield Broken(Invariant.BOOKED_OUTSIDE, booked)


def _covers(project: Project, contract: Contract) -> Iterator[Broken]:
    """While it goes on nothing else covers: coverage reaches to where it is booked, or ended before it begins."""
    if contract.is_under_review or not contract.is_open:
        return
    covered, until = project.covered_until, contract.booked_until
    before = until == contract.start and (covered is None or covered <= until)
    if covered != until and not before:
        said = f"contract {contract.number} is booked until {until}, its project covered until {covered}"
        yield Broken(Invariant.COVERED_ELSEWHERE, said)


def _end(_: Project, contract: Contract) -> Iterator[Broken]:
    """An end is set where the state says so, not before the minimum term is over, not after what was agreed."""
    end, fixed, said = contract.ends_on, contract.fixed_end, f"contract {contract.number} is {contract.status.value}"
    if end is None and (fixed is not None or contract.status in {Status.ENDING, Status.ENDED}):
        yield Broken(Invariant.END_MISSING, said)
    if end is None:
        return
    if contract.status is Status.ACTIVE or (fixed is not None and end > fixed):
        yield Broken(Invariant.END_UNASKED, f"{said}, its end {end}")
    if not contract.terminated and end < add_months(contract.start, contract.option.term_months):
        yield Broken(Invariant.END_TOO_EARLY, f"{said}, {contract.start} to {end}")


def _options(_: Project, contract: Contract) -> Iterator[Broken]:
    """Each option but the first begins at a term end of the one before, and is another one (rule 7)."""
    before = replace(contract, changes=())
    for change in contract.changes:
        same = option_on(before, change.starts_on) == change.option
        if same or change.starts_on <= before.start or first_term_end(before, change.starts_on) != change.starts_on:
            said = f"contract {contract.number}: {change.option.name} from {change.starts_on}"
            yield Broken(Invariant.OPTION_ASTRAY, said)
        before = replace(before, changes=(*before.changes, change))


_CHECKS: tuple[Callable[[Project], Iterator[Broken]], ...] = (_coverage, _credits, _lines)
_OF_CONTRACTS: tuple[Callable[[Project, Contract], Iterator[Broken]], ...] = (
    _has_a_line,
    _gap,
    _booked,
    _covers,
    _end,
    _options,
)
