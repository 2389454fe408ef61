"""Lists of projects, of activity and of accepted terms as CSV or XLSX, whole: what their pages export."""

from typing import Annotated

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Query, Router

from autossa.api.v1.frame.calls import Call, OrganisationCall, ProjectCall
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.exporting import TABLES, FileAsk, TableFormat, table_of
from autossa.api.v1.projects.activity import ActivityNarrowed
from autossa.api.v1.projects.list_shapes import ProjectsNarrowed
from autossa.documents.projects.activity import activity_table
from autossa.documents.projects.listing import project_table
from autossa.documents.projects.terms import terms_table
from autossa.domain.rights import Action
from autossa.queries.access import visible_projects
from autossa.queries.permissions import Scope
from autossa.queries.projects.activity import Whose, export_activity, log_of
from autossa.queries.projects.listing import each_project
from autossa.queries.vendor.terms.acceptances import acceptances_of_project

router = Router(tags=["Exports"])


class ProjectsFile(ProjectsNarrowed):
    """Which projects, in which order, as what."""

    format: TableFormat = "csv"


class ActivityFile(ActivityNarrowed):
    """Which entries, as what."""

    format: TableFormat = "csv"


@endpoint(router, "GET", "/exports/projects", Scope.SELF, files=TABLES)
def export_projects(request: Call, asked: Annotated[ProjectsFile, Query()]) -> HttpResponseBase:
    """The projects that you may see, narrowed and sorted as on the page."""
    rows = each_project(
        asked.filter, request.today, account=request.account, scope=visible_projects(request.account)
    )  # fmt: skip
    return table_of(request, "projects", _("Projects"), project_table(rows), asked.format)


@endpoint(router, "GET", "/projects/{project_id}/exports/activity", Scope.PROJECT, Action.VIEW_ACTIVITY, files=TABLES)
def export_project_activity(
    request: ProjectCall, project_id: str, asked: Annotated[ActivityFile, Query()]
) -> HttpResponseBase:
    """Who did what to a project."""
    return _log(request, Whose(project=request.project.id), asked)


@endpoint(
    router, "GET", "/organisations/{organisation_id}/exports/activity", Scope.ORGANISATION, Action.VIEW_ACTIVITY,
    files=TABLES,
)  # fmt: skip
def export_organisation_activity(
    request: OrganisationCall, organisation_id: str, asked: Annotated[ActivityFile, Query()]
) -> HttpResponseBase:
    """Who did what in an organisation and its projects."""
    return _log(request, log_of(request.account, request.organisation), asked)


@endpoint(router, "GET", "/exports/activity", Scope.VENDOR, Action.VIEW_ACTIVITY, files=TABLES)
def export_activity_of_all(request: Call, asked: Annotated[ActivityFile, Query()]) -> HttpResponseBase:
    """Staff: who did what, everywhere."""
    return _log(request, Whose(), asked)


@endpoint(
    router, "GET", "/projects/{project_id}/exports/accepted-terms", Scope.PROJECT, Action.VIEW_ACTIVITY, files=TABLES
)
def export_accepted_terms(
    request: ProjectCall, project_id: str, asked: Annotated[FileAsk, Query()]
) -> HttpResponseBase:
    """The versions of the terms that hold for each contract and order of a project."""
    rows = terms_table(acceptances_of_project(request.project.id))
    return table_of(request, "accepted-terms", _("Accepted terms"), rows, asked.format)


def _log(call: Call, whose: Whose, asked: ActivityFile) -> HttpResponseBase:
    rows = activity_table(export_activity(whose, asked.filter))
    return table_of(call, "activity", _("Activity"), rows, asked.format)
