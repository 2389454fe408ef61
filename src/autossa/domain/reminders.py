"""What people are reminded of, and when; pure, so that a preview and the nightly job say the same.

Each reminder has a day on which it falls due. It is sent on that day or, after a silence, on the first day after it on
which it still helps; of several steps of one kind only the latest (30 days left, not 90) is sent then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from autossa.domain.amounts import Money, Ssc
from autossa.domain.cancellations import earliest_end, last_day_to_cancel
from autossa.domain.contracts import Contract, Status, next_period
from autossa.domain.dates import DAY
from autossa.domain.policies import ReminderPolicy
from autossa.domain.projects import Project
from autossa.domain.refusals import Refusal
from autossa.domain.renewals import book_period, due_on
from autossa.domain.settlements import Settlement


class Kind(StrEnum):
    """What a reminder is about."""

    EXPIRY = "expiry"
    LAST_DAY_TO_CANCEL = "last_day_to_cancel"
    CHARGE = "charge"
    GAP_DOUBLES = "gap_doubles"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder: the day it fell due, the day it is about, and for a charge what it will be.

    `due_on` and `about` tell it apart from others of its kind: it is sent once.
    """

    kind: Kind
    due_on: date
    about: date
    ssc: Ssc = 0
    gross: Money = 0


def reminders_due(project: Project, today: date) -> list[Reminder]:
    """The reminders of a project that are due and still help on the day."""
    policy = project.terms.policy.reminders
    found = (_expiry(project, today, policy), _gap_doubles(project, today, policy))
    about_contract = _of_contract(project, project.contract, today, policy) if project.contract else ()
    return [reminder for reminder in (*found, *about_contract) if reminder is not None]


def _expiry(project: Project, today: date, policy: ReminderPolicy) -> Reminder | None:
    """Coverage that nothing extends ends soon: 90, 60, 30, 7 days before, the latest step that has come."""
    until, contract = project.covered_until, project.contract
    if (
        until is None
        or until <= today
        or (contract is not None and contract.is_open and not _ends_with(contract, until))
    ):
        return None
    steps = [until - timedelta(days=days) for days in policy.expiry_days]
    passed = [step for step in steps if step <= today]
    return Reminder(Kind.EXPIRY, max(passed), until) if passed else None


def _gap_doubles(project: Project, today: date, policy: ReminderPolicy) -> Reminder | None:
    """A lapsed project whose gap will soon be calculated twice (rule 4)."""
    start = project.first_uncovered
    if start is None or start > today or (project.contract is not None and project.contract.is_open):
        return None
    doubles_on = start - DAY + timedelta(days=project.terms.policy.grace_days + 1)
    due = doubles_on - timedelta(days=policy.gap_days)
    return Reminder(Kind.GAP_DOUBLES, due, doubles_on) if due <= today < doubles_on else None


def _of_contract(
    project: Project, contract: Contract, today: date, policy: ReminderPolicy
) -> Iterator[Reminder | None]:
    if contract.status is Status.ACTIVE:
        yield _last_day(contract, today, policy)
    if contract.is_running:
        yield _charge(project, contract, today, policy)


def _last_day(contract: Contract, today: date, policy: ReminderPolicy) -> Reminder | None:
    """The last day to cancel for the next term end comes near (rule 7)."""
    last = last_day_to_cancel(earliest_end(contract.start, contract.option, today), contract.option)
    due = last - timedelta(days=policy.cancel_days)
    if contract.option.term_months <= contract.option.notice_months or due > today:
        return None  # a flex contract could be reminded every month: that would be noise
    return Reminder(Kind.LAST_DAY_TO_CANCEL, due, last)


def _charge(project: Project, contract: Contract, today: date, policy: ReminderPolicy) -> Reminder | None:
    """A period will soon be booked: its preview, as of the day it is due (rule 5)."""
    period, booked_on = next_period(contract), due_on(contract, project.terms.policy.renewal_lead_days)
    if period is None or booked_on is None or booked_on <= today:
        return None
    due = booked_on - timedelta(days=policy.charge_days)
    if due > today:
        return None
    outcome = book_period(project, booked_on)
    if isinstance(outcome, Refusal):
        return None
    settlement = next(entry for entry in outcome.entries if isinstance(entry, Settlement))
    gross = settlement.invoice.gross if settlement.invoice else 0
    return Reminder(Kind.CHARGE, due, booked_on, settlement.ssc, gross)


def _ends_with(contract: Contract, until: date) -> bool:
    """The contract ends and will extend nothing beyond that day."""
    return contract.ends_on is not None and contract.ends_on <= until
