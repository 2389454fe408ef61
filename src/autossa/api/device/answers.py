"""Answers as JSON: what was asked for, or a problem (RFC 9457): a stable code, and words in the caller's language."""

import hashlib
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from autossa.operations.errors import OperationError
from autossa.wording.refusals import explain_error

_KEPT_BY_NOBODY = "no-store"
_ASKED_EACH_TIME = "private, no-cache"


def as_json(content: Mapping[str, Any]) -> str:
    """The content as it goes over the wire."""
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)


def answer(content: Mapping[str, Any]) -> HttpResponse:
    """The content as JSON, kept by nobody on the way."""
    return answer_of(as_json(content))


def answer_of(text: str, status: int = 200, kind: str = "application/json") -> HttpResponse:
    """The text, which is JSON already."""
    response = HttpResponse(text, status=status, content_type=kind)
    response["Cache-Control"] = _KEPT_BY_NOBODY
    response["X-Content-Type-Options"] = "nosniff"
    return response


def tagged(request: HttpRequest, content: Mapping[str, Any]) -> HttpResponse:
    """The content with its ETag; 304 without it for who has the very same."""
    text = as_json(content)
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    held = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    response = HttpResponse(status=304) if tag in held or "*" in held else answer_of(text)
    response["ETag"], response["Cache-Control"] = tag, _ASKED_EACH_TIME
    return response


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    field: str = "",
    headers: Mapping[str, str] | None = None,
    request_id: str = "",
) -> HttpResponse:
    """What went wrong. The id is for whoever asks support about it: what failed is logged with it."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": request_id or uuid4().hex,
    }
    if field:
        content["field"] = field
    response = answer_of(as_json(content), status, "application/problem+json")
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def problem_of(request: HttpRequest, error: OperationError, status: int, **headers: str) -> HttpResponse:
    """The words of an error of ours, in the language that the caller asks for."""
    with translation.override(translation.get_language_from_request(request)):
        detail = explain_error(error.code, error.facts, str(error))
    return problem(status, error.code, detail, field=error.field, headers=headers)
