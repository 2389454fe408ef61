"""The door of the server: what a request may look like, before it is one for Django.

Granian hands over raw names of headers here, and the body as it arrives; WSGI, which pages speak, knows neither. A
name with an underscore is refused: WSGI could not tell it from the one with a hyphen that only the proxy sets. A body
is counted while it is read, so that a length that is missing or a lie does not get past the limit. A form is small
and is read whole. One address takes a large file: there the body is handed over as a stream, and whoever answers
reads of it only what it wants to, which is nothing before it knows who is asking.

A part of a file on disk is sent by the server itself, as fast as it is taken: bytes that are handed to it wait in
memory until then, which is all right for a page and not for gigabytes.
"""

import asyncio
import ctypes
import io
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]

_PLAIN = [("content-type", "text/plain; charset=utf-8")]
_PLAINLY_NAMED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


_UPLOADS = 2  # at a time, of each worker
_WHEN_PARENT_ENDS = 1  # PR_SET_PDEATHSIG
_PATIENCE = 60.0  # seconds that the next piece of an upload is waited for


class BodyTooLarge(Exception):
    """More came than a form of this portal ever sends."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """The one address, a whole path, whose POST may bring more: at most so many bytes, and their number said before."""

    address: re.Pattern[str]
    most: int

    def is_for(self, scope: Any) -> bool:
        """This request is one of them."""
        return scope.method == "POST" and self.address.fullmatch(scope.path) is not None


class Door:
    """The application that granian calls; `threads` requests at a time are answered by the WSGI application."""

    def __init__(self, application: Application, *, most: int, threads: int, uploads: Uploads | None = None) -> None:
        self._application = application
        self._most, self._uploads = most, uploads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._receiving = ThreadPoolExecutor(_UPLOADS, thread_name_prefix="upload")

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """One request: refused at once, or answered in one of the threads."""
        headers: Headers = [(name.lower(), value) for name, value in scope.headers.items()]
        if any("_" in name for name, _ in headers):
            protocol.response_str(400, _PLAIN, "Names of headers have no underscores here.")
            return
        uploads = self._uploads if self._uploads is not None and self._uploads.is_for(scope) else None
        most = uploads.most if uploads else self._most
        loop = asyncio.get_running_loop()
        try:
            length, is_chunked = _length(headers, most)
            if uploads and length and not is_chunked:
                body, pool = cast(io.IOBase, _Incoming(aiter(protocol), length, loop)), self._receiving
            else:
                body, pool = io.BytesIO(await self._body(protocol, length, is_chunked)), self._pool
        except BodyTooLarge:
            protocol.response_str(413, [*_PLAIN, ("connection", "close")], f"At most {most} bytes can be sent.")
            return
        environ = _environ(scope, headers, body)
        await loop.run_in_executor(pool, self._answer, environ, protocol, loop)

    async def _body(self, protocol: Any, said: int | None, is_chunked: bool) -> bytes:
        """All of it, whatever length was said. Raises BodyTooLarge."""
        if not is_chunked and not said:
            return b""
        parts, length = [], 0
        async for part in protocol:
            length += len(part)
            if length > self._most:
                raise BodyTooLarge
            parts.append(part)
        return b"".join(parts)

    def _answer(self, environ: Environ, protocol: Any, loop: asyncio.AbstractEventLoop) -> None:
        """In one thread from the first to the last byte: a connection to the database is a thread's own.

        A response that names a part of a file (`local_part`: its path, the first byte, the one after the last) is sent
        from there, and its own iteration is never begun.
        """
        started: list[tuple[int, Headers]] = []

        def start(status: str, headers: Headers, _: Any = None) -> None:
            started[:] = [(int(status.split(" ", 1)[0]), [(name.lower(), value) for name, value in headers])]

        parts = self._application(environ, start)
        try:
            if (local := getattr(parts, "local_part", None)) is not None:
                protocol.response_file_range(*started[0], *local)
                return
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


class _Incoming(io.RawIOBase):
    """What is being sent, read in a thread as it arrives; at most the number of bytes that was said."""

    def __init__(self, parts: AsyncIterator[bytes], length: int, loop: asyncio.AbstractEventLoop) -> None:
        self._parts, self._left, self._loop = parts, length, loop
        self._here = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes; 0 at the end. Raises OSError for a visitor who sends nothing for a minute, or has gone."""
        if not self._here and self._left > 0:
            self._here = self._next()
        count = min(len(buffer), len(self._here))
        buffer[:count] = self._here[:count]
        self._here = self._here[count:]
        return count

    def _next(self) -> bytes:
        try:
            part = asyncio.run_coroutine_threadsafe(_next_of(self._parts), self._loop).result(_PATIENCE)
        except TimeoutError:
            raise OSError("nothing more was sent") from None
        part = part[: self._left]
        self._left = self._left - len(part) if part else 0
        return part


async def _next_of(parts: AsyncIterator[bytes]) -> bytes:
    """The next piece that has something in it, b"" at the end; the iteration must not be begun anew."""
    while (part := await anext(parts, None)) is not None:
        if part:
            return bytes(part)
    return b""


def end_with_parent() -> None:
    """Let this process be told to stop when the one that started it is gone, however it went: none is left behind.

    Linux does so; elsewhere nothing happens.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_WHEN_PARENT_ENDS, signal.SIGTERM)


def _length(headers: Headers, most: int) -> tuple[int | None, bool]:
    """How long the body is said to be, if it is, and whether it comes in chunks. Raises BodyTooLarge."""
    lengths = [value for name, value in headers if name == "content-length"]
    is_chunked = any(name == "transfer-encoding" for name, _ in headers)
    if lengths and int(lengths[0]) > most:
        raise BodyTooLarge
    return int(lengths[0]) if lengths else None, is_chunked


async def _send(transport: Any, part: bytes) -> None:
    await transport.send_bytes(part)


def _environ(scope: Any, headers: Headers, body: io.IOBase) -> Environ:
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
        "wsgi.input": io.BufferedReader(body) if isinstance(body, _Incoming) else body,
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
    if isinstance(body, io.BytesIO) and (body.getbuffer().nbytes or "CONTENT_LENGTH" in environ):
        environ["CONTENT_LENGTH"] = str(body.getbuffer().nbytes)
    return environ


def door(application: object, *, most: int, threads: int = 4, uploads: Uploads | None = None) -> Door:
    """The door before a WSGI application; a body has at most `most` bytes, but for `uploads`."""
    return Door(cast(Application, application), most=most, threads=threads, uploads=uploads)
