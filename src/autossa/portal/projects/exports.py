"""The list of projects for other programs: exactly what is listed, in its order, or only the projects ticked."""

import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import chain

from django.contrib import messages
from django.http import FileResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from autossa.domain.amounts import PLACES, Ssc
from autossa.domain.currencies import places_of
from autossa.domain.limits import Deed
from autossa.operations import limits
from autossa.portal.projects import filters
from autossa.portal.projects.home import notices_of
from autossa.portal.ui import tables_export
from autossa.portal.web.clock import today
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, action_context, safe_next
from autossa.queries.billing.next_charges import NextCharge
from autossa.queries.projects.listing import ProjectRow, each_project
from autossa.wording import glossary
from autossa.wording.formats import last_day

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(Scope.SELF, methods=FORM)
def as_csv(request: AccountRequest) -> HttpResponseBase:
    """As CSV, row by row."""
    rows, columns = _rows(request), _columns()
    if rows is None:
        return _ask_to_select(request)
    count_export(request)
    lines = ([read(row) for _, read in columns] for row in rows)
    return tables_export.csv_response(_name("csv"), chain([[title for title, _ in columns]], lines))


@page(Scope.SELF, methods=FORM)
def as_xlsx(request: AccountRequest) -> HttpResponseBase:
    """As a workbook."""
    rows, columns = _rows(request), _columns()
    if rows is None:
        return _ask_to_select(request)
    count_export(request)
    file = io.BytesIO()  # zipped: some four megabytes for 50,000 projects
    cells = ([read(row) for _, read in columns] for row in rows)
    tables_export.write_xlsx(file, _("Projects"), [title for title, _ in columns], cells)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=_name("xlsx"), content_type=_XLSX)


def count_export(request: AccountRequest) -> None:
    """One more export by this person and for their organisations. Raises LimitReached, which is a page of its own."""
    members = request.account.person.members
    limits.count(Deed.EXPORT, action_context(request), organisations=[member.organisation for member in members])


def _rows(request: AccountRequest) -> Iterator[ProjectRow] | None:
    """What is exported; None where only selected projects were asked for, and none was selected."""
    given = request.POST if request.method == "POST" else request.GET
    asked = filters.asked_of(given)
    if request.method == "POST":
        asked = filters.selected_only(asked, given)
        if not asked.only:
            return None
    return each_project(asked, today(), account=request.account, scope=filters.visible_to(request))


def _ask_to_select(request: AccountRequest) -> HttpResponseRedirect:
    messages.warning(request, _("Select at least one project, then export again. Nothing was exported."))
    return HttpResponseRedirect(safe_next(request))


def _name(ending: str) -> str:
    return f"projects-{today().isoformat()}.{ending}"


_Column = tuple[str, Callable[[ProjectRow], tables_export.Cell]]


def _columns() -> list[_Column]:
    """Titles in the reader's language, and what stands below them; money only where it may be seen."""
    return [
        (_("Project"), lambda row: row.name),
        (_("Customer"), lambda row: row.customer),
        (_("Number"), lambda row: row.customer_number),
        (_("Id"), lambda row: row.id),
        (_("Covered until"), lambda row: last_day(row.covered_until) if row.covered_until else None),
        (_("Days left"), lambda row: row.days_left),
        (_("Auto SSA"), lambda row: str(glossary.STATUS[row.contract.status if row.contract else None])),
        (_("Option"), lambda row: str(glossary.plan(row.option)) if row.option else ""),
        (_("Ends on"), lambda row: _end(row)),
        (_("Balance, SSC"), lambda row: _hundredths(row.free) if row.shows_money else None),
        (_("Held, SSC"), lambda row: _hundredths(row.held) if row.shows_money else None),
        (_("Next charge on"), lambda row: row.next_charge.day if row.next_charge else None),
        (_("Next charge, SSC"), lambda row: _hundredths(row.next_charge.ssc) if row.next_charge else None),
        (_("Next invoice, gross"), lambda row: _gross(row.next_charge) if row.next_charge else None),
        (_("Currency"), lambda row: row.currency if row.shows_money else ""),
        (_("Action needed"), lambda row: "; ".join(notice.short for notice in notices_of(row))),
    ]


def _end(row: ProjectRow) -> tables_export.Cell:
    return last_day(row.contract.ends_on) if row.contract and row.contract.ends_on else None


def _hundredths(amount: Ssc) -> Decimal:
    return Decimal(amount).scaleb(-PLACES)


def _gross(charge: NextCharge) -> Decimal:
    return Decimal(charge.gross).scaleb(-places_of(charge.currency))
