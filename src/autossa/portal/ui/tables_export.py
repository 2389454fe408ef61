"""Tables as answers to a browser; their rows are read in one snapshot, of the replica where there is one."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import FileResponse, StreamingHttpResponse

from autossa.documents.tables import MARK, Cell, csv_lines, write_xlsx, xlsx_file
from autossa.queries.reading import streamed
from autossa.wording import languages

__all__ = ["MARK", "Cell", "csv_lines", "csv_response", "write_xlsx", "xlsx_response"]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_response(name: str, rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """An answer that is a file of CSV, row by row, in the language of the page."""
    response = StreamingHttpResponse(
        csv_lines(streamed(iter(rows)), languages.current()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def xlsx_response(name: str, title: str, rows: Iterator[Sequence[Cell]]) -> FileResponse:
    """An answer that is a workbook of one sheet; the first of `rows` has the titles."""
    return FileResponse(xlsx_file(title, streamed(rows)), as_attachment=True, filename=name, content_type=_XLSX)
