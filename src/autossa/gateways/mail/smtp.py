"""Mails by SMTP, over Django's backend; one connection for as many mails as are sent before it is closed."""

import smtplib
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from autossa.gateways.mail.protocol import Mail, MailRefused, MailUnavailable, message

TIMEOUT_SECONDS = 20
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
    """Sends by the server of Django's settings, from `sender`."""

    def __init__(self, sender: str) -> None:
        self._sender = sender
        self._backend: EmailBackend | None = None

    def send(self, mail: Mail) -> None:
        """Send; a connection that the server gave up meanwhile is opened anew, once."""
        try:
            self._send(mail, reused=self._backend is not None)
        except smtplib.SMTPRecipientsRefused as error:
            raise MailRefused(_answers(error)) from None
        except smtplib.SMTPDataError as error:
            self.close()
            raise MailRefused(f"{error.smtp_code} {_plain(error.smtp_error)}") from None
        except smtplib.SMTPResponseException as error:  # greeting, log-in, sender: any other mail would fail alike
            self.close()
            raise MailUnavailable(f"the mail server says no ({type(error).__name__} {error.smtp_code})") from None
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise MailUnavailable(f"the mail server is not reached ({type(error).__name__})") from None

    def close(self) -> None:
        """Close the connection."""
        backend, self._backend = self._backend, None
        if backend is not None:
            try:
                backend.close()
            except (smtplib.SMTPException, OSError):
                backend.connection = None

    def _send(self, mail: Mail, *, reused: bool) -> None:
        try:
            self._open().send_messages([message(mail, self._sender)])
        except (smtplib.SMTPServerDisconnected, ConnectionError):
            self.close()
            if not reused:
                raise
            self._open().send_messages([message(mail, self._sender)])

    def _open(self) -> EmailBackend:
        if self._backend is None:
            backend = EmailBackend(timeout=TIMEOUT_SECONDS, fail_silently=False)
            backend.open()
            self._backend = backend
        return self._backend


def from_settings() -> SmtpGateway:
    """The gateway as the settings say."""
    return SmtpGateway(settings.DEFAULT_FROM_EMAIL)


def _answers(error: smtplib.SMTPRecipientsRefused) -> str:
    return "; ".join(f"{code} {_plain(text)}" for code, text in error.recipients.values())


def _plain(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:200]
