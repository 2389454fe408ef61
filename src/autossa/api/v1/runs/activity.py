"""Endpoints of the activity log: of an organisation with its projects, and of everything."""

from datetime import date, datetime
from typing import Any

from ninja import Query, Router

from autossa.api.v1.frame.calls import Call, OrganisationCall
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.onward import Onward, part, shaped
from autossa.api.v1.frame.paging import Listed
from autossa.api.v1.frame.shapes import Answer, Day
from autossa.domain.rights import Action
from autossa.queries.permissions import Scope
from autossa.queries.projects.activity import ActivityFilter, ActivityRow, Whose, log_of, read_activity

router = Router(tags=["Activity"])


class Named(Answer):
    """What it was about."""

    id: str
    name: str


class ActivityOut(Answer):
    """A use case that was done, by whom and when."""

    id: str
    at: datetime
    day: date
    actor: str
    address: str
    acting_for: str
    action: str
    project: Named | None
    organisation: Named | None
    details: dict[str, Any]


class ActivityAsk(Onward):
    """Which entries; days are both inclusive."""

    actor: str = ""
    action: str = ""
    since: Day | None = None
    until: Day | None = None
    project: str = ""

    @property
    def filter(self) -> ActivityFilter:
        """As the query takes it."""
        return ActivityFilter(self.actor, self.action, self.since, self.until, self.project, self.starting_after)


@endpoint(
    router, "GET", "/organisations/{organisation_id}/activity", Scope.ORGANISATION, Action.VIEW_ACTIVITY,
    answer=Listed[ActivityOut],
)  # fmt: skip
def list_organisation_activity(
    request: OrganisationCall, organisation_id: str, ask: Query[ActivityAsk]
) -> Listed[ActivityOut]:
    """Who did what in an organisation and its projects, the newest first."""
    return _log(log_of(request.account, request.organisation), ask)


@endpoint(router, "GET", "/activity", Scope.VENDOR, Action.VIEW_ACTIVITY, answer=Listed[ActivityOut])
def list_activity(request: Call, ask: Query[ActivityAsk]) -> Listed[ActivityOut]:
    """Who did what, everywhere, the newest first: for the vendor's staff."""
    return _log(Whose(), ask)


def _log(whose: Whose, ask: ActivityAsk) -> Listed[ActivityOut]:
    found = read_activity(whose, ask.filter, page=ask.limit)
    return part(found.rows, _row, found.next_after)


def _row(row: ActivityRow) -> ActivityOut:
    return shaped(ActivityOut, row, project=_named(row.project), organisation=_named(row.organisation))


def _named(found: tuple[str, str] | None) -> Named | None:
    return Named(id=found[0], name=found[1]) if found else None
