"""Addresses for whoever watches over the servers: without login and whatever host they ask for.

Whether this server is ready decides where a proxy sends visitors, so it speaks of what this server needs: the database,
with the tables of this version. A late night or mails that wait are no reason to send nobody here; they are told to who
shows the token, and counted in the metrics, which somebody is woken by.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from autossa.operations.vendor.schema import Standing, standing
from autossa.portal.runs.watching import CONTENT_TYPE, ROUTE, exposition, may_watch
from autossa.portal.web.clock import now
from autossa.queries.runs.figures import read_figures, signs
from autossa.wording.database_faults import database_fault

LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"
_READ = ["GET", "HEAD"]

Respond = Callable[[HttpRequest], HttpResponse]


def health(get_response: Respond) -> Respond:
    """Before all other middleware: a watcher speaks plain HTTP, asks by number, and must not count as a visitor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info not in (LIVE, READY, METRICS) or (
            request.path_info == METRICS and not settings.WATCH_TOKEN
        ):
            response = get_response(request)
            if request.resolver_match is not None:
                request.META[ROUTE] = request.resolver_match.view_name
            return response
        if request.method not in _READ:
            return HttpResponseNotAllowed(_READ)
        answer = _metrics(request) if request.path_info == METRICS else _health(request)
        answer["Cache-Control"] = "no-store"
        return answer

    return middleware


def _metrics(request: HttpRequest) -> HttpResponse:
    if not may_watch(request):
        return HttpResponse("The token is missing or wrong.\n", status=401, content_type="text/plain")
    return HttpResponse(exposition(), content_type=CONTENT_TYPE)


def _health(request: HttpRequest) -> HttpResponse:
    is_live = request.path_info == LIVE
    state: dict[str, Any] = {"status": "ok"} if is_live else look()
    if not may_watch(request):
        state = {"status": "unavailable" if state["status"] == "unavailable" else "ok"}
    answer = JsonResponse(state, status=503 if state["status"] == "unavailable" else 200)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # asked every few seconds; who asks, knows
    return answer


def look() -> dict[str, Any]:
    """Each check with its state: `unavailable` when this server cannot serve, `degraded` when somebody should look."""
    try:
        found = standing()
        figures = read_figures(now()) if found is Standing.CURRENT else None
    except DatabaseFault as error:
        return {
            "status": "unavailable",
            "checks": {"database": {"status": "unavailable", "why": database_fault(error)}},
        }
    checks: dict[str, Any] = {"database": {"status": "ok"}}
    if figures is None:
        checks["schema"] = {"status": "unavailable", "standing": found.value}
        return {"status": "unavailable", "checks": checks}
    checks["schema"] = {"status": "ok", "standing": found.value}
    checks |= {one.check: {"status": "ok" if one.is_well else "late", **one.figures} for one in signs(figures)}
    is_well = all(one["status"] == "ok" for one in checks.values())
    return {"status": "ok" if is_well else "degraded", "checks": checks}
