"""The way of a device's request: Django's requests and responses, without the layers that pages need.

Devices ask often. A page's way reads the vendor's look, a session and a person, none of which a device has; the layers
alone (patterns of addresses, signals, a handler of exceptions around each) take as long as the whole answer.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.module_loading import import_string

from autossa.api.device.answers import problem
from autossa.api.device.endpoint import View
from autossa.api.device.urls import ENDPOINTS

PREFIX = "/api/v1/device/"

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

_log = logging.getLogger("django.request")


def application() -> Application:
    """The WSGI application of the addresses below PREFIX, behind `settings.DEVICE_MIDDLEWARE`."""
    chain: View = _respond
    for name in reversed(settings.DEVICE_MIDDLEWARE):
        chain = import_string(name)(chain)

    def answer(environ: Environ, start_response: Start) -> Iterable[bytes]:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        response = chain(WSGIRequest(environ))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]

    return answer


def _respond(request: HttpRequest) -> HttpResponse:
    """The endpoint's answer; what is not found, and what fails, is a problem too."""
    view = ENDPOINTS.get(request.path_info.removeprefix(PREFIX))
    if view is None:
        return problem(404, "not_found", "There is nothing at this address.")
    request.META["autossa.route"] = request.path_info  # for who counts requests
    try:
        return view(request)
    except (BadRequest, SuspiciousOperation, UnreadablePostError):
        return problem(400, "bad_request", "This request cannot be read.")
    except Exception:
        failed = uuid4().hex
        _log.exception("A request of a device failed: %s, request_id %s", request.path_info, failed)
        detail = "Something went wrong here; nothing was done. Try again later."
        return problem(500, "server_error", detail, request_id=failed)
