"""Sending mails: the words of one mail, what a gateway promises, and the message it becomes."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, formataddr, parseaddr
from typing import Protocol

from django.core.mail import EmailMultiAlternatives

_ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\\\"]{1,64}@[^@\s,;:<>()\[\]\\\"]{1,190}")
_REFERENCE = re.compile(r"[A-Za-z0-9._-]{1,100}")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_CONTENT_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,80}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
MAX_SUBJECT = 300


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail. Raises ValueError for a name or type that is more than a plain word."""

    name: str
    content_type: str
    content: bytes

    def __post_init__(self) -> None:
        if not _FILE_NAME.fullmatch(self.name) or ".." in self.name:
            raise ValueError("the name of an attachment is a plain word")
        if not _CONTENT_TYPE.fullmatch(self.content_type):
            raise ValueError("the type of an attachment is two plain words")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one address. `reference` is what a resend has in common with what was sent: it makes the Message-ID.

    `sent_at` (aware) is the moment its date says; without one it is that of the machine. `sender_name` stands before
    the sender's address where the settings name nobody there.
    Raises ValueError for what could smuggle a header in, or a second recipient.
    """

    to: str
    subject: str
    text: str
    html: str
    language: str
    reference: str
    sent_at: datetime | None = None
    sender_name: str = ""
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.to):
            raise ValueError("the address is none, or more than one")
        if _CONTROL.search(self.subject) or not 0 < len(self.subject.strip()) <= MAX_SUBJECT:
            raise ValueError("the subject must be one line that is not empty")
        if _CONTROL.search(self.sender_name):
            raise ValueError("the sender's name must be one line")
        if not _REFERENCE.fullmatch(self.reference) or not _REFERENCE.fullmatch(self.language):
            raise ValueError("reference and language are plain words")


class MailUnavailable(Exception):
    """No mail can be sent at present: the server is not reached, or does not let us in. Others would fail alike."""


class MailRefused(Exception):
    """This mail was not taken, or the server hung up or stayed silent over it; others may well go."""


class MailRefusedForGood(MailRefused):
    """This mail will never be taken, such as one to an address that there is not: to try again is of no use."""


class MailGateway(Protocol):
    """Sends mails; it may keep a connection until it is closed."""

    def send(self, mail: Mail) -> None:
        """Hand one mail over. Raises MailUnavailable, MailRefused."""

    def close(self) -> None:
        """Let go of what is held open; sending opens it again."""


def check_sender(text: str) -> None:
    """Raises ValueError for what is no address to send from."""
    local, _, domain = parseaddr(text)[1].partition("@")
    if not local or not domain or "@" in domain:
        raise ValueError(f'a sender is portal@example.com or Portal <portal@example.com>, not "{text}"')


def message(mail: Mail, sender: str) -> EmailMultiAlternatives:
    """The mail as MIME: a text part always, HTML beside it, its files after both.

    Its Message-ID is the same each time it is sent.
    """
    name, address = parseaddr(sender)
    domain = address.rpartition("@")[2] or "localhost"
    made = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        formataddr((name or mail.sender_name, address)),
        [mail.to],
        headers={
            "Message-ID": f"<{mail.reference}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": mail.language,
            **({"Date": format_datetime(mail.sent_at)} if mail.sent_at else {}),
        },
    )
    made.attach_alternative(mail.html, "text/html")
    for file in mail.attachments:
        made.attach(file.name, file.content, file.content_type)
    return made
