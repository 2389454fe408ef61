"""What people are reminded of, and when; pure, so that a preview and the nightly job say the same.

Each reminder has a day on which it falls due. It is sent on that day or, after a silence, on the first day after it on
which it still helps; of several steps of one kind only the latest (30 days left, not 90) is sent then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from autossa.domain.amounts import Ssc
from autossa.domain.cancellations import reachable_end
from autossa.domain.charges import ONCE
from autossa.domain.conclusions import with_requested
from autossa.domain.contracts import Contract, Status
from autossa.domain.coverage import Source, days_left
from autossa.domain.dates import DAY
from autossa.domain.gaps import find_gap, first_to_pay, once_until
from autossa.domain.lines import Line
from autossa.domain.policies import ReminderPolicy
from autossa.domain.projects import Project
from autossa.domain.refusals import Refusal
from autossa.domain.renewals import book_period, due_on
from autossa.domain.settlements import Settlement


class Kind(StrEnum):
    """What a reminder is about."""

    EXPIRY = "expiry"
    INCLUDED_ENDS = "included_ends"
    LAST_DAY_TO_CANCEL = "last_day_to_cancel"
    CHARGE = "charge"
    GAP_DOUBLES = "gap_doubles"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of a kind: the day it fell due, which tells it apart, and the day it is about.

    That is the first day not covered, the first day that the SSA sold with licenses no longer includes, the last day to
    cancel, the day of the booking (`charge` is what it will be), or the first day on which a gap counts more than once
    (`once` is what it costs the day before, `late` from then on).
    """

    kind: Kind
    due_on: date
    about: date
    charge: Settlement | None = None
    once: Ssc = 0
    late: Ssc = 0


def reminders_due(
    project: Project, today: date, end_known_since: date | None = None, extended_on: date | None = None
) -> list[Reminder]:
    """The reminders of a project that are due and still help on the day.

    `end_known_since` is the day on which the contract's end was set, `extended_on` that on which coverage was extended
    by hand up to where it ends: what would have been due before was said then.
    """
    policy = project.terms.policy.reminders
    found = [
        _expiry(project, today, policy, end_known_since, extended_on),
        _included_ends(project, today, policy),
        _gap_doubles(project, today, policy),
    ]
    if project.contract is not None:
        found += _of_contract(project, project.contract, today, policy)
    return [reminder for reminder in found if reminder is not None]


def _expiry(
    project: Project,
    today: date,
    policy: ReminderPolicy,
    end_known_since: date | None,
    extended_on: date | None,
) -> Reminder | None:
    """Coverage that nothing extends ends soon: with 90, 60, 30, 7 days left, the latest step that has come."""
    until = _end_of_coverage(project)
    if until is None or first_to_pay(project, until) != until:
        return None
    known_since = _known_since(project, until, end_known_since, extended_on)
    return _step(Kind.EXPIRY, until, today, policy, known_since)


def _included_ends(project: Project, today: date, policy: ReminderPolicy) -> Reminder | None:
    """Nothing is to be paid for yet, since licenses still include their SSA: told as often before that is over.

    Until then nobody is reminded that the project is not covered.
    """
    contract, until = project.contract, _end_of_coverage(project)
    if until is None and contract is not None and contract.is_open:
        return None
    own = [line for line in project.lines if line.included_until is not None and line.confirmed]
    if until is None and own and not any(_is_to_pay(line, today) for line in project.lines if line not in own):
        until = project.base or min(line.added_on for line in own)
    ends = first_to_pay(project, until) if until is not None else None
    if until is None or ends is None or ends <= until:
        return None
    acquired = max((line.acquired_on for line in own if line.charged_from == ends), default=until)
    return _step(Kind.INCLUDED_ENDS, ends, today, policy, acquired)


def _step(kind: Kind, about: date, today: date, policy: ReminderPolicy, known_since: date) -> Reminder | None:
    """The latest step before a day that has come, as long as that lies ahead."""
    steps = [_day_with_left(about, days) for days in policy.expiry_days]
    passed = [step for step in steps if known_since < step <= today]
    return Reminder(kind, max(passed), about) if passed and days_left(about, today) >= 0 else None


def _is_to_pay(line: Line, day: date) -> bool:
    return line.confirmed and line.first_charged_day(day) == day


def _day_with_left(until: date, days: int) -> date:
    """The day on which so many days are left to the one before `until` (see `coverage.days_left`)."""
    return until - DAY - timedelta(days=days)


def _end_of_coverage(project: Project) -> date | None:
    """The first day that nothing will cover; None while a contract goes on or is decided on.

    Of a contract that ends it is the end that counts, whatever of it is booked by now.
    """
    contract, until = project.contract, project.covered_until
    if contract is None or not contract.is_open:
        return until
    if not contract.is_running or contract.ends_on is None:
        return None
    return max(until or contract.ends_on, contract.ends_on)


def _known_since(project: Project, until: date, end_set_on: date | None, extended_on: date | None) -> date:
    """Since when people know that end: it was agreed, set, or bought. A step before that would only repeat it."""
    contract = project.contract
    days = [end_set_on, extended_on or _bought_since(project, until)]
    if contract is not None and contract.ends_on == contract.fixed_end == until:
        days.append(contract.concluded_on)
    return max((day for day in days if day is not None), default=date.min)


def _bought_since(project: Project, until: date) -> date | None:
    """The earliest day on which coverage was extended by hand up to its end; None when a contract did that.

    What follows other coverage may have been bought on any day of that: a period's first day does not tell.
    """
    begins = {period.end: period for period in project.coverage}
    period = begins.get(until)
    if period is None or period.source is not Source.MANUAL:
        return None
    while period.start in begins:
        period = begins[period.start]
    return period.start


def _gap_doubles(project: Project, today: date, policy: ReminderPolicy) -> Reminder | None:
    """A lapsed project whose gap will soon be calculated twice (rule 4); days that were excused come on top."""
    start, terms = project.first_uncovered, project.terms.policy
    if start is None or start > today or (project.contract is not None and project.contract.is_open):
        return None
    doubles_on = once_until(project, start) + DAY
    due = _day_with_left(doubles_on, policy.gap_days)
    if not due <= today < doubles_on or terms.late_multiplier <= ONCE or not _has_license(project, doubles_on):
        return None
    return Reminder(
        Kind.GAP_DOUBLES,
        due,
        doubles_on,
        once=_gap_cost(project, doubles_on - DAY),
        late=_gap_cost(project, doubles_on),
    )


def _of_contract(
    project: Project, contract: Contract, today: date, policy: ReminderPolicy
) -> Iterator[Reminder | None]:
    if contract.status is Status.ACTIVE:
        yield _last_day(contract, today, policy)
    if contract.is_running:
        yield _charge(project, contract, today, policy)


def _last_day(contract: Contract, today: date, policy: ReminderPolicy) -> Reminder | None:
    """The last day to cancel for the next term end comes near (rule 7)."""
    end = reachable_end(contract, today)
    due = end.last_day - timedelta(days=policy.cancel_days)
    if end.option.term_months <= end.option.notice_months or due > today:
        return None  # a flex contract could be reminded every month: that would be noise
    return Reminder(Kind.LAST_DAY_TO_CANCEL, due, end.last_day)


def _charge(project: Project, contract: Contract, today: date, policy: ReminderPolicy) -> Reminder | None:
    """A period will soon be booked: its preview, as of the day it is due (rule 5); none when it costs nothing."""
    booked_on = due_on(contract, project.terms.policy.renewal_lead_days)
    if booked_on is None or booked_on <= today:
        return None
    due = booked_on - timedelta(days=policy.charge_days)
    if due > today:
        return None
    outcome = book_period(project, booked_on)
    if isinstance(outcome, Refusal):
        return None
    settlement = outcome.settlements[0]
    return Reminder(Kind.CHARGE, due, booked_on, charge=settlement) if settlement.ssc else None


def _gap_cost(project: Project, day: date) -> Ssc:
    """What the gap would cost if a contract were concluded on the day, the lines it would confirm included."""
    gap = find_gap(project, day, with_requested(project.lines))
    return gap.ssc if gap else 0


def _has_license(project: Project, day: date) -> bool:
    """A contract could be concluded for that day: a charged line is alive then (rule 4)."""
    return any(line.is_charged and line.alive_on(day) for line in project.lines)
