"""Endpoints of e-mails: what was sent, waits or failed; sent again, or given up."""

from ninja import Field, Query, Router

from autossa.api.v1.frame.calls import Call, context_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Answer, Body
from autossa.domain.rights import Action
from autossa.operations import outbox
from autossa.queries.permissions import Scope
from autossa.queries.vendor.mails import list_mails as read_mails
from autossa.queries.vendor.outbox import count_waiting

router = Router(tags=["E-mails"])


class MailOut(Answer):
    """An e-mail of the last ones: sent, waits, parked or not sent."""

    message: str
    mail: str
    language: str | None
    to: str | None
    made: str
    state: str
    attempts: int
    next_try: str | None
    error: str | None


class OutboxOut(Answer):
    """How the outbox stands."""

    waiting: int
    failing: int
    parked: int
    oldest: str | None
    oldest_untried: str | None
    parked_since: str | None
    away_since: str | None
    cause: str | None


class MailAsk(PageAsk):
    """Which e-mails."""

    only_failed: bool = False


class GivenUp(Body):
    """Why e-mails are given up, if somebody says so; it is kept in the activity log."""

    reason: str = Field(default="", max_length=300)


class Counted(Answer):
    """How many e-mails that were."""

    count: int


@endpoint(router, "GET", "/mails", Scope.VENDOR, Action.VIEW_RUNS, answer=Listed[MailOut])
def list_mails(request: Call, ask: Query[MailAsk]) -> Listed[MailOut]:
    """The newest e-mails, or those that failed and are not sent."""
    return listed(
        read_mails(only_failed=ask.only_failed), ask, lambda row: MailOut(**row), lambda row: str(row["message"])
    )


@endpoint(router, "GET", "/mails/outbox", Scope.VENDOR, Action.VIEW_RUNS, answer=OutboxOut)
def get_outbox(request: Call) -> OutboxOut:
    """How many e-mails and messages wait, failed, are parked."""
    return answer_of(OutboxOut, count_waiting())


@endpoint(router, "POST", "/mails/{message_id}/resend", Scope.VENDOR, Action.START_RUNS)
def resend_mail(request: Call, message_id: str) -> None:
    """Try a message that waits or is parked again at once."""
    outbox.retry(message=path_key("msg", message_id), ctx=context_of(request))


@endpoint(router, "POST", "/mails/{message_id}/discard", Scope.VENDOR, Action.START_RUNS)
def discard_mail(request: Call, message_id: str, given: GivenUp | None = None) -> None:
    """Give a message up: it is not sent, and its text is deleted."""
    outbox.discard(message=path_key("msg", message_id), reason=given.reason if given else "", ctx=context_of(request))


@endpoint(router, "POST", "/mails/resend", Scope.VENDOR, Action.START_RUNS, answer=Counted)
def resend_mails(request: Call) -> Counted:
    """Try everything that is parked again."""
    return Counted(count=outbox.retry_all(ctx=context_of(request)))


@endpoint(router, "POST", "/mails/discard", Scope.VENDOR, Action.START_RUNS, answer=Counted)
def discard_mails(request: Call, given: GivenUp | None = None) -> Counted:
    """Give up everything that is parked."""
    return Counted(count=outbox.discard_all(reason=given.reason if given else "", ctx=context_of(request)))
