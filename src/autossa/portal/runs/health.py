"""Two addresses for whoever watches over the servers: without login, whatever host they ask for, and no details."""

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from autossa.operations.vendor.schema import is_current

LIVE, READY = "/health/live", "/health/ready"
_READ = ["GET", "HEAD"]

Respond = Callable[[HttpRequest], HttpResponse]


def health(get_response: Respond) -> Respond:
    """Before all other middleware: a watcher speaks plain HTTP, asks by number, and must not count as a visitor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info not in (LIVE, READY):
            return get_response(request)
        if request.method not in _READ:
            return HttpResponseNotAllowed(_READ)
        is_well = request.path_info == LIVE or _is_ready()
        answer = JsonResponse({"status": "ok" if is_well else "unavailable"}, status=200 if is_well else 503)
        answer["Cache-Control"] = "no-store"
        return answer

    return middleware


def _is_ready() -> bool:
    """The database answers and has the tables of this version; why not is told to nobody here."""
    try:
        return is_current()
    except DatabaseError:
        return False
