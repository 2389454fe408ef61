"""Giving licenses up, and taking that back before it takes effect (rule 6).

Releasing a license from its device is another thing: it lives on, and counts for SSA as before.
"""

from collections.abc import Iterator
from datetime import date

from autossa.domain.contracts import Contract, Status, first_term_end
from autossa.domain.entries import LineReturned, ReturnUndone
from autossa.domain.licenses import next_number, open_line
from autossa.domain.lines import Line
from autossa.domain.policies import GiveUp
from autossa.domain.projects import Outcome, Project, record
from autossa.domain.refusals import Code, Refusal

_BINDS = frozenset({Status.ACTIVE, Status.ENDING, Status.SUSPENDED})


def return_license(project: Project, day: date, license_id: str, quantity: int) -> Outcome | Refusal:
    """Give a quantity of a license up: it ends on `effective_day`, the rest goes on as a remainder line (rule 6).

    Refused, in this order: `no_such_license`, `quantity_too_large`, `last_license`.
    """
    line = open_line(project, license_id)
    if line is None:
        return Refusal(Code.NO_SUCH_LICENSE)
    if quantity > line.quantity:
        return Refusal(Code.QUANTITY_TOO_LARGE)
    if quantity == line.quantity and is_last_of_open_contract(project, line):
        return Refusal(Code.LAST_LICENSE)
    effective = effective_day(project, day, line)
    remainder = _remainder(project, line, quantity, effective) if quantity < line.quantity else None
    return record(project, LineReturned(day, line.number, effective, remainder))


def undo(project: Project, day: date, license_id: str) -> Outcome | Refusal:
    """Take back what was last to be given up of a license: all of it that has the latest effective day (rule 6).

    Possible before that day, and while coverage does not reach beyond it. Refused, in this order: `no_such_license`
    (all of its lines have ended), `nothing_to_undo`.
    """
    lines = [line for line in project.lines if line.license_id == license_id and line.confirmed]
    if all(line.is_empty or (line.ended_on is not None and line.ended_on <= day) for line in lines):
        return Refusal(Code.NO_SUCH_LICENSE)
    line = last_given_up(project, license_id)
    if line is None or not can_be_undone(project, day, line):
        return Refusal(Code.NOTHING_TO_UNDO)
    return record(project, ReturnUndone(day, line.number, tuple(rest.number for rest in _goes_on(project, line))))


def given_up_with(project: Project, line: Line) -> int:
    """The quantity of a license that ends with a line: all of it but what goes on as the next one."""
    return line.quantity - sum(rest.quantity for rest in _goes_on(project, line))


def _goes_on(project: Project, line: Line) -> Iterator[Line]:
    """What remains of the license when the line ends."""
    for other in project.lines:
        if other.license_id == line.license_id and other.added_on == line.ended_on and not other.is_empty:
            yield other


def can_be_undone(project: Project, day: date, line: Line) -> bool:
    """Its end lies ahead, and no coverage reaches beyond it (rule 6)."""
    ends, until = line.ended_on, project.covered_until
    return ends is not None and day < ends and (until is None or until <= ends)


def effective_day(project: Project, day: date, line: Line) -> date:
    """The day on which a line ends that is given up on a day (rule 6): what is paid is not paid back.

    What is never charged ends on the day itself; the rest with the coverage, or under a contract that has begun with
    the term, at the latest with the contract. Never before the line itself begins.
    """
    if not line.is_charged:
        return max(day, line.added_on)
    paid_until = max(day, project.covered_until or day)
    contract = project.contract
    if contract is None or not _is_bound(project, contract, day):
        return max(paid_until, line.added_on)
    term_end = first_term_end(contract, paid_until)
    end = term_end if contract.ends_on is None else min(term_end, contract.ends_on)
    return max(paid_until, end, line.added_on)


def is_last_of_open_contract(project: Project, line: Line) -> bool:
    """Without this charged line an open contract would have nothing left to cover: it stays until that is cancelled."""
    if project.contract is None or not project.contract.is_open or not line.is_charged:
        return False
    return not any(
        other.is_open and other.confirmed and other.is_charged for other in project.lines if other.number != line.number
    )


def _is_bound(project: Project, contract: Contract, day: date) -> bool:
    """A minimum term binds the quantity too, once it has begun."""
    binds = project.terms.policy.give_up is GiveUp.TERM and contract.status in _BINDS
    return binds and contract.start <= day


def last_given_up(project: Project, license_id: str) -> Line | None:
    """The line of a license that ends, or ended, last by being given up; None when none was."""
    own = (line for line in project.lines if line.license_id == license_id and line.confirmed)
    ended = (line for line in own if line.ended_on is not None and not line.is_empty)
    return max(ended, key=lambda line: line.ended_on or line.added_on, default=None)


def _remainder(project: Project, line: Line, quantity: int, effective: date) -> Line:
    return line._replace(number=next_number(project), quantity=line.quantity - quantity, added_on=effective)
