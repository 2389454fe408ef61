"""Answers that somebody has given and not yet submitted."""

from typing import Any
from uuid import UUID

from autossa.store import models


def find_draft(user: UUID, key: str) -> dict[str, Any] | None:
    """A person's answers under a key; None when there are none."""
    answers = models.Draft.objects.filter(user=user, key=key).values_list("answers", flat=True).first()
    return answers if isinstance(answers, dict) else None
