"""The language somebody reads pages and e-mails in."""

from uuid import UUID

from autossa.store import models
from autossa.wording.languages import LANGUAGES


def set_language(*, user: UUID, language: str) -> None:
    """Remember it; one that does not exist changes nothing."""
    if language in LANGUAGES:
        models.User.objects.filter(pk=user).update(language=language)
