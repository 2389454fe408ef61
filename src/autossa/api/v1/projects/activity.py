"""Endpoints of the activity log: of a project, of an organisation with its projects, and of everything."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ninja import Field, Query, Router, Schema
from pydantic import ConfigDict

from autossa.api.v1.frame.calls import Call, OrganisationCall, ProjectCall
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, OnwardAsk, after_in, part
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Answer, Day
from autossa.domain.dates import DAY
from autossa.domain.rights import Action
from autossa.queries.permissions import Scope
from autossa.queries.projects.activity import ActivityFilter, ActivityRow, Whose, log_of, read_activity

router = Router(tags=["Activity"])


class AboutOut(Answer):
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
    project: AboutOut | None
    organisation: AboutOut | None
    details: dict[str, Any]


class ActivityNarrowed(Schema):
    """Which entries, from the newest on."""

    model_config = ConfigDict(extra="forbid")

    actor: str = Field("", max_length=200)
    action: str = Field("", max_length=60)
    since: Day | None = None
    until: Day | None = Field(None, description="The first day that is not meant any more.")
    project: str = Field("", max_length=200)

    @property
    def filter(self) -> ActivityFilter:
        """As the query takes it: its last day is one that is meant."""
        until = self.until - DAY if self.until else None
        return ActivityFilter(self.actor, self.action, self.since, until, self.project)


class ActivityAsk(ActivityNarrowed, OnwardAsk):
    """Which part of them."""


@endpoint(
    router, "GET", "/projects/{project_id}/activity", Scope.PROJECT, Action.VIEW_ACTIVITY, answer=Listed[ActivityOut]
)
def list_project_activity(request: ProjectCall, project_id: str, ask: Query[ActivityAsk]) -> Listed[ActivityOut]:
    """Who did what to a project, the newest first."""
    return _log(Whose(project=request.project.id), ask)


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
    """Raises NotInList."""
    found = read_activity(whose, replace(ask.filter, after=after_in(ask, "act")), page=ask.limit)
    return part(found.rows, _row, found.next_after)


def _row(row: ActivityRow) -> ActivityOut:
    return answer_of(ActivityOut, row, project=_named(row.project), organisation=_named(row.organisation))


def _named(found: tuple[str, str] | None) -> AboutOut | None:
    return AboutOut(id=found[0], name=found[1]) if found else None
