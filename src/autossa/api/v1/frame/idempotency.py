"""Idempotency-Key: a POST that is sent again is answered as the first time."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from autossa.api.v1.frame.calls import Call
from autossa.operations.accounts.programs.once import Kept, once

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEPT_HEADERS = ("Content-Type", "ETag", "Location")


def answered_once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, or that of the time before. Raises as `once`."""
    key = request.headers.get(HEADER)
    if request.method != "POST" or key is None:
        return answer()
    call = cast(Call, request)
    asked = b"\n".join((request.get_full_path().encode(), request.body))
    kept = once(token=call.use.key, key=key, asked=asked, now=call.moment, do=lambda: _kept(answer()))
    response = HttpResponse(kept.body, status=kept.status, headers=kept.headers)
    if kept.is_again:
        response[REPLAYED] = "true"
    return response


def _kept(response: HttpResponse) -> Kept:
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    return Kept(response.status_code, response.content, headers)
