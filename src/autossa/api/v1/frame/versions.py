"""Versions of what can be edited: an ETag with each answer, and If-Match with each change (RFC 9110)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from autossa.api.v1.frame.calls import Call, context_of
from autossa.operations.context import ActionContext, Seen
from autossa.operations.errors import Invalid
from autossa.queries.seen import fingerprint

IF_MATCH = "If-Match"
ANY = "*"


class VersionNeeded(Invalid):
    """Say in If-Match which version you change: the ETag of the GET before."""


def tag_of(shown: object) -> str:
    """The ETag of facts."""
    return f'"{fingerprint(shown)}"'


def tagged(response: HttpResponse, shown: object) -> None:
    """The answer says its version."""
    response["ETag"] = tag_of(shown)


def remember_version(request: HttpRequest) -> None:
    """Raises VersionNeeded."""
    if not request.headers.get(IF_MATCH):
        raise VersionNeeded
    cast(Call, request).is_conditional = True


def version_context(request: HttpRequest, look: Callable[[], Any]) -> ActionContext:
    """The context of a change of that which `look` reads, under the lock: 412 for another version than was named."""
    given = request.headers.get(IF_MATCH, "")
    ctx = context_of(request)
    if given.strip() == ANY:
        return ctx
    named = [one.strip().removeprefix("W/").strip('"') for one in given.split(",")]
    found = fingerprint(look())
    seen = Seen(found if found in named else named[0], look)
    cast(Call, request).version = seen
    return replace(ctx, seen=seen)


def check_compared(request: HttpRequest) -> None:
    """A change whose use case never looked at the version would be one of any version: our fault."""
    version = getattr(request, "version", None)
    if version is not None and not version.is_checked:
        raise RuntimeError("the use case does not check what was seen")
