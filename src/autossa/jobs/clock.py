"""The moment and the vendor's day, read here and handed down."""

from datetime import UTC, date, datetime

from django.conf import settings

from autossa.queries.vendor.settings import zone


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The moment in the vendor's zone; the demo may show another day, at the same hour."""
    found = moment.astimezone(zone())
    if not settings.TODAY:
        return found
    shown = date.fromisoformat(settings.TODAY)
    return found.replace(year=shown.year, month=shown.month, day=shown.day)
