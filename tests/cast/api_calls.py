"""A program that calls: what it sends goes the way of a request of the API, and comes back as over the wire."""

import json
from typing import Any

from django.test import RequestFactory

from autossa.api.v1.handler import PREFIX, application
from tests.cast.device_calls import Reply


def ask(
    method: str,
    path: str,
    sent: object = None,
    *,
    token: str | None = None,
    address: str = "192.0.2.60",
    headers: dict[str, str] | None = None,
) -> Reply:
    """What the API answers; `path` is below its prefix, `sent` what becomes JSON or the very bytes."""
    body = sent if isinstance(sent, bytes) else b"" if sent is None else json.dumps(sent).encode()
    named: dict[str, Any] = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()}
    if token is not None:
        named["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    request = RequestFactory(REMOTE_ADDR=address, **named).generic(
        method, PREFIX + path, body, "application/json", secure=True
    )
    answered: list[Any] = []
    parts = application()(request.environ, lambda status, found: answered.extend((status, found)))
    return Reply(int(answered[0].split()[0]), {name.lower(): value for name, value in answered[1]}, b"".join(parts))
