"""Credits that come in without an invoice of a contract: bought, from a key, an opening balance, an adjustment."""

from datetime import date

from autossa.domain.amounts import Money, Ssc
from autossa.domain.credits import Lot, LotSource
from autossa.domain.entries import ToppedUp
from autossa.domain.projects import Outcome, Project, record


def top_up(
    project: Project, day: date, ssc: Ssc, source: LotSource = LotSource.TOP_UP, paid: Money | None = None
) -> Outcome:
    """Add a lot of credits, in hundredths of an SSC; `paid` in minor money units.

    Raises ValueError when not above 0.
    """
    if ssc <= 0:
        raise ValueError("a top-up must be above 0")
    return record(project, ToppedUp(day, Lot(project.credits.next_lot, source, ssc, paid=paid)))
