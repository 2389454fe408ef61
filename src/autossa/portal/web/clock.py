"""The portal's day, read here and nowhere else, and handed down; the middleware says in which zone."""

from datetime import date, datetime, timedelta, tzinfo

from django.conf import settings
from django.utils.timezone import get_current_timezone

from autossa.queries.vendor.demo_clock import days_ahead, shifted


def today() -> date:
    """The day in the vendor's zone; the demo may show another one."""
    return today_in(get_current_timezone())


def today_in(zone: tzinfo) -> date:
    """The day in a zone, as the portal shows it once that is the vendor's."""
    if settings.TODAY:
        return date.fromisoformat(settings.TODAY) + timedelta(days=days_ahead())
    return shifted(datetime.now(zone)).date()


def now() -> datetime:
    """This moment, in the vendor's zone; that of the demo's clock in the demo."""
    return shifted(datetime.now(get_current_timezone()))


def real_now() -> datetime:
    """This moment by the machine's own clock, for what others have signed, also in the demo."""
    return datetime.now(get_current_timezone())
