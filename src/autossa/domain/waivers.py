"""Staff waives the doubling of a late gap for one project, up to and including a day (rule 4)."""

from datetime import date

from autossa.domain.entries import LateWaived
from autossa.domain.projects import Outcome, Project, record


def waive_late(project: Project, day: date, last_day: date, reason: str) -> Outcome:
    """The one granted last counts, even where its day is earlier. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("a waiver needs a reason")
    return record(project, LateWaived(day, last_day, reason))
