"""The portal's day, read here and nowhere else, and handed down."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def today() -> date:
    """The day in the vendor's zone; the demo may show another one."""
    if settings.TODAY:
        return date.fromisoformat(settings.TODAY)
    return datetime.now(ZoneInfo(settings.TIME_ZONE)).date()


def now() -> datetime:
    """This moment, in the vendor's zone."""
    return datetime.now(ZoneInfo(settings.TIME_ZONE))
