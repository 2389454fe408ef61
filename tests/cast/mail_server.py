"""A mail server of the tests, with all the faults that there are: it says no, hangs up, stays silent, is slow."""

import re
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings

from autossa.gateways.mail.smtp import smtp_settings

HANG_UP, SILENCE, DRIP = "hang up", "silence", "drip"
_ADDRESS = re.compile(rb"<([^>]*)>")
_MESSAGE_ID = re.compile(rb"^Message-ID: <([^@>]+)@", re.MULTILINE | re.IGNORECASE)
_LONGEST_SILENCE = 30


class MailServer(socketserver.ThreadingTCPServer):
    """`answers` are by command (CONNECT, EHLO, MAIL, RCPT, DATA, CONTENT), `of_recipient` by address; else all is well.

    An answer may be HANG_UP, SILENCE or DRIP (a letter now and then, and no end). `drop_after` so many mails a
    connection is closed. `received` is what was taken, `log` the references in the order in which they came.
    """

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 50

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Session)
        self.answers: dict[str, str] = {}
        self.of_recipient: dict[str, str] = {}
        self.received: list[bytes] = []
        self.to: list[str] = []
        self.sessions = 0
        self.drop_after = 10**9
        self.delay = 0.0
        self.ended = threading.Event()

    @property
    def port(self) -> int:
        """Where it listens, on this machine."""
        return int(self.server_address[1])

    @property
    def log(self) -> list[str]:
        """The references of what was taken, in order."""
        found = (_MESSAGE_ID.search(content) for content in list(self.received))
        return [match[1].decode() for match in found if match]

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that the other side cut is no matter."""


class _Session(socketserver.StreamRequestHandler):
    """As much SMTP as is needed to be sent to, or to say no."""

    server: MailServer

    def handle(self) -> None:
        self.server.sessions += 1
        if not self._say(self.server.answers.get("CONNECT", "220 ready")):
            return
        sent, to = 0, ""
        while line := self.rfile.readline():
            word = line.split(b":")[0].split()[0].decode().upper()
            answer = self.server.answers.get(word, "354 go on" if word == "DATA" else "250 fine")
            if word == "RCPT" and (found := _ADDRESS.search(line)):
                to = found[1].decode()
                answer = self.server.of_recipient.get(to, answer)
            if not self._say(answer) or word == "QUIT":
                return
            if word == "DATA" and answer.startswith("354"):
                if not self._take(to):
                    return
                sent += 1
                if sent >= self.server.drop_after:
                    return

    def _take(self, to: str) -> bool:
        content = self._content()
        time.sleep(self.server.delay)
        answer = self.server.answers.get("CONTENT", "250 taken")
        if answer.startswith("250"):
            self.server.received.append(content)
            self.server.to.append(to)
        return self._say(answer)

    def _content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _say(self, answer: str) -> bool:
        """Answer; whether the connection goes on."""
        if answer == HANG_UP:
            return False
        if answer == SILENCE:
            self.server.ended.wait(_LONGEST_SILENCE)
            return False
        if answer == DRIP:
            end = time.monotonic() + _LONGEST_SILENCE
            while time.monotonic() < end and not self.server.ended.wait(0.1):
                self.wfile.write(b"2")
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        return True


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    """A server, and the settings that lead to it."""
    with MailServer(port) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        with override_settings(**smtp_settings(f"smtp+plain://127.0.0.1:{made.port}")):
            yield made
        made.ended.set()
        made.shutdown()
        thread.join()
