"""Around the whole application: each request gets an id that every line of the log has, and is counted."""

import re
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any
from uuid import uuid4

from structlog.contextvars import bound_contextvars

from autossa.portal.runs.watching import ROUTE, observe

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

_PLAIN_ID = re.compile(r"[A-Za-z0-9_.:-]{8,64}")
_HEADER = "X-Request-Id"
_OTHER = "other"  # static files, health, what there is nothing at


def counted(application: Application) -> Application:
    """The application; its answers have `X-Request-Id`: that of the request, or one of ours."""

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        request_id = environ["HTTP_X_REQUEST_ID"] = given if _PLAIN_ID.fullmatch(given) else uuid4().hex
        said: list[int] = []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            said[:] = [int(status.split(" ", 1)[0])]
            own = [pair for pair in headers if pair[0].lower() != _HEADER.lower()]
            return start_response(status, [*own, (_HEADER, request_id)], *more)

        begun = perf_counter()
        with bound_contextvars(request_id=request_id):
            try:
                return application(environ, start)
            finally:
                status = said[0] if said else 500
                observe(environ.get(ROUTE, _OTHER), environ["REQUEST_METHOD"], status, perf_counter() - begun)

    return answer
