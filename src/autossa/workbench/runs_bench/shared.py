"""One run that several workers book: who leads opens it, and closes it when all is booked; the others find it."""

from time import monotonic, sleep
from uuid import UUID

from autossa.operations.context import ActionContext
from autossa.operations.runs import renewals
from autossa.operations.runs.renewals import Booked
from autossa.queries.runs.due import count_due
from autossa.store import models

PATIENCE = 60.0
_STEP = 0.002


def lead(ctx: ActionContext) -> tuple[UUID, Booked]:
    """Open the run, book with the others, wait for their last chunks, close it. Raises RuntimeError."""
    done: list[Booked] = []

    def book(run: UUID) -> Booked:
        done.append(renewals.book_due(run=run, ctx=ctx))
        end = monotonic() + PATIENCE
        while count_due(ctx.today):
            _pause(end, "what others claimed is not booked")
        return done[0]

    return renewals.book_all(ctx=ctx, book=book), done[0]


def follow(ctx: ActionContext) -> tuple[UUID, Booked]:
    """Book with the others, as soon as the run is open. Raises RuntimeError."""
    end = monotonic() + PATIENCE
    while (run := models.Run.objects.filter(day=ctx.today).values_list("pk", flat=True).last()) is None:
        _pause(end, "no run was opened")
    return run, renewals.book_due(run=run, ctx=ctx)


def _pause(end: float, problem: str) -> None:
    if monotonic() > end:
        raise RuntimeError(f"{problem} after {PATIENCE:.0f} seconds")
    sleep(_STEP)
