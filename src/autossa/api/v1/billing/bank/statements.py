"""Bank statements: imported, and what became of every line."""

from typing import Annotated, Any, BinaryIO, cast

from ninja import Query, Router

from autossa.api.v1.billing.bank.shapes import BankImportOut, BankLineOut, FileResultOut, StatementsOut
from autossa.api.v1.frame.calls import Call, context_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, OnwardAsk, after_in
from autossa.api.v1.frame.rows import answer_of, answers_of
from autossa.documents.uploads import Spooled
from autossa.domain.rights import Action
from autossa.operations.billing.bank.importing import FileResult, Upload
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.orders.paid import import_statements as import_files
from autossa.queries.billing.bank.imports import import_name, import_page, list_imports
from autossa.queries.permissions import Scope
from autossa.wording.billing import matching as words

router = Router(tags=["Bank"])
_FIELD = "statements"
_MULTIPART: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [_FIELD],
                    "properties": {_FIELD: {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            }
        },
    }
}


class NoFileSent(Invalid):
    """Send at least one file as a part of multipart/form-data with the name statements."""

    field = _FIELD


@endpoint(
    router, "POST", "/bank/statements", Scope.VENDOR, Action.CORRECT, answer=StatementsOut, extra=_MULTIPART
)  # fmt: skip
def import_statements(request: Call) -> StatementsOut:
    """Staff: import files in the format camt.053 (XML), or ZIP archives of them.

    A wrong one is refused whole, the others go on. Importing anything again changes nothing.
    """
    request.upload_handlers = [Spooled(request)]
    files = [
        Upload(one.name or "", cast(BinaryIO, one.file))
        for one in request.FILES.getlist(_FIELD)
        if one.file is not None
    ]
    if not files:
        raise NoFileSent
    try:
        done = import_files(files=files, ctx=context_of(request))
    finally:
        request.close()  # and the files with it
    return answer_of(StatementsOut, done.settled, files=[_result(one) for one in done.files])


@endpoint(router, "GET", "/bank/imports", Scope.VENDOR, Action.CORRECT, answer=Listed[BankImportOut])
def list_bank_imports(request: Call, ask: Annotated[OnwardAsk, Query()]) -> Listed[BankImportOut]:
    """Staff: files that were imported, the newest first."""
    found = list_imports(after_in(ask, "bnk"), ask.limit)
    return Listed(data=answers_of(BankImportOut, found.rows, currency="EUR"), has_more=bool(found.next_after))


@endpoint(router, "GET", "/bank/imports/{import_id}", Scope.VENDOR, Action.CORRECT, answer=BankImportOut)
def get_bank_import(request: Call, import_id: str) -> BankImportOut:
    """Staff: a file that was imported."""
    page = import_page(import_id)
    if page is None:
        raise NotFound
    return answer_of(BankImportOut, page.row, currency="EUR")


@endpoint(router, "GET", "/bank/imports/{import_id}/lines", Scope.VENDOR, Action.CORRECT, answer=Listed[BankLineOut])
def list_bank_lines(request: Call, import_id: str, ask: Annotated[OnwardAsk, Query()]) -> Listed[BankLineOut]:
    """Staff: the new lines of a file, each with what became of it."""
    page = import_page(import_id, after_in(ask, "bpy"), ask.limit)
    if page is None:
        raise NotFound
    return Listed(data=answers_of(BankLineOut, page.lines), has_more=bool(page.next_after))


def _result(one: FileResult) -> FileResultOut:
    return FileResultOut(
        name=one.name, refused=one.refused.fault.value if one.refused else None,
        detail=str(words.file_result(one.name, one.refused, one.new)), id=import_name(one.key) if one.key else None,
        entries=one.entries, new=one.new,
    )  # fmt: skip
