"""The vendor's own wording of mails; where there is none the shipped wording holds."""

from dataclasses import dataclass
from datetime import datetime

from autossa.store import models


@dataclass(frozen=True, slots=True)
class OwnText:
    """What the vendor says instead of the shipped text, and since when."""

    key: str
    language: str
    subject: str
    body: str
    edited_at: datetime


def own_text(key: str, language: str) -> OwnText | None:
    """The vendor's wording of one mail in a language."""
    row = models.MailText.objects.filter(key=key, language=language).first()
    return _own(row) if row else None


def own_texts() -> list[OwnText]:
    """All that the vendor worded."""
    return [_own(row) for row in models.MailText.objects.order_by("key", "language")]


def _own(row: models.MailText) -> OwnText:
    return OwnText(row.key, row.language, row.subject, row.body, row.edited_at)
