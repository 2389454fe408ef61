"""Who asks: several connections at a time, each sends its next request when the answer to the last has come."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

_CHUNK = 65_536
_END = b"\r\n\r\n"


@dataclass(slots=True)
class Asked:
    """Seconds of each answer in the order in which they came, and how many answers were none."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    lasted: float = 0.0

    @property
    def per_second(self) -> float:
        """Right answers a second."""
        return (len(self.seconds) - self.errors) / self.lasted if self.lasted else 0.0

    def within(self, share: float) -> float:
        """Milliseconds that this share of the answers stays below."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3 if ordered else 0.0


@dataclass(slots=True)
class _Line:
    """A connection: when it asked, and what has come of the answer."""

    socket: socket.socket
    asked_at: float = 0.0
    come: bytes = b""

    def ask(self, request: bytes) -> None:
        self.asked_at, self.come = time.perf_counter(), b""
        self.socket.sendall(request)

    def is_whole(self) -> bool:
        """Read what is there; the answer is whole when its body has the length that its head says."""
        part = self.socket.recv(_CHUNK)
        if not part:
            raise ConnectionError("the server closed the connection")
        self.come += part
        head, found, body = self.come.partition(_END)
        return bool(found) and len(body) >= _length(head)


def ask(port: int, requests: list[bytes], *, connections: int, seconds: float) -> Asked:
    """Ask the server on that port of this machine for some seconds. Raises OSError when it does not answer."""
    asked, following = Asked(), cycle(requests)
    with selectors.DefaultSelector() as selector:
        for line in _lines(port, connections):
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.ask(next(following))
        began = time.perf_counter()
        until = began + seconds
        while (now := time.perf_counter()) < until:
            for key, _ in selector.select(until - now):
                line = key.data
                if line.is_whole():
                    asked.seconds.append(time.perf_counter() - line.asked_at)
                    asked.errors += not line.come.startswith(b"HTTP/1.1 200 ")
                    line.ask(next(following))
        asked.lasted = time.perf_counter() - began
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return asked


def _lines(port: int, connections: int) -> Iterator[_Line]:
    for _ in range(connections):
        made = socket.create_connection(("127.0.0.1", port), timeout=30)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield _Line(made)


def _length(head: bytes) -> int:
    for name in head.split(b"\r\n"):
        if name[:15].lower() == b"content-length:":
            return int(name[15:])
    raise ConnectionError("an answer without a length")
