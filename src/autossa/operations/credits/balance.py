"""The balance of a project: topped up, opened, adjusted. Amounts in hundredths of an SSC."""

from uuid import UUID

from autossa.domain import topups
from autossa.domain.amounts import Money, Ssc, show
from autossa.domain.credits import LotSource
from autossa.domain.projects import Outcome
from autossa.operations.context import ActionContext
from autossa.operations.decide import apply
from autossa.operations.errors import Invalid
from autossa.operations.validation import MAX_REASON, read_text

MAX_SSC = 10**14  # hundredths: beyond any balance, within what is stored


class AmountNotAboveZero(Invalid):
    """The amount must be above 0."""

    field = "ssc"


class AmountTooLarge(Invalid):
    """An amount may be at most {most} SSC."""

    field = "ssc"


class AdjustmentOfNothing(Invalid):
    """An adjustment of 0.00 changes nothing."""

    field = "ssc"


def top_up(*, project: UUID, ssc: Ssc, ctx: ActionContext, paid: Money | None = None) -> Outcome:
    """Credits that were bought; `paid` in minor money units. Raises Invalid when not above 0."""
    return _add(project, ssc, LotSource.TOP_UP, ctx, paid=paid)


def open_balance(*, project: UUID, ssc: Ssc, ctx: ActionContext) -> Outcome:
    """The opening balance of a project that comes from elsewhere. Raises Invalid when not above 0."""
    return _add(project, ssc, LotSource.OPENING, ctx)


def adjust(*, project: UUID, ssc: Ssc, reason: str, ctx: ActionContext) -> Outcome:
    """Staff adds credits, or takes free ones away (a negative amount), with a reason.

    A page says what it showed (`ctx.seen`), so that a form sent twice adjusts once. Raises Invalid without a reason or
    for 0, Refused `insufficient_credits` for more than is free.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    _check_size(ssc)
    if ssc > 0:
        return _add(project, ssc, LotSource.ADJUSTMENT, ctx, reason=reason)
    if ssc == 0:
        raise AdjustmentOfNothing
    return apply(
        project=project,
        ctx=ctx,
        action="adjust_credits",
        rule=lambda facts: topups.write_off(facts, ctx.today, -ssc, reason),
        details={"ssc": show(ssc), "reason": reason},
    )


def _add(
    project: UUID,
    ssc: Ssc,
    source: LotSource,
    ctx: ActionContext,
    *,
    paid: Money | None = None,
    reason: str = "",
) -> Outcome:
    if ssc <= 0:
        raise AmountNotAboveZero
    _check_size(ssc)
    return apply(
        project=project,
        ctx=ctx,
        action="top_up" if source is LotSource.TOP_UP else "adjust_credits",
        rule=lambda facts: topups.top_up(facts, ctx.today, ssc, source, paid),
        details={"ssc": show(ssc), "source": source.value, "reason": reason},
    )


def _check_size(ssc: Ssc) -> None:
    if abs(ssc) > MAX_SSC:
        raise AmountTooLarge(most=show(MAX_SSC))
