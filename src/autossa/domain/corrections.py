"""Voiding what was booked wrongly (rule 10): credits flow back, coverage is revoked, a credit note is issued."""

from datetime import date, timedelta

from autossa.domain.contracts import Contract
from autossa.domain.invoices import NOT_NOTED, Noted, Reason
from autossa.domain.lines import Line
from autossa.domain.projects import Outcome, Project, record
from autossa.domain.refusals import Code, Refusal
from autossa.domain.returns import is_last_of_open_contract
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void


def void(
    project: Project,
    day: date,
    settlement: Settlement,
    reason: str,
    *,
    is_voided: bool = False,
    noted: Noted = NOT_NOTED,
) -> Outcome | Refusal:
    """Take back the last period of the contract or an addition, when nothing was booked on it since (rule 10).

    `is_voided` says that it was voided already: the same days may stand again by another settlement.
    `noted` is what credit notes took back before of its invoice: the rest is credited now (billing 7).
    A voided period is due again; a voided addition's line was never alive. Refused, in this order:
    `too_late_to_void` (after `void_days`), `not_booked` (gone already, or no period or addition), `booked_since`;
    then an addition whose license the gap of a contract in review was computed with (`in_contract`), and one that
    would leave an open contract without any license (`last_license`). Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a void needs a reason")
    if settlement.day < first_day_to_void(project, day):
        return Refusal(Code.TOO_LATE_TO_VOID)
    if is_voided:
        return Refusal(Code.NOT_BOOKED)
    check = {Reason.EXTENSION: _period_stands, Reason.ADDITION: _addition_stands}.get(settlement.reason)
    refusal = check(project, settlement) if check else Refusal(Code.NOT_BOOKED)
    return refusal or record(project, Void(day, settlement, reason, noted))


def first_day_to_void(project: Project, day: date) -> date:
    """The first day whose bookings can still be voided on a day; older ones stand (rule 10)."""
    return day - timedelta(days=project.terms.policy.void_days)


def _period_stands(project: Project, settlement: Settlement) -> Refusal | None:
    contract = project.contract
    if settlement.coverage not in project.coverage or not _is_of(contract, settlement):
        return Refusal(Code.NOT_BOOKED)
    last = contract is not None and contract.booked_until == settlement.end == project.covered_until
    return None if last and not _added_since(project, settlement) else Refusal(Code.BOOKED_SINCE)


def _added_since(project: Project, settlement: Settlement) -> bool:
    """A line is charged in the period, but not by it: its addition did that, and would be paid twice."""
    charged = {part.charge.line.number for part in settlement.parts}
    return any(
        line.confirmed and line.number not in charged and _is_charged_within(line, settlement) for line in project.lines
    )


def _is_charged_within(line: Line, settlement: Settlement) -> bool:
    first = line.first_charged_day(settlement.start)
    return first is not None and first < settlement.end


def _addition_stands(project: Project, settlement: Settlement) -> Refusal | None:
    line = _line(project, settlement)
    if line is None or line.is_empty:
        return Refusal(Code.NOT_BOOKED)
    if not line.is_open or project.covered_until != settlement.end:
        return Refusal(Code.BOOKED_SINCE)
    if _is_in_gap_under_review(project, line):
        return Refusal(Code.IN_CONTRACT)
    return Refusal(Code.LAST_LICENSE) if is_last_of_open_contract(project, line) else None


def _is_in_gap_under_review(project: Project, line: Line) -> bool:
    contract = project.contract
    if contract is None or contract.gap is None or not contract.is_under_review:
        return False
    return any(charge.line.number == line.number for charge in contract.gap.charges)


def _is_of(contract: Contract | None, settlement: Settlement) -> bool:
    return contract is not None and contract.is_open and contract.number == settlement.contract


def _line(project: Project, settlement: Settlement) -> Line | None:
    numbers = {part.charge.line.number for part in settlement.parts}
    return next((line for line in project.lines if line.number in numbers), None)
