"""Endpoints of an existing book that is taken over: the template, a trial, the deed."""

import io
from datetime import date

from django.http.response import HttpResponseBase
from ninja import Field, File, Form, Router, UploadedFile

from autossa.api.v1.frame.calls import Call, context_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.files import XLSX, file_of
from autossa.api.v1.frame.shapes import Answer, MoneyOut, SscText, money, ssc_text
from autossa.documents.imports.workbook import write_template
from autossa.domain.imports.faults import Fault
from autossa.domain.imports.tables import MOST_BYTES
from autossa.domain.rights import Action
from autossa.operations.vendor.imports.importing import Compared, ImportNotReadable, Report, import_book
from autossa.queries.permissions import Scope
from autossa.wording.imports import explained, fault_text

router = Router(tags=["Imports"])


class FaultOut(Answer):
    """What is wrong: sheet, row (as a spreadsheet counts) and column, empty for a whole row."""

    sheet: str
    row: int
    column: str
    code: str
    detail: str
    given: str


class NextOut(Answer):
    """The next charge of a project; without a net there is no price yet."""

    on: date
    ssc: SscText
    net: MoneyOut | None


class ComparedOut(Answer):
    """The next charge of an imported project, and whether it is the one that was expected, where that was said."""

    project: str
    customer: str
    next: NextOut | None
    is_right: bool | None


class BookImportOut(Answer):
    """What was imported, would be, or is wrong: with faults nothing is written."""

    is_done: bool
    faults: list[FaultOut]
    new: dict[str, int]
    known_before: dict[str, int]
    expected: int = Field(description="Projects whose next charge was said in the file.")
    differing: list[ComparedOut] = Field(description="Those that have another one.")


@endpoint(router, "GET", "/imports/template", Scope.VENDOR, Action.MANAGE_STAFF, files=(XLSX,))
def get_import_template(request: Call) -> HttpResponseBase:
    """An empty book to fill in (XLSX)."""
    file = io.BytesIO()
    write_template(file, explained())
    return file_of(file.getvalue(), "autossa-book.xlsx", XLSX)


@endpoint(router, "POST", "/imports", Scope.VENDOR, Action.MANAGE_STAFF, answer=BookImportOut)
def create_import(request: Call, file: File[UploadedFile], dry_run: Form[bool] = False) -> BookImportOut:
    """Import a book (XLSX, or CSV), all of it or nothing; with dry_run only say what would happen."""
    if (file.size or 0) > MOST_BYTES:
        raise ImportNotReadable(reason="too_large")
    content, name = file.read(), file.name or "book"
    return _report(import_book(content=content, name=name, dry_run=dry_run, ctx=context_of(request)))


def _report(found: Report) -> BookImportOut:
    return BookImportOut(
        is_done=found.is_done, faults=[_fault(one) for one in found.faults], new=found.new,
        known_before=found.known_before, expected=found.expected, differing=[_compared(one) for one in found.differing],
    )  # fmt: skip


def _fault(found: Fault) -> FaultOut:
    sheet, row, column = found.place
    detail = fault_text(found)
    return FaultOut(sheet=sheet, row=row, column=column, code=found.wrong.value, detail=detail, given=found.given)


def _compared(one: Compared) -> ComparedOut:
    charge = None
    if one.next is not None:
        net = None if one.next.net is None else money(one.next.net, one.currency)
        charge = NextOut(on=one.next.day, ssc=ssc_text(one.next.ssc), net=net)
    return ComparedOut(project=one.project, customer=one.customer, next=charge, is_right=one.is_right)
