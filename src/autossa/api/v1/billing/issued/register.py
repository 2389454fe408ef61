"""The register of invoices and credit notes: of everything, of an organisation, of a project; as lists and as files."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Annotated

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Query, Router

from autossa.api.v1.billing.issued.shapes import DocumentRow, RegisterFile, RegisterFilter
from autossa.api.v1.frame.calls import Call, OrganisationCall, ProjectCall
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.exporting import TABLES, table_of
from autossa.api.v1.frame.paging import Listed, place_in
from autossa.api.v1.frame.rows import answers_of
from autossa.documents.billing.register import register_table
from autossa.domain.amounts import parse_decimal
from autossa.domain.rights import Action
from autossa.queries.billing.register.asked import Asked
from autossa.queries.billing.register.listing import (
    EVERYTHING,
    Register,
    RegisterRow,
    each_document,
    place_of,
    read_register,
)
from autossa.queries.billing.register.listing import Scope as Whose
from autossa.queries.organisations.documents import each_of_organisation, register_of
from autossa.queries.permissions import Scope

router = Router(tags=["Invoices"])
_ORG, _PRJ = "/organisations/{organisation_id}/invoices", "/projects/{project_id}/invoices"


@endpoint(router, "GET", "/invoices", Scope.VENDOR, Action.VIEW_BILLING, answer=Listed[DocumentRow])
def list_all_invoices(request: Call, ask: Annotated[RegisterFilter, Query()]) -> Listed[DocumentRow]:
    """Staff: invoices and credit notes of everybody."""
    return _listed(read_register(_asked(ask), EVERYTHING, request.today, ask.limit))


@endpoint(router, "GET", _ORG, Scope.ORGANISATION, Action.VIEW_BILLING, answer=Listed[DocumentRow])
def list_organisation_invoices(
    request: OrganisationCall, organisation_id: str, ask: Annotated[RegisterFilter, Query()]
) -> Listed[DocumentRow]:
    """What an organisation pays, and of its projects; a partner's also of customers that gave it billing rights."""
    return _listed(register_of(request.account, request.organisation, _asked(ask), request.today, ask.limit))


@endpoint(router, "GET", _PRJ, Scope.PROJECT, Action.VIEW_BILLING, answer=Listed[DocumentRow])
def list_invoices(
    request: ProjectCall, project_id: str, ask: Annotated[RegisterFilter, Query()]
) -> Listed[DocumentRow]:
    """What a project was invoiced for, whoever pays."""
    return _listed(read_register(_asked(ask), Whose(projects=(request.project.id,)), request.today, ask.limit))


@endpoint(router, "GET", "/exports/invoices", Scope.VENDOR, Action.VIEW_BILLING, files=TABLES)
def export_all_invoices(request: Call, ask: Annotated[RegisterFile, Query()]) -> HttpResponseBase:
    """Staff: the same as CSV or XLSX, whole."""
    return _file(request, ask, lambda asked: each_document(asked, EVERYTHING, request.today))


@endpoint(
    router, "GET", "/organisations/{organisation_id}/exports/invoices", Scope.ORGANISATION, Action.VIEW_BILLING,
    files=TABLES,
)  # fmt: skip
def export_organisation_invoices(
    request: OrganisationCall, organisation_id: str, ask: Annotated[RegisterFile, Query()]
) -> HttpResponseBase:
    """The invoices of an organisation as CSV or XLSX, whole."""
    return _file(
        request, ask,
        lambda asked: each_of_organisation(request.account, request.organisation, asked, request.today),
    )  # fmt: skip


@endpoint(router, "GET", "/projects/{project_id}/exports/invoices", Scope.PROJECT, Action.VIEW_BILLING, files=TABLES)
def export_invoices(request: ProjectCall, project_id: str, ask: Annotated[RegisterFile, Query()]) -> HttpResponseBase:
    """The invoices of a project as CSV or XLSX, whole."""
    whose = Whose(projects=(request.project.id,))
    return _file(request, ask, lambda asked: each_document(asked, whose, request.today))


def _asked(ask: RegisterFilter) -> Asked:
    """What is asked for. Raises NotInList, OneWayOnly."""
    after, before = place_in(ask, place_of)
    least, most = (None if one is None else parse_decimal(one) for one in (ask.least, ask.most))
    return Asked(ask.q, ask.state, least, most, ask.sort, after, before)


def _listed(found: Register) -> Listed[DocumentRow]:
    return Listed(data=answers_of(DocumentRow, found.rows), has_more=bool(found.next_after))


def _file(call: Call, ask: RegisterFile, rows: Callable[[Asked], Iterator[RegisterRow]]) -> HttpResponseBase:
    """Counted as exports of pages are. Raises NotInList, OneWayOnly."""
    asked = replace(_asked(ask), after="", before="")
    return table_of(call, "invoices", _("Invoices"), register_table(rows(asked)), ask.format)
