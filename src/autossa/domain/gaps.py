"""The uncovered days before a contract or an extension, and what they cost (rule 4)."""

from dataclasses import dataclass
from datetime import date, timedelta

from autossa.domain.amounts import Ssc
from autossa.domain.charges import charge_lines, multiplied
from autossa.domain.contracts import Gap
from autossa.domain.coverage import Period, Source
from autossa.domain.dates import DAY
from autossa.domain.lines import Line
from autossa.domain.projects import Project

TRANSFER = timedelta(days=14)
"""How long a transfer may take to arrive on the balance."""


def find_gap(project: Project, day: date, lines: tuple[Line, ...]) -> Gap | None:
    """The gap [E, C) on day C with the charges of these lines, or None when there is none (rule 4).

    Within the grace each line is charged once, after it × late_multiplier.
    """
    start = project.first_uncovered
    if start is None or start >= day:
        return None
    late = is_late(project, start, day)
    charges = charge_lines(lines, start, day, anchor=start)
    if late:
        multiplier = project.terms.policy.late_multiplier
        charges = tuple(multiplied(charge, multiplier) for charge in charges)
    return Gap(start, day, late, bool(charges), charges, excused_days(project, start))


@dataclass(frozen=True, slots=True)
class Enough:
    """What suffices when it has arrived by `day`: the SSC (hundredths) that the balance lacks then."""

    ssc: Ssc
    day: date


def enough_to_pay(project: Project, day: date, lines: tuple[Line, ...], besides: Ssc = 0) -> Enough | None:
    """What to top up when the gap is paid from the balance once a transfer has arrived; it grows until then.

    `besides` are SSC that are paid with it. None where no gap counts more than once on that day, or nothing is missing.
    """
    arrived = day + TRANSFER
    gap = find_gap(project, arrived, lines)
    if gap is None or not gap.late:
        return None
    missing = gap.ssc + besides - project.credits.free
    return Enough(missing, arrived) if missing > 0 else None


def excused_days(project: Project, start: date) -> int:
    """Days that earlier contracts for the same gap spent in a review that ended in rejection (rule 4)."""
    return sum(rejection.days for rejection in project.rejections if rejection.gap_start == start)


def once_until(project: Project, start: date) -> date:
    """The last day on which a contract for the gap beginning on `start` still counts it once (rule 4)."""
    return start - DAY + timedelta(days=project.terms.policy.grace_days + excused_days(project, start))


def is_late(project: Project, start: date, day: date) -> bool:
    """C − L, less the excused days, is longer than the grace (rule 4)."""
    return day > once_until(project, start)


def back_payment(gap: Gap) -> Period | None:
    """The coverage that paying the gap books; None when no line was alive in it (rule 4)."""
    return Period(gap.start, gap.end, Source.BACK_PAYMENT, gap.start) if gap.covers else None
