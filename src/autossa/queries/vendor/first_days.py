"""From which day on a version that is entered today may hold, and whether a coming price counts already (rule 2)."""

from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from autossa.store import models


def longest_lead(day: date) -> int:
    """The largest `renewal_lead_days` of all policies in force: the newest that began, and those of open contracts.

    The function is the database's own, whose triggers ask it too.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT longest_lead(%s)", [day])
        (days,) = cursor.fetchone()
    return int(days)


def earliest_start(day: date) -> date:
    """The first day on which a version may begin that is entered on a day: after all that was due by then."""
    return day + timedelta(days=longest_lead(day) + 1)


def first_start(earlier: bool, day: date) -> date:
    """The day from which a version may hold that is entered on a day: that day itself for the first one of all."""
    return earliest_start(day) if earlier else day


def first_price_start(price_list: UUID, day: date) -> date:
    """As `first_start`, for a price of the list."""
    return first_start(models.SscPrice.objects.filter(price_list_id=price_list).exists(), day)


def first_rate_start(code: str, day: date) -> date:
    """As `first_start`, for a rate of the license type."""
    return first_start(models.LicenseRate.objects.filter(license_type__code=code).exists(), day)


_BOOKED = """
SELECT EXISTS (
    SELECT FROM settlements s JOIN contracts c ON c.id = s.contract
    WHERE s.reason = 'extension' AND s.start >= %(starts_on)s AND c.price_list_id = %(price_list)s::uuid
)
"""

# Due by today and not booked yet: of a run that was missed, or of a contract that is suspended.
_DUE = """
SELECT EXISTS (
    SELECT FROM contracts WHERE price_list_id = %(price_list)s::uuid AND status IN ('active', 'ending', 'suspended')
        AND booked_until <= %(last)s AND (ends_on IS NULL OR ends_on > booked_until)
)
"""


def is_priced_by(price_list: UUID, starts_on: date, day: date) -> bool:
    """A period that costs the price from that day on was booked already, or had to be booked by `day`."""
    last = day + timedelta(days=longest_lead(day))
    given: dict[str, str | date] = {"price_list": str(price_list), "starts_on": starts_on, "last": last}
    with connection.cursor() as cursor:
        cursor.execute(_BOOKED, given)
        (booked,) = cursor.fetchone()
        if booked or starts_on > last:
            return bool(booked)
        cursor.execute(_DUE, given)
        (due,) = cursor.fetchone()
    return bool(due)
