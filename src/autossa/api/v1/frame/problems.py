"""What went wrong, as a problem (RFC 9457): a stable code, words in the caller's language, and what helps."""

import json
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from autossa.domain.amounts import show
from autossa.domain.dates import DAY
from autossa.domain.refusals import Refusal
from autossa.operations.accounts.programs.asks import AskedTooOften
from autossa.operations.accounts.programs.once import RequestInFlight, RequestKeyUsed
from autossa.operations.accounts.tokens import ScopeMissing, TokenNotValid
from autossa.operations.context import ChangedSinceShown
from autossa.operations.errors import Changed, Invalid, NotFound, OperationError, Refused
from autossa.operations.limits import LimitReached
from autossa.wording.refusals import explain, explain_error

KIND = "application/problem+json"
PAGES = "/help/problems/"
"""Where each code is explained, for people."""

# The most special first; what is none of these is 422: the rules, or what stands in a field, do not allow it.
_STATUS: tuple[tuple[type[OperationError], int], ...] = (
    (TokenNotValid, 401),
    (ScopeMissing, 403),
    (NotFound, 404),
    (Changed, 409),
    (RequestInFlight, 409),
    (RequestKeyUsed, 422),
    (AskedTooOften, 429),
    (LimitReached, 429),
    (Invalid, 422),
)


def problem(
    request: HttpRequest, status: int, code: str, detail: str = "", *, field: str = "", **more: Any
) -> HttpResponse:
    """The answer; without a `detail` the words that belong to the code."""
    content = {
        "type": f"{PAGES}{code}/",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or explain_error(code, more, code),
        "code": code,
        "request_id": getattr(request, "request_id", ""),
    }
    if field:
        content["field"] = field
    text = json.dumps({**content, **more}, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type=KIND)


def problem_of(request: HttpRequest, error: OperationError) -> HttpResponse:
    """An error of ours, in the language that is in force."""
    status = _status(request, error)
    if isinstance(error, Refused):
        return problem(request, status, error.refusal.code.value, explain(error.refusal).text, **_helps(error.refusal))
    code = error.code
    detail = explain_error(code, error.facts, str(error))
    more = {"now": dict(_figures(error))} if isinstance(error, Changed) else {}
    response = problem(request, status, code, detail, field=error.field, **more)
    for name, value in _headers(request, error).items():
        response[name] = value
    return response


def _status(request: HttpRequest, error: OperationError) -> int:
    if isinstance(error, ChangedSinceShown):
        return 412 if getattr(request, "is_conditional", False) else 409
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 422)


def _helps(refusal: Refusal) -> dict[str, str]:
    """SSC that are missing, and the days that matter: the last ones that are covered are `until`, exclusive."""
    found: dict[str, str] = {}
    if refusal.missing_ssc:
        found["missing_ssc"] = show(refusal.missing_ssc)
    for name in ("earliest_end", "ends_on"):
        day = getattr(refusal, name, None)
        if isinstance(day, date):
            found[name] = day.isoformat()
    return found


def _figures(error: Changed) -> Mapping[str, str]:
    from autossa.domain.comparisons import figures

    return figures(error.now)


def _headers(request: HttpRequest, error: OperationError) -> dict[str, str]:
    if isinstance(error, TokenNotValid):
        return {"WWW-Authenticate": 'Bearer realm="api"'}
    if isinstance(error, AskedTooOften):
        return {"Retry-After": str(error.facts["seconds"])}
    again, moment = error.facts.get("again"), getattr(request, "moment", None)
    if isinstance(error, LimitReached) and again is not None and moment is not None:
        return {"Retry-After": str(max(1, int((again - moment) / DAY * 86400) + 1))}
    return {"Retry-After": "1"} if isinstance(error, RequestInFlight) else {}
