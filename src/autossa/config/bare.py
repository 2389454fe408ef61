"""The limit of `autossa bench checks`: the same server, where each request is one indexed look-up of the same row.

`python -m autossa.config.bare PORT WORKERS`
"""

import sys
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

import django
from django.conf import settings

from autossa.config.serving import door

_SCHEME = len("Bearer ")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The device of a secret."""
    from django.db import connection

    secret = environ.get("HTTP_AUTHORIZATION", "")[_SCHEME:]
    connection.ensure_connection()
    found = connection.connection.execute(
        "SELECT device_id FROM device_credentials WHERE digest = %s", [sha256(secret.encode()).digest()]
    ).fetchone()
    body = f'{{"device":"{found[0]}"}}'.encode() if found else b"{}"
    start_response("200 OK" if found else "404 Not Found", [("Content-Type", "application/json")])
    return [body]


def served() -> object:
    """What granian loads, once for each worker."""
    django.setup()
    return door(application, most=settings.BODY_LIMIT, threads=settings.THREADS)


def main(port: int, workers: int) -> None:
    """Serve until SIGTERM."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "autossa.config.bare:served",
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        factory=True,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
