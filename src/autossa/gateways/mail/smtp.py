"""Mails by SMTP; one connection for as many mails as are sent before it is closed.

Whose fault a failure is: what goes wrong before a sender is named, and a sender that is refused, is the server's; all
that goes wrong after that is the mail's. So a server that hangs up over one recipient, or stays silent, keeps no other.
"""

import smtplib
from base64 import b64encode
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail.message import sanitize_address

from autossa.gateways.mail import connection
from autossa.gateways.mail.connection import COMMAND_SECONDS, CONTENT_SECONDS, Answer
from autossa.gateways.mail.protocol import Mail, MailRefused, MailRefusedForGood, MailUnavailable, message

_TAKEN = (250, 251)
_CLOSING = 421
_FOR_GOOD = 500
_TOO_LARGE = 552
_LONGEST_ANSWER = 400
_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


def smtp_settings(url: str) -> dict[str, Any]:
    """Django's e-mail settings from an address; the error of a wrong one does not repeat it, it may hold a password.

    smtp://user:password@host:587 uses STARTTLS, smtps://…:465 TLS from the start, smtp+plain://host:25 neither
    (only for a server on this machine). Raises ValueError.
    """
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        raise ValueError("this is no address of an SMTP server") from None
    if scheme not in _PORTS or not host or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("an SMTP server is smtp://user:password@host:587, smtps://… (465) or smtp+plain://host:25")
    if scheme == "smtp+plain" and parts.password:
        raise ValueError("smtp+plain would send the password in the clear; use smtp or smtps")
    return {
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or _PORTS[scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": scheme == "smtp",
        "EMAIL_USE_SSL": scheme == "smtps",
    }


class SmtpGateway:
    """Sends by the server of the settings, from `sender`."""

    def __init__(self, sender: str) -> None:
        self._sender = sender
        self._open: connection.Steps | None = None

    def send(self, mail: Mail) -> None:
        """Send; a connection that the server gave up meanwhile is opened anew, once."""
        made = message(mail, self._sender)
        as_mime: Any = made.message()  # Django's own kind, which can end lines as SMTP wants them
        content: bytes = as_mime.as_bytes(linesep="\r\n")
        sender, to = (sanitize_address(address, "utf-8") for address in (made.from_email, mail.to))
        try:
            opened = self._named(sender, content)
            self._recipient(opened, to)
            opened.begin(CONTENT_SECONDS)
            self._check(opened.data(content))
        except smtplib.SMTPDataError as error:
            self._check((error.smtp_code, _bytes(error.smtp_error)))
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise MailRefused(f"the server {_did(error)} over this e-mail") from None

    def close(self) -> None:
        """Close the connection."""
        opened, self._open = self._open, None
        if opened is not None:
            connection.say_goodbye(opened)

    def _named(self, sender: str, content: bytes) -> connection.Steps:
        """A connection that has taken the sender. Raises MailUnavailable, MailRefused, OSError."""
        opened = self._open
        if opened is not None:
            with suppress(OSError):  # of smtplib, too: the server closed it since the last mail
                answer = self._mail_from(opened, sender, content)
                if answer[0] != _CLOSING:
                    self._check_sender(answer)
                    return opened
            self.close()
        opened = self._open = _connect()
        self._check_sender(self._mail_from(opened, sender, content))
        return opened

    def _mail_from(self, opened: connection.Steps, sender: str, content: bytes) -> Answer:
        opened.begin(COMMAND_SECONDS)
        return opened.mail(sender, [f"size={len(content)}"] if opened.has_extn("size") else [])

    def _check_sender(self, answer: Answer) -> None:
        """A refused sender is the server's matter: it would refuse all. Not so where this mail is too large for it."""
        code, said = answer
        if code == _CLOSING or (code >= _FOR_GOOD and code != _TOO_LARGE):
            self.close()
            raise MailUnavailable(f"the e-mail server refuses the sender: {code} {_plain(said)}")
        self._check(answer)

    def _recipient(self, opened: connection.Steps, to: str) -> None:
        opened.begin(COMMAND_SECONDS)
        self._check(opened.rcpt(to))

    def _check(self, answer: Answer) -> None:
        """Raises MailRefused, MailRefusedForGood; the connection goes on where the server lets it."""
        code, said = answer
        if code in _TAKEN:
            return
        self._start_over(code)
        kind = MailRefusedForGood if code >= _FOR_GOOD else MailRefused
        raise kind(f"{code} {_plain(said)}")

    def _start_over(self, code: int) -> None:
        if self._open is not None and code != _CLOSING:
            with suppress(OSError):
                self._open.begin(COMMAND_SECONDS)
                if self._open.rset()[0] in _TAKEN:
                    return
        self.close()


def from_settings() -> SmtpGateway:
    """The gateway as the settings say."""
    return SmtpGateway(settings.DEFAULT_FROM_EMAIL)


def try_server() -> None:
    """Connect, log in and leave; nothing is sent. Raises MailUnavailable."""
    connection.say_goodbye(_connect())


def _connect() -> connection.Steps:
    try:
        return connection.connect(_server())
    except smtplib.SMTPResponseException as error:  # greeting, log-in
        said = _without_password(_plain(error.smtp_error))
        raise MailUnavailable(f"the e-mail server lets nobody in: {error.smtp_code} {said}") from None
    except (smtplib.SMTPException, OSError) as error:
        said = _without_password(_plain(str(error)))
        raise MailUnavailable(f"the e-mail server is not reached: {type(error).__name__}: {said}") from None


def _server() -> connection.Server:
    return connection.Server(
        settings.EMAIL_HOST,
        settings.EMAIL_PORT,
        settings.EMAIL_HOST_USER,
        settings.EMAIL_HOST_PASSWORD,
        starts_tls=settings.EMAIL_USE_TLS,
        over_tls=settings.EMAIL_USE_SSL,
    )


def _did(error: BaseException) -> str:
    return "stayed silent" if connection.is_silence(error) else "hung up"


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _plain(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:_LONGEST_ANSWER]


def _without_password(text: str) -> str:
    """A server may repeat what it was told, as it was told."""
    password: str = settings.EMAIL_HOST_PASSWORD
    coded = [b64encode(one.encode()).decode() for one in (password, f"\0{settings.EMAIL_HOST_USER}\0{password}")]
    for secret in [password, *coded] if password else []:
        text = text.replace(secret, "[…]")
    return text
