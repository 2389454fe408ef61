"""Whole lists as files of tables, counted as exports of pages are."""

from collections.abc import Iterator, Sequence
from typing import Literal

from django.http import FileResponse
from django.http.response import HttpResponseBase
from ninja import Schema
from pydantic import ConfigDict

from autossa.api.v1.frame.calls import Call, context_of
from autossa.api.v1.frame.files import CSV, XLSX, file_of
from autossa.documents.tables import Cell, csv_lines, xlsx_file
from autossa.operations import limits
from autossa.queries.reading import streamed
from autossa.wording.languages import current

TABLES = (CSV, XLSX)
TableFormat = Literal["csv", "xlsx"]


class FileAsk(Schema):
    """As what."""

    model_config = ConfigDict(extra="forbid")

    format: TableFormat = "csv"


def table_of(call: Call, name: str, title: str, rows: Iterator[Sequence[Cell]], form: TableFormat) -> HttpResponseBase:
    """The rows, of which the first has the titles; CSV goes out row by row; all of one
    snapshot. Raises LimitReached."""
    limits.count_export(context_of(call), call.account.person)
    rows, file = streamed(rows), f"{name}-{call.today.isoformat()}.{form}"
    if form == "xlsx":
        return FileResponse(xlsx_file(title, rows), as_attachment=True, filename=file, content_type=XLSX)
    return file_of(csv_lines(rows, current()), file, CSV)
