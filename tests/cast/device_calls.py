"""A device that calls: what it sends goes the way of a device's request, and comes back as it would over the wire."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from autossa.api.device.handler import PREFIX, DeviceHandler

_HANDLER: list[DeviceHandler] = []


@dataclass(frozen=True)
class Reply:
    """A status, headers by their lower-case names, and the body."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """Of a problem, the stable one."""
        return str(self.json()["code"])


def call(
    method: str,
    path: str,
    sent: object = None,
    *,
    secret: str | None = None,
    address: str = "192.0.2.50",
    headers: dict[str, str] | None = None,
    secure: bool = True,
) -> Reply:
    """What the interface answers; `path` is below its prefix, `sent` an object or the very bytes."""
    if not _HANDLER:
        _HANDLER.append(DeviceHandler())
    body = sent if isinstance(sent, bytes) else b"" if sent is None else json.dumps(sent).encode()
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()}
    if secret is not None:
        named["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    request = RequestFactory(REMOTE_ADDR=address, **named).generic(
        method, PREFIX + path, body, "application/json", secure=secure
    )
    answered: list[Any] = []
    with _within_the_test():
        parts = _HANDLER[0](request.environ, lambda status, found, _=None: answered.extend((status, found)))
        content = b"".join(parts)
        parts.close()
    return Reply(int(answered[0].split()[0]), {name.lower(): value for name, value in answered[1]}, content)


@contextmanager
def _within_the_test() -> Iterator[None]:
    """Neither the begin nor the end of a request closes the connection that the test rolls back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
