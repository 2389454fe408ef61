"""Mails that were sent, wait or failed; and, where mails are written to files, what stands in them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.db.models import Q

from autossa.store import models

SHOWN = 200


@dataclass(frozen=True, slots=True)
class WrittenMail:
    """A mail in a file; `reference` names it, `date` is of its header or the file, `attached` names its files."""

    reference: str
    to: str
    subject: str
    date: datetime
    text: str
    html: str
    attached: tuple[str, ...]


def list_mails(*, only_failed: bool = False, limit: int = SHOWN) -> list[dict[str, Any]]:
    """The newest mails, and messages that could not be made into mails; or only what failed and waits, or is parked."""
    mails = Q(topic="send.mail")
    failed = Q(delivered_at=None) & ~Q(last_error="")
    found = models.OutboxMessage.objects.filter(failed if only_failed else mails | failed)
    return [
        {
            "message": row.public_id,
            "mail": row.payload.get("key", row.topic),
            "language": row.payload.get("language"),
            "to": row.payload.get("to"),
            "made": row.created_at.isoformat(timespec="seconds"),
            "state": _state(row),
            "attempts": row.attempts,
            "next_try": row.not_before.isoformat(timespec="seconds")
            if _state(row) == "waits" and row.not_before
            else None,
            "error": row.last_error or None,
        }
        for row in found.order_by("-id")[:limit]
    ]


def written_mails(folder: Path, limit: int = SHOWN) -> list[WrittenMail]:
    """The newest mails of a folder of .eml files; none when there is no folder."""
    return [_read(path) for path in sorted(_files(folder), reverse=True)[:limit]]


def count_written(folder: Path) -> int:
    """How many mails the folder holds."""
    return len(_files(folder))


def written_mail(folder: Path, reference: str) -> WrittenMail | None:
    """One mail of the folder."""
    # Compared, not put into a path: the reference comes from an address.
    return next((_read(path) for path in _files(folder) if path.stem == reference), None)


def _files(folder: Path) -> list[Path]:
    return list(folder.glob("msg_*.eml")) if folder.is_dir() else []


def _read(path: Path) -> WrittenMail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return WrittenMail(
        path.stem,
        str(message["To"] or ""),
        str(message["Subject"] or ""),
        _date(message, path),
        _part(message, "plain"),
        _part(message, "html"),
        tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )


def _date(message: EmailMessage, path: Path) -> datetime:
    header = message["Date"]
    stated: datetime | None = header.datetime if header is not None else None
    return stated or datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=("plain",) if kind == "plain" else ("html",))
    return str(part.get_content()) if part is not None else ""


def _state(row: models.OutboxMessage) -> str:
    if row.delivered_at is not None:
        return "not sent" if row.last_error else "sent"
    return "parked" if row.parked_at else "waits"
