"""What comes after a letter, and by when it can still be prevented (billing 16, 17)."""

from dataclasses import dataclass
from datetime import date, timedelta

from autossa.domain.billing.dunning.cases import Case, Letter, late_documents
from autossa.domain.billing.dunning.levels import DunningPolicy, What
from autossa.domain.dates import DAY

PAY_DAYS = 7
"""Days to pay after a letter that no other follows."""


@dataclass(frozen=True, slots=True)
class NextStage:
    """The level that follows, which counts from 1, and the day on which it is reached if nothing is paid."""

    level: int
    day: date


def next_stage(case: Case, letter: Letter, policy: DunningPolicy, running: frozenset[str]) -> NextStage | None:
    """What follows a letter; None after the last, and where the next one would suspend and no contract runs.

    A suspension comes no earlier than its warning allows, which is given with the letter at the latest.
    """
    if letter.level >= len(policy.levels):
        return None
    level = policy.levels[letter.level]
    reached = {line.document for line in letter.lines if line.level == letter.level}
    lates = [late for late in late_documents(case, letter.day) if late.key in reached]
    days = [late.since + timedelta(days=level.days) for late in lates]
    if level.what is What.SUSPEND:
        days = [
            max(day, (case.warned_on(contract, late.key, late.since) or letter.day) + timedelta(days=policy.warn_days))
            for late, day in zip(lates, days, strict=True)
            for contract in case.contracts.get(late.key, frozenset()) & running
        ]
    return NextStage(letter.level + 1, max(min(days), letter.day + DAY)) if days else None


def pay_until(letter: Letter, following: NextStage | None) -> date:
    """The last day to pay before the next stage."""
    return following.day - DAY if following else letter.day + timedelta(days=PAY_DAYS)
