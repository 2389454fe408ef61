"""Endpoints of calendar addresses: one's own."""

from django.conf import settings
from ninja import Query, Router

from autossa.api.v1.calendars.shapes import CalendarIn, CalendarMade, CalendarOut, calendar_out
from autossa.api.v1.frame.calls import Call, UnknownId, context_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.domain.rights import Action
from autossa.operations.accounts import calendars
from autossa.operations.errors import NotFound
from autossa.queries.access import find_project, read_key
from autossa.queries.accounts.calendars import feeds_of
from autossa.queries.errors import Unknown
from autossa.queries.permissions import Scope

router = Router(tags=["Calendars"])


@endpoint(router, "GET", "/calendars", Scope.CREDENTIALS, answer=Listed[CalendarOut])
def list_calendars(request: Call, asked: Query[PageAsk]) -> Listed[CalendarOut]:
    """Your calendar addresses, the newest first."""
    return listed(feeds_of(request.account.user), asked, calendar_out)


@endpoint(router, "POST", "/calendars", Scope.CREDENTIALS, answer=CalendarMade, status=201)
def make_calendar(request: Call, body: CalendarIn) -> CalendarMade:
    """A new address, for all projects that you may see or for one. It is answered once."""
    project = None
    if body.project is not None:
        try:
            project = find_project(request.account, body.project, Action.VIEW_PROJECT, request.today).id
        except Unknown:
            raise UnknownId("project") from None
    secret = calendars.create(user=request.account.user, project=project, ctx=context_of(request))
    return CalendarMade(url=f"{settings.BASE_URL}/calendar/{secret}.ics")


@endpoint(router, "DELETE", "/calendars/{calendar_id}", Scope.CREDENTIALS)
def revoke_calendar(request: Call, calendar_id: str) -> None:
    """Revoke an address, at once."""
    try:
        key = read_key("cal", calendar_id)
    except Unknown:
        raise NotFound from None
    calendars.revoke(calendar=key, user=request.account.user, ctx=context_of(request))
