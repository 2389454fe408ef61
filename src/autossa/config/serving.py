"""The door of the server: what a request may look like, before it is one for Django.

Granian hands over raw names of headers here, and the body as it arrives; WSGI, which pages speak, knows neither. A name
with an underscore is refused: WSGI could not tell it from the one with a hyphen that only the proxy sets. A body is
counted while it is read, so that a length that is missing or a lie does not get past the limit.
"""

import asyncio
import io
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]

_PLAIN = [("content-type", "text/plain; charset=utf-8")]
_PLAINLY_NAMED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class BodyTooLarge(Exception):
    """More came than a form of this portal ever sends."""


class Door:
    """The application that granian calls; `threads` requests at a time are answered by the WSGI application."""

    def __init__(self, application: Application, *, most: int, threads: int) -> None:
        self._application = application
        self._most = most
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """One request: refused at once, or answered in one of the threads."""
        headers: Headers = [(name.lower(), value) for name, value in scope.headers.items()]
        if any("_" in name for name, _ in headers):
            protocol.response_str(400, _PLAIN, "Names of headers have no underscores here.")
            return
        try:
            body = await self._body(protocol, headers)
        except BodyTooLarge:
            protocol.response_str(413, [*_PLAIN, ("connection", "close")], f"At most {self._most} bytes can be sent.")
            return
        environ = _environ(scope, headers, body)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._pool, self._answer, environ, protocol, loop)

    async def _body(self, protocol: Any, headers: Headers) -> bytes:
        """All of it. Raises BodyTooLarge, for a length that is said without reading any."""
        lengths = [value for name, value in headers if name == "content-length"]
        is_chunked = any(name == "transfer-encoding" for name, _ in headers)
        if lengths and int(lengths[0]) > self._most:
            raise BodyTooLarge
        if not is_chunked and (not lengths or int(lengths[0]) == 0):
            return b""
        parts, length = [], 0
        async for part in protocol:
            length += len(part)
            if length > self._most:
                raise BodyTooLarge
            parts.append(part)
        return b"".join(parts)

    def _answer(self, environ: Environ, protocol: Any, loop: asyncio.AbstractEventLoop) -> None:
        """In one thread from the first to the last byte: a connection to the database is a thread's own."""
        started: list[tuple[int, Headers]] = []

        def start(status: str, headers: Headers, _: Any = None) -> None:
            started[:] = [(int(status.split(" ", 1)[0]), [(name.lower(), value) for name, value in headers])]

        parts = self._application(environ, start)
        try:
            if not getattr(parts, "streaming", False):
                whole = b"".join(parts)
                protocol.response_bytes(*started[0], whole)
                return
            transport = protocol.response_stream(*started[0])
            for part in parts:
                asyncio.run_coroutine_threadsafe(_send(transport, part), loop).result()
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()


async def _send(transport: Any, part: bytes) -> None:
    await transport.send_bytes(part)


def _environ(scope: Any, headers: Headers, body: bytes) -> Environ:
    """What WSGI asks for (PEP 3333); of one header that comes several times, all values in their order."""
    host, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:  # HTTP/2 names the host there
        environ["HTTP_HOST"] = scope.authority
    for name, value in headers:
        key = _PLAINLY_NAMED.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        joint = "; " if name == "cookie" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ and key != "HTTP_HOST" else value
    if body or "CONTENT_LENGTH" in environ:
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def door(application: object, *, most: int, threads: int = 4) -> Door:
    """The door before a WSGI application; a body has at most `most` bytes."""
    return Door(cast(Application, application), most=most, threads=threads)
