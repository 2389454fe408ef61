"""A device that calls: what it sends goes the way of a device's request, and comes back as it would over the wire."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import RequestFactory

from autossa.api.device.handler import PREFIX, application


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
    body = sent if isinstance(sent, bytes) else b"" if sent is None else json.dumps(sent).encode()
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()}
    if secret is not None:
        named["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    request = RequestFactory(REMOTE_ADDR=address, **named).generic(
        method, PREFIX + path, body, "application/json", secure=secure
    )
    answered: list[Any] = []
    parts = application()(request.environ, lambda status, found: answered.extend((status, found)))
    return Reply(int(answered[0].split()[0]), {name.lower(): value for name, value in answered[1]}, b"".join(parts))
