"""A program that calls: what it sends goes the way of a request of the API, and comes back as over the wire."""

import json
from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections
from django.http.response import HttpResponseBase
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
    kind: str = "application/json",
) -> Reply:
    """What the API answers; `path` is below its prefix, `sent` what becomes JSON or the very bytes, of a media type."""
    body = sent if isinstance(sent, bytes) else b"" if sent is None else json.dumps(sent).encode()
    named: dict[str, Any] = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()}
    if token is not None:
        named["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    request = RequestFactory(REMOTE_ADDR=address, **named).generic(method, PREFIX + path, body, kind, secure=True)
    request.environ["PATH_INFO"] = request.environ["PATH_INFO"].encode().decode("iso-8859-1")  # as servers give it
    answered: list[Any] = []
    parts = application()(request.environ, lambda status, found: answered.extend((status, found)))
    body = b"".join(parts)
    if isinstance(parts, HttpResponseBase):  # as a server does; the test's connection stays
        request_finished.disconnect(close_old_connections)
        parts.close()
        request_finished.connect(close_old_connections)
    return Reply(int(answered[0].split()[0]), {name.lower(): value for name, value in answered[1]}, body)


def post(secret: str, path: str, sent: object = None) -> Reply:
    """The same, of what is sent with a token."""
    return ask("POST", path, sent if sent is not None else {}, token=secret)
