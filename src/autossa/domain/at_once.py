"""What is booked at once with a decision that makes something due: it need not wait for the night (rule 5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from autossa.domain import reviews, suspensions
from autossa.domain.license_requests import confirm_all
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.domain.renewals import run_day

Rule = Callable[[Project], Outcome | Refusal]
"""One use case on a project: what it does, or why not."""


@dataclass(frozen=True, slots=True)
class BookedAtOnce:
    """A rule: a decision of a day, and all that is due on that day once it is made.

    The decision stands by itself: where what is due cannot be booked, it is what remains.
    """

    decision: Rule
    day: date

    def __call__(self, project: Project) -> Outcome | Refusal:
        """The decision and what it makes due; refused as the decision is."""
        decided = self.decision(project)
        if isinstance(decided, Refusal):
            return decided
        return decided.followed_by(run_day(decided.project, self.day))


def approve(day: date, lines: Sequence[int] = ()) -> BookedAtOnce:
    """Approve the contract in review (rule 4); with it confirm these lines that were requested later (rule 6).

    Refused as `reviews.approve`, or as `licenses.confirm` for one of the lines: all or nothing.
    """

    def decision(project: Project) -> Outcome | Refusal:
        approved = reviews.approve(project, day)
        if isinstance(approved, Refusal):
            return approved
        confirmed = confirm_all(approved.project, day, lines)
        return confirmed if isinstance(confirmed, Refusal) else approved.followed_by(confirmed)

    return BookedAtOnce(decision, day)


def resume(day: date) -> BookedAtOnce:
    """Resume a suspended contract (rule 4), and book every period that fell due meanwhile. Refused: `not_suspended`."""
    return BookedAtOnce(lambda project: suspensions.resume(project, day), day)
