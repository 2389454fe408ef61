"""Answers that are files."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

PDF, XML, CSV = "application/pdf", "application/xml", "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_of(content: bytes | Iterable[bytes | str], name: str, kind: str) -> HttpResponseBase:
    """A file with its name; row by row where it is not there whole."""
    answer: Any = HttpResponse if isinstance(content, bytes) else StreamingHttpResponse
    response: HttpResponseBase = answer(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def as_files(kinds: Iterable[str], status: int = 200) -> dict[str, Any]:
    """How the document says that a file is answered."""
    if not (kinds := tuple(kinds)):
        return {}
    content = {kind.split(";")[0]: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {"responses": {status: {"content": content}}}
