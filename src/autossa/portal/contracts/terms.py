"""What the contracts and orders of a project were placed with, for other programs."""

from django.http.response import HttpResponseBase

from autossa.documents.projects.terms import terms_table
from autossa.domain.rights import Action
from autossa.portal.ui.tables_export import csv_response
from autossa.portal.web.clock import today
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, count_export
from autossa.queries.vendor.terms.acceptances import acceptances_of_project


@page(Scope.PROJECT, Action.VIEW_ACTIVITY)
def accepted(request: ProjectRequest, project_id: str) -> HttpResponseBase:
    """A row for each version that holds for a contract or an order, as CSV."""
    count_export(request)
    rows = acceptances_of_project(request.project.id)
    return csv_response(f"accepted-terms-{today().isoformat()}.csv", terms_table(rows))
