"""The vendor's terms: those in force, and each version that somebody agreed to."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from autossa.store import models

OF_ENVIRONMENT = 0
"""The number of the terms that the environment names, until the vendor sets some in the portal."""


@dataclass(frozen=True, slots=True)
class Terms:
    """An address or a text, its number, and since when; None for terms of the environment."""

    number: int
    url: str
    text: str
    since: datetime | None

    @property
    def exist(self) -> bool:
        """There is something to read."""
        return bool(self.url or self.text)


def current_terms() -> Terms:
    """Those in force; without an address and a text where there are none."""
    row = models.TermsVersion.objects.order_by("-number").first()
    return _terms(row) if row else Terms(OF_ENVIRONMENT, settings.TERMS_URL, "", None)


def terms_version(number: int) -> Terms | None:
    """A version that the vendor has set, None for an unknown one."""
    row = models.TermsVersion.objects.filter(number=number).first()
    return _terms(row) if row else None


def _terms(row: models.TermsVersion) -> Terms:
    return Terms(row.number, row.url, row.text, row.set_at)
