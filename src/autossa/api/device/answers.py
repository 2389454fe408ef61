"""Answers as JSON: what was asked for, or a problem (RFC 9457): a stable code, and words in the caller's language."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from autossa.operations.errors import OperationError
from autossa.wording.refusals import explain_error

TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Content Too Large",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
_KEPT_BY_NOBODY = "no-store"
_ASKED_EACH_TIME = "private, no-cache"


def answer(content: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """The content as JSON, kept by nobody on the way."""
    return _json(json.dumps(content, separators=(",", ":"), ensure_ascii=False), status)


def tagged(request: HttpRequest, content: Mapping[str, Any]) -> HttpResponse:
    """The content with its ETag; 304 without it for who has the very same."""
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    held = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    response = HttpResponse(status=304) if tag in held or "*" in held else _json(text, 200)
    response["ETag"], response["Cache-Control"] = tag, _ASKED_EACH_TIME
    return response


def problem(
    request: HttpRequest,
    status: int,
    code: str,
    detail: str,
    *,
    field: str = "",
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """What went wrong. The id is for whoever asks support about it; it says nothing else."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": uuid4().hex,
    }
    if field:
        content["field"] = field
    response = _json(json.dumps(content, ensure_ascii=False), status)
    response["Content-Type"] = "application/problem+json"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def problem_of(request: HttpRequest, error: OperationError, status: int, **headers: str) -> HttpResponse:
    """The words of an error of ours, in the language that the caller asks for."""
    with translation.override(translation.get_language_from_request(request)):
        detail = explain_error(error.code, error.facts, str(error))
    return problem(request, status, error.code, detail, field=error.field, headers=headers)


def _json(text: str, status: int) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="application/json")
    response["Cache-Control"] = _KEPT_BY_NOBODY
    response["X-Content-Type-Options"] = "nosniff"
    return response
