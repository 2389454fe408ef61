"""The page of one run: what it did, what it was checked against, what voiding it would take back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.rights import Action
from autossa.queries.access import Account, staff_may
from autossa.queries.runs.history import RunRow, run_row
from autossa.queries.runs.safety.voidable import Voidable, VoidingRow, read_voidable, voidings_of
from autossa.store import models

_BOOKED = ("finished", "broken", "voided")


@dataclass(frozen=True, slots=True)
class RunPage:
    """`voidable` is None where nothing was booked; `can_void` where whoever reads may propose to void it."""

    run: RunRow
    voidable: Voidable | None
    voidings: tuple[VoidingRow, ...]
    may_decide: bool
    may_correct: bool
    can_void: bool


def run_page(run: UUID, today: date, *, account: Account) -> RunPage | None:
    """Everything that the page shows; None where there is no such run."""
    row = run_row(run)
    if row is None:
        return None
    voidings, may_correct = voidings_of(run, account.user), staff_may(account, Action.CORRECT)
    voidable = read_voidable(run, today) if row.periods and row.state in _BOOKED else None
    is_open = any(one.state in ("proposed", "approved") for one in voidings)
    can_void = may_correct and not is_open and row.state != "voided" and voidable is not None and voidable.periods > 0
    return RunPage(row, voidable, voidings, staff_may(account, Action.START_RUNS), may_correct, can_void)


def wants_run_mails(user: UUID | None) -> bool:
    """Whether somebody of the vendor is told of runs that need attention."""
    found = models.Membership.objects.filter(user=user, organisation__kind="vendor")
    return found.filter(told_of_runs=True).exists()
