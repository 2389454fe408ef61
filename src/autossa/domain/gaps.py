"""The uncovered days before a contract or an extension, and what they cost (rule 4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from autossa.domain.amounts import Ssc
from autossa.domain.charges import charge_lines, multiplied
from autossa.domain.contracts import Gap
from autossa.domain.coverage import Period, Source
from autossa.domain.dates import DAY
from autossa.domain.entries import LateWaived
from autossa.domain.lines import Line
from autossa.domain.projects import Outcome, Project, record

TRANSFER = timedelta(days=14)
"""How long a transfer may take to arrive on the balance."""


def find_gap(project: Project, day: date, lines: tuple[Line, ...]) -> Gap | None:
    """The gap [E, C) on day C with the charges of these lines, or None when there is none (rule 4).

    Within the grace, or while staff waives the doubling, each line is charged once; else × late_multiplier.
    """
    start = project.first_uncovered_of(line for line in lines if line.confirmed)
    if start is None or start >= day:
        return None
    beyond = day > within_grace_until(project, start)
    late = beyond and not is_waived(project, day)
    charges = charge_lines(lines, start, day, anchor=start)
    if late:
        multiplier = project.terms.policy.late_multiplier
        charges = tuple(multiplied(charge, multiplier) for charge in charges)
    return Gap(start, day, late, charges, excused_days(project, start, day), waived=beyond and not late)


def first_to_pay(project: Project, since: date) -> date | None:
    """The first day from `since` on that costs something, requested licenses included: one is alive and charged."""
    days = (line.first_charged_day(since) for line in project.lines)
    return min((day for day in days if day is not None), default=None)


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


def excused_days(project: Project, start: date, day: date) -> int:
    """The days of [E, C) that do not count: of reviews that were rejected, and to react to one (rule 4)."""
    found = set()
    for first, last in _excused(project):
        found |= set(range(max(first, start).toordinal(), min(last, day).toordinal()))
    return len(found)


def within_grace_until(project: Project, start: date) -> date:
    """The last day C on which C − L, less the excused days, is not longer than the grace (rule 4)."""
    counted = start + timedelta(days=project.terms.policy.grace_days - 1)
    last = counted
    while (further := counted + timedelta(days=excused_days(project, start, last + DAY))) > last:
        last = further
    return last


def once_until(project: Project, start: date) -> date:
    """The last day on which the gap beginning on `start` still counts once, a waiver included (rule 4)."""
    within = within_grace_until(project, start)
    return within if project.waived_until is None else max(within, project.waived_until)


def is_waived(project: Project, day: date) -> bool:
    """Staff waives the doubling on that day (rule 4)."""
    return project.waived_until is not None and day <= project.waived_until


def waive_late(project: Project, day: date, last_day: date, reason: str) -> Outcome:
    """Staff waives the doubling of a late gap for one project, up to and including a day (rule 4).

    The one granted last counts, even where its day is earlier. Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a waiver needs a reason")
    return record(project, LateWaived(day, last_day, reason))


def is_late(project: Project, start: date, day: date) -> bool:
    """The gap beginning on `start` counts × late_multiplier on the day (rule 4)."""
    return day > once_until(project, start)


def back_payment(gap: Gap) -> Period:
    """The coverage that paying the gap books (rule 4)."""
    return Period(gap.start, gap.end, Source.BACK_PAYMENT, gap.start)


def _excused(project: Project) -> Iterator[tuple[date, date]]:
    """Days [first, last) that a rejected review excuses: those of the vendor in it, and those to react."""
    for review in project.rejections:
        first = review.concluded_on
        for question in review.questions:
            yield first, question.asked_on
            first = question.answered_on or review.rejected_on
        yield first, review.rejected_on + timedelta(days=project.terms.policy.reaction_days)
