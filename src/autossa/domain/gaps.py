"""The uncovered days before a contract or an extension, and what they cost (rule 4)."""

from datetime import date

from autossa.domain.charges import charge_lines, multiplied
from autossa.domain.contracts import Gap
from autossa.domain.coverage import Period, Source
from autossa.domain.dates import DAY
from autossa.domain.lines import Line
from autossa.domain.projects import Project


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
    return Gap(start, day, late, covers=bool(charges), charges=charges)


def is_late(project: Project, start: date, day: date) -> bool:
    """C − L is longer than the grace (rule 4); days in a review that was rejected for the same gap do not count."""
    last_covered = start - DAY
    excused = sum(rejection.days for rejection in project.rejections if rejection.gap_start == start)
    return (day - last_covered).days - excused > project.terms.policy.grace_days


def back_payment(gap: Gap) -> Period | None:
    """The coverage that paying the gap books; None when no line was alive in it (rule 4)."""
    return Period(gap.start, gap.end, Source.BACK_PAYMENT, gap.start) if gap.covers else None
