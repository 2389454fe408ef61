"""Credits that come in without an invoice of a contract, and those that staff takes away again."""

from datetime import date

from autossa.domain.amounts import Money, Ssc
from autossa.domain.credits import Lot, LotSource, draw_free
from autossa.domain.entries import CreditsWrittenOff, ToppedUp
from autossa.domain.projects import Outcome, Project, record
from autossa.domain.refusals import Code, Refusal


def top_up(
    project: Project, day: date, ssc: Ssc, source: LotSource = LotSource.TOP_UP, paid: Money | None = None
) -> Outcome:
    """Add a lot of credits, in hundredths of an SSC; `paid` in minor money units.

    Raises ValueError when not above 0.
    """
    if ssc <= 0:
        raise ValueError("a top-up must be above 0")
    return record(project, ToppedUp(day, Lot(project.credits.next_lot, source, ssc, paid=paid)))


def write_off(project: Project, day: date, ssc: Ssc, reason: str) -> Outcome | Refusal:
    """Take free credits away, oldest lot first, in hundredths of an SSC. Refused: `insufficient_credits`.

    Raises ValueError when not above 0, or without a reason.
    """
    if ssc <= 0 or not reason.strip():
        raise ValueError("a write-off must be above 0 and needs a reason")
    missing = ssc - project.credits.free
    if missing > 0:
        return Refusal(Code.INSUFFICIENT_CREDITS, missing_ssc=missing)
    return record(project, CreditsWrittenOff(day, draw_free(project.credits, ssc), reason))
