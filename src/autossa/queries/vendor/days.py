"""Which day a moment is at the vendor: what is done is dated by it at the latest."""

from datetime import date, datetime, timedelta

from django.conf import settings

from autossa.queries.vendor.demo_clock import days_ahead
from autossa.queries.vendor.settings import zone


def latest_day(now: datetime) -> date:
    """The day of a moment in the vendor's zone; where a demo shows a later one (`settings.TODAY`), that."""
    day = now.astimezone(zone()).date()
    if not settings.TODAY:
        return day
    return max(day, date.fromisoformat(settings.TODAY) + timedelta(days=days_ahead()))
