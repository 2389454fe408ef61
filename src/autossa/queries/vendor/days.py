"""Which day a moment is at the vendor: what is done is dated by it at the latest."""

from datetime import date, datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import connection

from autossa.queries.vendor.demo_clock import days_ahead
from autossa.queries.vendor.settings import zone


def latest_day(now: datetime) -> date:
    """The day of a moment in the vendor's zone; where a demo shows a later one (`settings.TODAY`), that."""
    day = now.astimezone(zone()).date()
    if not settings.TODAY:
        return day
    return max(day, date.fromisoformat(settings.TODAY) + timedelta(days=days_ahead()))


_AFRESH_AFTER = 60.0  # seconds
_asked: dict[str, tuple[datetime, float]] = {}


def database_moment(*, afresh: bool = False) -> datetime:
    """The moment by the clock of the database's server; asked once a minute, and counted on from there."""
    key, passed = str(connection.settings_dict.get("NAME")), monotonic()
    if afresh or key not in _asked or passed - _asked[key][1] > _AFRESH_AFTER:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            _asked[key] = cursor.fetchone()[0], passed
    moment, then = _asked[key]
    return moment + timedelta(seconds=passed - then)
