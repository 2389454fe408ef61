"""The portal's day, read here and nowhere else, and handed down; the middleware says in which zone."""

from datetime import date, datetime, tzinfo

from django.utils.timezone import get_current_timezone

from autossa.queries.vendor.demo_clock import shifted, shown_day


def today() -> date:
    """The day in the vendor's zone; the demo may show another one."""
    return today_in(get_current_timezone())


def today_in(zone: tzinfo) -> date:
    """The day in a zone, as the portal shows it once that is the vendor's."""
    return shown_day(shifted(datetime.now(zone)))


def now() -> datetime:
    """This moment, in the vendor's zone; that of the demo's clock in the demo."""
    return shifted(datetime.now(get_current_timezone()))


def real_now() -> datetime:
    """This moment by the machine's own clock, for what others have signed, also in the demo."""
    return datetime.now(get_current_timezone())
