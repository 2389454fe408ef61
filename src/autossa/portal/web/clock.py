"""The portal's day, read here and nowhere else, and handed down; the middleware says in which zone."""

from datetime import date, datetime, tzinfo

from django.conf import settings
from django.utils.timezone import get_current_timezone


def today() -> date:
    """The day in the vendor's zone; the demo may show another one."""
    return today_in(get_current_timezone())


def today_in(zone: tzinfo) -> date:
    """The day in a zone, as the portal shows it once that is the vendor's."""
    if settings.TODAY:
        return date.fromisoformat(settings.TODAY)
    return datetime.now(zone).date()


def now() -> datetime:
    """This moment, in the vendor's zone."""
    return datetime.now(get_current_timezone())
