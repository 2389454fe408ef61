"""The way of a program's request: without the layers that pages need, each answer with its id and its limits.

As for devices (docs/decisions/0056): no session, no page, no cookie. What is sent is looked at in one order: TLS, the
address, the token, how often it asked, the key of what is done once; then the endpoint.
"""

import logging
import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from structlog.contextvars import bound_contextvars

from autossa.api.v1.frame.calls import Call, address_of, now, real_now
from autossa.api.v1.frame.idempotency import answered_once
from autossa.api.v1.frame.problems import KIND, problem, problem_of
from autossa.domain.limits import TOKEN_ASKS, TOKEN_SPAN
from autossa.operations.accounts import tokens
from autossa.operations.accounts.programs.asks import Allowance, count_address, count_asked
from autossa.operations.errors import OperationError
from autossa.operations.security_log import note
from autossa.queries.vendor.demo_clock import shown_day

PREFIX = "/api/v1/"
_ROOT = r"^/api/v1/"
_SCHEME = "bearer "
_RETRY_SECONDS = 10
_UNREADABLE = (BadRequest, SuspiciousOperation, UnreadablePostError, MultiPartParserError)
_PLAIN_ID = re.compile(r"[A-Za-z0-9_.:-]{8,64}")
_log = logging.getLogger("django.request")


@lru_cache(maxsize=1)
def _resolver() -> URLResolver:
    return URLResolver(RegexPattern(_ROOT), "autossa.api.v1.urls")


def application() -> Any:
    """The WSGI application of the addresses below PREFIX, behind `settings.DEVICE_MIDDLEWARE`."""
    chain: Any = respond
    for name in reversed(settings.DEVICE_MIDDLEWARE):
        chain = import_string(name)(chain)

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        response = chain(Call(environ))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response if response.streaming else [response.content]

    return answer


def respond(request: HttpRequest) -> HttpResponse:
    """The answer, with its id; what fails is a problem too."""
    call = cast(Call, request)
    given = request.headers.get("X-Request-Id", "")
    call.request_id = given if _PLAIN_ID.fullmatch(given) else uuid4().hex
    call.is_conditional, call.version, call.deprecated = False, None, None
    language = translation.get_language_from_request(request)
    with bound_contextvars(request_id=call.request_id), translation.override(language):  # every line of the log has it
        try:
            response = _answer(call)
        except _UNREADABLE:
            response = problem(request, 400, "bad_request")
        except Exception:
            response = failed(request)
    response["X-Request-Id"] = call.request_id
    response["X-Content-Type-Options"] = "nosniff"
    response.setdefault("Cache-Control", "no-store")
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """Our own fault, logged with the id of the request."""
    request_id = getattr(request, "request_id", "")
    _log.exception("A request of the API failed: %s, request_id %s", request.path_info, request_id)
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):  # the database is away, or very busy
        response = problem(request, 503, "server_error")
        response["Retry-After"] = str(_RETRY_SECONDS)
        return response
    return problem(request, 500, "server_error")


def _answer(call: Call) -> HttpResponse:
    if settings.HTTPS and not call.is_secure():
        return problem(call, 403, "https_needed")
    if "%00" in call.META.get("QUERY_STRING", "") or "\0" in call.path_info:  # no text of the database has it
        return problem(call, 400, "bad_request")
    try:
        match = _resolver().resolve(call.path_info)
    except Resolver404:
        return problem(call, 404, "not_found")
    call.META["autossa.route"] = f"{PREFIX}{match.route.removeprefix(_ROOT)}"  # for who counts requests
    try:
        call.moment = now()
        with timezone.override(call.moment.tzinfo):
            allowance = _admit(call)
            response = answered_once(call, lambda: _view(call, match))
    except OperationError as error:
        return problem_of(call, error)
    if allowance is not None:
        _say(response, allowance)
    if call.deprecated:
        call.deprecated.say(response)
    return response


def _view(call: Call, match: Any) -> HttpResponse:
    """What the endpoint answers, whatever happens in it."""
    try:
        response: HttpResponse = match.func(call, *match.args, **match.kwargs)
    except Http404:
        return problem(call, 404, "not_found")
    except OperationError as error:
        return problem_of(call, error)
    except _UNREADABLE:  # an endpoint that reads files reads the body itself
        return problem(call, 400, "bad_request")
    except Exception:
        return failed(call)
    if response.status_code == 405:
        allowed = ", ".join(sorted(response.get("Allow", "").split(", ")))
        response = problem(call, 405, "method_not_allowed", allowed=allowed)
        response["Allow"] = allowed
    elif response.status_code >= 400 and not response.get("Content-Type", "").startswith(KIND):
        return problem(call, response.status_code, "bad_request")
    return response


def _admit(call: Call) -> Allowance:
    """Who asks, counted. Raises TokenNotValid, AskedTooOften."""
    secret = _secret(call)
    try:
        call.use = tokens.sign_in(secret=secret, today=shown_day(call.moment), now=call.moment)
    except tokens.TokenNotValid:
        count_address(address_of(call), real_now())
        note("token_refused", address=address_of(call))
        raise
    return count_asked(b"token" + call.use.key.bytes, most=TOKEN_ASKS, span=TOKEN_SPAN, now=real_now())


def _say(response: HttpResponse, allowance: Allowance) -> None:
    """How often may be asked, and what is left (the draft of RateLimit headers)."""
    span = int(allowance.span.total_seconds())
    response["RateLimit-Policy"] = f'"token";q={allowance.most};w={span}'
    response["RateLimit"] = f'"token";r={allowance.left};t={allowance.seconds}'


def _secret(request: HttpRequest) -> str:
    """What stands in the Authorization header; an empty one is nobody's."""
    given = request.META.get("HTTP_AUTHORIZATION", "")
    return given[len(_SCHEME) :].strip() if given[: len(_SCHEME)].lower() == _SCHEME else ""
