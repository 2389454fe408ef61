"""What waiting for a contract would cost once a license is activated for the first time (rules 4 and 6).

The advice: conclude before the first activation, which fixes the day from which a project is in use without coverage.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from autossa.domain.contracts import Gap
from autossa.domain.dates import DAY
from autossa.domain.devices.devices import bind
from autossa.domain.gaps import find_gap, once_until
from autossa.domain.projects import Project
from autossa.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Advice:
    """From `uncovered_from` on each day is in use without coverage; up to `once_until` such days count once.

    `once` is the gap of whoever concludes on that last day, `late` of whoever does a day later, × `times`: what is
    missing of them costs nothing. `grace_days` is how many days count once.
    """

    uncovered_from: date
    once_until: date
    times: Fraction
    grace_days: int
    once: Gap | None = None
    late: Gap | None = None

    @property
    def late_from(self) -> date:
        """The first day on which the missed days are calculated `times` over."""
        return self.once_until + DAY


def before_first_activation(project: Project, day: date, license_id: str) -> Advice | None:
    """What to know before a license is activated on the day; None where it fixes nothing, or a contract is there.

    It fixes B of a project that never had coverage and in which no charged license was activated yet.
    """
    is_open = project.contract is not None and project.contract.is_open
    if project.base is not None or is_open:
        return None
    bound = bind(project, day, license_id)
    if isinstance(bound, Refusal) or (start := bound.project.first_uncovered) is None:
        return None
    after, policy = bound.project, project.terms.policy
    last = once_until(after, start)
    lines = tuple(line for line in after.lines if line.confirmed)
    return Advice(
        uncovered_from=start,
        once_until=last,
        times=policy.late_multiplier,
        grace_days=policy.grace_days,
        once=find_gap(after, last, lines),
        late=find_gap(after, last + DAY, lines),
    )
