"""The gateway over HTTP. The name is resolved once, each address that it has is judged, and the very one is called.

So neither a name that points inwards, nor one that points elsewhere a moment later, nor a redirect leads to what only
this machine can reach. Proxies of the environment are not used, cookies are not kept.
"""

import socket
import ssl
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from threading import Timer
from time import monotonic

from django.conf import settings

from autossa.domain.accounts.targets import Listed, Target, TargetWrong, check_address, read_listed, read_target
from autossa.gateways.webhooks.protocol import ANSWER_BYTES, Answer, NotDelivered

TIMEOUT_SECONDS = 20.0


class HttpWebhooks:
    """Calls what is public, and what `listed` allows besides."""

    def __init__(self, listed: Listed, timeout: float = TIMEOUT_SECONDS) -> None:
        self._listed, self._timeout = listed, timeout
        self._tls = ssl.create_default_context()

    def post(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """Send, within the time in all: connecting, TLS, and a receiver that answers byte by byte."""
        end = monotonic() + self._timeout
        try:
            target = read_target(url, self._listed)
            line = _Line(target, self._resolve(target), self._tls, end)
        except TargetWrong as error:
            raise NotDelivered(error.code) from None
        try:
            answer = line.call(headers, body)
        except (ssl.SSLError, OSError, HTTPException, ValueError) as error:
            raise NotDelivered("timeout" if line.is_late else _why(error)) from None
        finally:
            line.close()
        if line.is_late:  # what was cut off reads like an answer that ends
            raise NotDelivered("timeout")
        return answer

    def _resolve(self, target: Target) -> str:
        """One address; all that the name has must be allowed, so that chance decides nothing."""
        try:
            found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        except (OSError, UnicodeError):
            raise NotDelivered("name") from None
        addresses = [str(info[4][0]) for info in found]
        for address in addresses:
            check_address(ip_address(address.partition("%")[0]), self._listed)
        if not addresses:
            raise NotDelivered("name")
        return addresses[0]


class _Line:
    """One connection to one address, cut when its time is over."""

    def __init__(self, target: Target, address: str, tls: ssl.SSLContext, end: float) -> None:
        self._target, self._address, self._tls, self._end = target, address, tls, end
        self._socket: socket.socket | None = None
        self._timer = Timer(max(0.01, self._left()), self._cut)
        self._timer.daemon = True
        self.is_late = False

    def call(self, headers: dict[str, str], body: bytes) -> Answer:
        """Connect, send, read the beginning of the answer."""
        self._timer.start()
        self._socket = socket.create_connection((self._address, self._target.port), timeout=max(0.01, self._left()))
        if self._target.is_tls:
            self._socket = self._tls.wrap_socket(self._socket, server_hostname=self._target.host)
        connection = HTTPConnection(self._target.host, self._target.port)
        connection.sock = self._socket  # connected already: the address is not looked up again
        connection.request("POST", self._target.path, body, {"Host": self._target.host_header, **headers})
        answer = connection.getresponse()
        return Answer(answer.status, _beginning(answer))

    def close(self) -> None:
        """Whatever came."""
        self._timer.cancel()
        if self._socket is not None:
            with suppress(OSError):
                self._socket.close()

    def _left(self) -> float:
        return self._end - monotonic()

    def _cut(self) -> None:
        self.is_late = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _beginning(answer: HTTPResponse) -> str:
    """As much as is kept; a control character is none that a page could show."""
    found = answer.read(ANSWER_BYTES).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else " " for letter in found)


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, TimeoutError):
        return "timeout"
    return "refused" if isinstance(error, ConnectionRefusedError) else "broken"


def from_settings() -> HttpWebhooks:
    """The gateway as the settings say."""
    return HttpWebhooks(read_listed(settings.WEBHOOK_TARGETS))
