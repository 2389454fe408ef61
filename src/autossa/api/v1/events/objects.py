"""What events are about, as the API answers it: found by the id's prefix among the endpoints that read one thing.

Webhooks ask by the name in the settings (`API_OBJECTS`), since they are sent from below this layer.
"""

import io
import json
import re
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils import timezone, translation

from autossa.api.v1.frame.calls import Call
from autossa.api.v1.frame.endpoints import ENDPOINTS
from autossa.domain.rights import TokenScope
from autossa.queries.access import Account, TokenUse
from autossa.queries.vendor.settings import zone

PREFIX = "/api/v1/"
_ONE_THING = re.compile(r"/[a-z-]+/\{(\w+)_id\}")
_PREFIXES = {
    "project": "prj", "organisation": "org", "document": "inv", "device": "dev", "quote": "quo", "release": "rel",
    "order": "ord", "credit_order": "ord", "license_order": "lor", "product": "pro", "webhook": "whk",
}  # fmt: skip


@lru_cache(maxsize=1)
def _readers() -> dict[str, str]:
    """The path that reads one thing, by the prefix of its id."""
    resolver()  # every router is registered once its addresses are
    return {
        _PREFIXES[found[1]]: one.path
        for one in ENDPOINTS
        if one.method == "GET" and (found := _ONE_THING.fullmatch(one.path)) and found[1] in _PREFIXES
    }


@lru_cache(maxsize=1)
def resolver() -> URLResolver:
    """The addresses of the API."""
    found = URLResolver(RegexPattern(r"^/api/v1/"), "autossa.api.v1.urls")
    assert found.url_patterns
    return found


def address_of(thing: str) -> str | None:
    """Where a thing is read; None for what no endpoint reads."""
    path = _path(thing)
    return f"{settings.BASE_URL}{path}" if path else None


def answer(account: Account, thing: str, now: datetime) -> dict[str, Any] | None:
    """What somebody would be answered who may read all that they may see; None for anything but an object."""
    path = _path(thing)
    if path is None:
        return None
    call = Call({"REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "443",
                 "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "https"})  # fmt: skip
    moment = now.astimezone(zone())
    call.request_id, call.is_conditional, call.version, call.moment = "", False, None, moment
    call.use = TokenUse(account.user, account, frozenset({TokenScope.READ}), account.user, None)
    try:
        match = resolver().resolve(path)
        with timezone.override(moment.tzinfo), translation.override("en"):
            response = match.func(call, *match.args, **match.kwargs)
    except Resolver404:
        return None
    is_good = response.status_code == 200 and response["Content-Type"].startswith("application/json")
    return cast(dict[str, Any], json.loads(response.content)) if is_good else None


def _path(thing: str) -> str | None:
    template = _readers().get(thing[:3])
    return PREFIX + re.sub(r"\{\w+\}", thing, template).lstrip("/") if template else None
