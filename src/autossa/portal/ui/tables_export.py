"""Tables as answers to a browser."""

from collections.abc import Iterable, Sequence

from django.http import StreamingHttpResponse

from autossa.documents.tables import MARK, Cell, csv_lines, write_xlsx
from autossa.wording import languages

__all__ = ["MARK", "Cell", "csv_lines", "csv_response", "write_xlsx"]


def csv_response(name: str, rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """An answer that is a file of CSV, row by row, in the language of the page."""
    response = StreamingHttpResponse(csv_lines(rows, languages.current()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
