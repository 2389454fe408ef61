"""Endpoints over the projects that somebody sees: the list, the calendar, what comes, the activity logs."""

from typing import Annotated

from ninja import Query, Router

from autossa.api.v1.frame.calls import Call
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, NotInList, sides_of
from autossa.api.v1.frame.shapes import Day
from autossa.api.v1.projects.list_shapes import (
    CalendarDayOut,
    CalendarRowOut,
    DayOut,
    ProjectRowOut,
    ProjectsAsk,
    WeekOut,
    row_out,
)
from autossa.domain.dates import add_months
from autossa.operations.errors import Invalid
from autossa.queries.access import visible_projects
from autossa.queries.permissions import Scope
from autossa.queries.projects.calendar import on_day, year_of
from autossa.queries.projects.listing import list_part
from autossa.queries.projects.upcoming import renewals_by_week

router = Router(tags=["Projects"])
_YEAR = 12  # months of the calendar, as on its page


class NoDayOfCalendar(Invalid):
    """The calendar has the days of the next twelve months."""

    field = "day"


@endpoint(router, "GET", "/projects", Scope.SELF, answer=Listed[ProjectRowOut])
def list_projects(request: Call, asked: Annotated[ProjectsAsk, Query()]) -> Listed[ProjectRowOut]:
    """The projects that you may see, narrowed and sorted as on the page."""
    after, before = sides_of(asked, "prj")
    found = list_part(
        asked.filter, request.today, account=request.account, scope=visible_projects(request.account),
        limit=asked.limit, after=after, before=before,
    )  # fmt: skip
    if found is None:
        raise NotInList("ending_before" if before else "starting_after")
    rows, has_more = found
    return Listed(data=[row_out(row) for row in rows], has_more=has_more)


@endpoint(router, "GET", "/calendar", Scope.SELF, answer=list[CalendarDayOut])
def get_calendar(request: Call) -> list[CalendarDayOut]:
    """Twelve months of all projects that you may see: charges, contract ends, last days to cancel or of coverage."""
    counts = year_of(request.today, add_months(request.today, _YEAR), visible_projects(request.account))
    return [CalendarDayOut(day=day, event=event, count=count) for (day, event), count in sorted(counts.items())]


@endpoint(router, "GET", "/calendar/{day}", Scope.SELF, answer=DayOut)
def get_calendar_day(request: Call, day: Day) -> DayOut:
    """To which projects something happens on a day."""
    if not request.today <= day < add_months(request.today, _YEAR):
        raise NoDayOfCalendar
    found = on_day(day, request.today, visible_projects(request.account))
    rows = [
        CalendarRowOut(event=row.happening, project=row.project, name=row.name, customer=row.customer)
        for row in found.rows
    ]
    return DayOut(day=found.day, events=rows, left_out=found.left_out)


@endpoint(router, "GET", "/upcoming", Scope.SELF, answer=list[WeekOut])
def list_upcoming(request: Call) -> list[WeekOut]:
    """How many periods will be booked in each week to come, of all projects that you may see."""
    weeks = renewals_by_week(request.today, scope=visible_projects(request.account))
    return [WeekOut(monday=one.monday, active=one.active, ending=one.ending) for one in weeks]
