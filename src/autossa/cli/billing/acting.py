"""On which day a command acts, known to be none to come before anything is looked for."""

from typing import TYPE_CHECKING

from autossa.cli.boot import action_context

if TYPE_CHECKING:
    from autossa.operations.context import ActionContext


def acting_on(on: str | None) -> "ActionContext":
    """The occasion, on the day that was given, else today. Raises DayToCome."""
    from autossa.operations.days import check_day

    ctx = action_context(on)
    check_day(ctx)
    return ctx
