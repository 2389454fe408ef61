"""Endpoints that keep runs safe: one that is halted goes on or is stopped; one is voided whole, by two people."""

from datetime import date, datetime

from ninja import Query, Router

from autossa.api.v1.frame.calls import Call, context_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Answer, Body, MoneyOut, money
from autossa.domain.rights import Action
from autossa.operations.runs.safety import opening, readers, voiding
from autossa.operations.runs.safety.errors import NoSuchRun
from autossa.queries.permissions import Scope
from autossa.queries.runs.history import run_row
from autossa.queries.runs.safety.voidable import read_voidable, voiding_name, waiting_voidings

router = Router(tags=["Runs"])


class ReasonIn(Body):
    """Why; it is kept."""

    reason: str


class RunMailsIn(Body):
    """Whether the caller wants e-mails about runs that need somebody."""

    wanted: bool


class KeptPeriodOut(Answer):
    """A period that cannot be voided, and why: `ended`, `too_late` or `booked_since`."""

    project: str
    name: str
    starts_on: date
    until: date
    why: str


class VoidableOut(Answer):
    """What voiding a whole run would do; the first periods that stay, and what credit notes would be issued for."""

    periods: int
    projects: int
    kept: int
    kept_periods: list[KeptPeriodOut]
    credited: list[MoneyOut]


class VoidingMade(Answer):
    """A proposal; another person approves it."""

    id: str


class VoidingOut(Answer):
    """A run that is to be voided, and how far that is."""

    id: str
    run: str
    day: date
    reason: str
    proposed_by: str
    proposed_at: datetime
    state: str
    voided: int
    kept: int


@endpoint(router, "POST", "/runs/{run_id}/allow", Scope.VENDOR, Action.START_RUNS)
def allow_run(request: Call, run_id: str, body: ReasonIn) -> None:
    """Let a halted or stopped run go on."""
    opening.allow(run=path_key("run", run_id), reason=body.reason, ctx=context_of(request))


@endpoint(router, "POST", "/runs/{run_id}/stop", Scope.VENDOR, Action.START_RUNS)
def stop_run(request: Call, run_id: str, body: ReasonIn) -> None:
    """Have a halted run book nothing."""
    opening.stop(run=path_key("run", run_id), reason=body.reason, ctx=context_of(request))


@endpoint(router, "GET", "/runs/{run_id}/voidable", Scope.VENDOR, Action.VIEW_RUNS, answer=VoidableOut)
def get_voidable(request: Call, run_id: str) -> VoidableOut:
    """What voiding a whole run would do; nothing is changed."""
    key = path_key("run", run_id)
    if run_row(key) is None:
        raise NoSuchRun
    found = read_voidable(key, request.today)
    rows = [answer_of(KeptPeriodOut, row, starts_on=row.start, until=row.end) for row in found.kept_rows]
    credited = [money(gross, currency) for currency, gross in found.credited]
    return answer_of(VoidableOut, found, kept_periods=rows, credited=credited)


@endpoint(router, "POST", "/runs/{run_id}/void", Scope.VENDOR, Action.CORRECT, answer=VoidingMade, status=201)
def propose_void_run(request: Call, run_id: str, body: ReasonIn) -> VoidingMade:
    """Propose to void a whole run; nothing happens until another person approves it."""
    key = voiding.propose(run=path_key("run", run_id), reason=body.reason, ctx=context_of(request))
    return VoidingMade(id=voiding_name(key))


@endpoint(router, "GET", "/run-voidings", Scope.VENDOR, Action.CORRECT, answer=Listed[VoidingOut])
def list_run_voidings(request: Call, ask: Query[PageAsk]) -> Listed[VoidingOut]:
    """Runs that are to be voided: proposed, or not done yet."""
    return listed(waiting_voidings(request.account.user), ask, lambda row: answer_of(VoidingOut, row))


@endpoint(router, "POST", "/run-voidings/{voiding_id}/approve", Scope.VENDOR, Action.CORRECT)
def approve_void_run(request: Call, voiding_id: str) -> None:
    """Another person's proposal is right: the worker voids the run."""
    voiding.approve(voiding=path_key("rvo", voiding_id), ctx=context_of(request))


@endpoint(router, "POST", "/run-voidings/{voiding_id}/decline", Scope.VENDOR, Action.CORRECT)
def decline_void_run(request: Call, voiding_id: str) -> None:
    """The run stands."""
    voiding.decline(voiding=path_key("rvo", voiding_id), ctx=context_of(request))


@endpoint(router, "POST", "/run-mails", Scope.VENDOR, Action.START_RUNS)
def set_run_mails(request: Call, body: RunMailsIn) -> None:
    """Have e-mails about runs that need somebody sent to oneself, or not."""
    readers.want_mails(wanted=body.wanted, ctx=context_of(request))
