"""What the contracts and orders of a project were placed with, for other programs."""

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase

from autossa.domain.limits import Deed
from autossa.domain.rights import Action
from autossa.operations import limits
from autossa.portal.ui.tables_export import csv_response
from autossa.portal.web.clock import today
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context
from autossa.queries.vendor.terms.acceptances import COLUMNS, acceptances_of_project


@page(Scope.PROJECT, Action.VIEW_ACTIVITY)
def accepted(request: ProjectRequest, project_id: str) -> HttpResponseBase:
    """A row for each version that holds for a contract or an order, as CSV."""
    members = request.account.person.members
    limits.count(Deed.EXPORT, action_context(request), organisations=[member.organisation for member in members])
    return csv_response(f"accepted-terms-{today().isoformat()}.csv", _lines(acceptances_of_project(request.project.id)))


def _lines(rows: Iterator[dict[str, Any]]) -> Iterator[list[Any]]:
    """The names of the columns are those of the command line: programs read them."""
    yield list(COLUMNS)
    for row in rows:
        yield [row[name] for name in COLUMNS]
