"""Credits: topped up, opened, adjusted, and used to extend by hand (rule 8). Amounts in hundredths of an SSC."""

from uuid import UUID

from autossa.domain import extensions, topups
from autossa.domain.amounts import Money, Ssc, show
from autossa.domain.credits import LotSource
from autossa.domain.projects import Outcome
from autossa.operations.deciding import decide
from autossa.operations.errors import Invalid
from autossa.operations.occasions import Occasion
from autossa.operations.texts import read_quantity, read_text

MOST_SSC = 10**14  # hundredths: beyond any balance, within what is stored
MOST_MONTHS = 1200


def top_up(*, project: UUID, ssc: Ssc, by: Occasion, paid: Money | None = None) -> Outcome:
    """Credits that were bought; `paid` in minor money units. Raises Invalid when not above 0."""
    return _add(project, ssc, LotSource.TOP_UP, by, paid=paid)


def open_balance(*, project: UUID, ssc: Ssc, by: Occasion) -> Outcome:
    """The opening balance of a project that comes from elsewhere. Raises Invalid when not above 0."""
    return _add(project, ssc, LotSource.OPENING, by)


def adjust(*, project: UUID, ssc: Ssc, reason: str, by: Occasion) -> Outcome:
    """Staff adds credits, or takes free ones away (a negative amount), with a reason.

    Raises Invalid without a reason or for 0, Refused `insufficient_credits` for more than is free.
    """
    reason = read_text(reason, "the reason", 500)
    _check_size(ssc)
    if ssc > 0:
        return _add(project, ssc, LotSource.ADJUSTMENT, by, reason=reason)
    if ssc == 0:
        raise Invalid("an adjustment of 0.00 changes nothing")
    return decide(
        project=project,
        by=by,
        action="adjust_credits",
        rule=lambda facts: topups.write_off(facts, by.day, -ssc, reason),
        details={"ssc": show(ssc), "reason": reason},
    )


def extend(*, project: UUID, months: int, by: Occasion) -> Outcome:
    """Extend coverage by hand from the balance alone (rule 8). Raises Refused, Invalid for less than one month."""
    read_quantity(months, "the number of months", MOST_MONTHS)
    return decide(
        project=project,
        by=by,
        action="extend",
        rule=lambda facts: extensions.extend(facts, by.day, months),
        details={"months": months},
    )


def _add(
    project: UUID, ssc: Ssc, source: LotSource, by: Occasion, *, paid: Money | None = None, reason: str = ""
) -> Outcome:
    if ssc <= 0:
        raise Invalid("the amount must be above 0")
    _check_size(ssc)
    return decide(
        project=project,
        by=by,
        action="top_up" if source is LotSource.TOP_UP else "adjust_credits",
        rule=lambda facts: topups.top_up(facts, by.day, ssc, source, paid),
        details={"ssc": show(ssc), "source": source.value, "reason": reason},
    )


def _check_size(ssc: Ssc) -> None:
    if abs(ssc) > MOST_SSC:
        raise Invalid(f"an amount may be at most {show(MOST_SSC)} SSC")
