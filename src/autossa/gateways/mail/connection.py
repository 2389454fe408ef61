"""A connection to an SMTP server on which no step lasts longer than it may, however slowly the server answers.

smtplib waits as long as its timeout for each piece of an answer; a server that sends one letter at a time keeps it for
good. Here an answer has to be there, whole, when its step ends.
"""

import smtplib
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.mail.utils import DNS_NAME

CONNECT_SECONDS, COMMAND_SECONDS, CONTENT_SECONDS = 10.0, 20.0, 60.0
"""How long a step may last: to connect; to greet, log in, take a sender or a recipient; to take what a mail says.

All steps of one mail with a new connection: less than `LONGEST_SECONDS`.
"""
LONGEST_SECONDS = CONNECT_SECONDS + 6 * COMMAND_SECONDS + CONTENT_SECONDS
_PIECE = 4096
_DONE = range(200, 300)

Answer = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server is, who we are there, and how the connection is protected."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    starts_tls: bool = False
    over_tls: bool = False


class Steps(smtplib.SMTP):
    """smtplib, reading answers by the clock."""

    ends = 0.0

    def begin(self, seconds: float) -> None:
        """A step begins."""
        self.ends = time.monotonic() + seconds
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def getreply(self) -> Answer:
        """As smtplib, but the whole answer has to be there when the step ends. Raises as smtplib."""
        if self.file is None:
            self.file = _Lines(self)
        return super().getreply()


class _TlsSteps(Steps, smtplib.SMTP_SSL):
    """The same over TLS from the start."""


class _Lines:
    """What smtplib reads answers from."""

    def __init__(self, smtp: Steps) -> None:
        self._smtp = smtp
        self._read = b""

    def readline(self, limit: int) -> bytes:
        """A line, or what there is when the server hangs up. Raises OSError."""
        while b"\n" not in self._read and len(self._read) < limit:
            piece = self._piece()
            if not piece:
                break
            self._read += piece
        end = min(self._read.find(b"\n") + 1 or len(self._read), limit)
        line, self._read = self._read[:end], self._read[end:]
        return line

    def _piece(self) -> bytes:
        left = self._smtp.ends - time.monotonic()
        if left <= 0 or self._smtp.sock is None:
            raise TimeoutError("timed out")
        self._smtp.sock.settimeout(left)
        return self._smtp.sock.recv(_PIECE)

    def close(self) -> None:
        """The socket is closed by whoever opened it."""


def connect(server: Server) -> Steps:
    """A connection that is greeted, protected and logged in. Raises OSError, SMTPException among them."""
    made = _unconnected(server)
    try:
        made.begin(CONNECT_SECONDS + COMMAND_SECONDS)
        _expect(made.connect(server.host, server.port), smtplib.SMTPConnectError)
        made.begin(COMMAND_SECONDS)
        made.ehlo_or_helo_if_needed()
        if server.starts_tls:
            made.begin(COMMAND_SECONDS)
            made.starttls(context=ssl.create_default_context())
        if server.user:
            made.begin(COMMAND_SECONDS)
            made.login(server.user, server.password)
    except BaseException:
        made.close()
        raise
    return made


def is_silence(error: BaseException) -> bool:
    """The server did not answer in time, rather than hang up."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def say_goodbye(made: Steps) -> None:
    """Close a connection, politely where that is quick."""
    with suppress(OSError):
        made.begin(1)
        made.quit()
    made.close()


def _unconnected(server: Server) -> Steps:
    kind = _TlsSteps if server.over_tls else Steps
    options: dict[str, Any] = {"context": ssl.create_default_context()} if server.over_tls else {}
    made = kind(local_hostname=DNS_NAME.get_fqdn(), timeout=CONNECT_SECONDS, **options)
    vars(made)["_host"] = server.host  # what the certificate has to name: smtplib knows it only where it connects
    return made


def _expect(answer: Answer, error: type[smtplib.SMTPResponseException]) -> None:
    if answer[0] not in _DONE:
        raise error(*answer)
