"""How many there are, as far as somebody wants to know: beyond a ceiling a list says "more than", and nobody waits."""

from typing import Any

from django.db.models import QuerySet

MOST = 10_000
"""Lists count up to one more than this."""

BADGE = 999
"""Badges in the navigation, on every page, up to one more than this."""


def counted(found: QuerySet[Any], most: int = MOST) -> int:
    """Up to one more than `most`: then there are more."""
    return found.order_by().values("pk")[: most + 1].count()
