"""Rows of deliveries deleted once they are old: messages, outages that are over, reminders that cannot come again."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

BATCH_SIZE = 5000

_MESSAGES = """
DELETE FROM outbox WHERE id IN (
    SELECT id FROM outbox WHERE delivered_at < %s AND payload = '{}' ORDER BY delivered_at LIMIT %s
    FOR UPDATE SKIP LOCKED
)
"""
_OUTAGES = "DELETE FROM mail_outages WHERE id IN (SELECT id FROM mail_outages WHERE ended_at < %s LIMIT %s)"
# What was due on a day may still be due so many days later, by any policy there was.
_LONGEST = """
SELECT coalesce(max(greatest(cancel_days, charge_days, gap_days, (SELECT max(d) FROM unnest(expiry_days) d))), 0)
FROM policy_versions
"""
_REMINDERS = "DELETE FROM reminders WHERE id IN (SELECT id FROM reminders WHERE due_on < %s LIMIT %s)"


def forget(*, now: datetime, today: date, should_continue: Callable[[], bool] = lambda: True) -> int:
    """Delete what is older than its setting says, in batches; how many rows. What waits or holds words stays.

    A reminder is kept as long as it could be due again, however short the setting.
    """
    old = now - settings.KEEP_DELIVERIES
    count = _in_batches(_MESSAGES, [old], should_continue)
    count += _in_batches(_OUTAGES, [old], should_continue)
    return count + _in_batches(_REMINDERS, [_last_day(today)], should_continue)


def _last_day(today: date) -> date:
    with connection.cursor() as cursor:
        cursor.execute(_LONGEST)
        (days,) = cursor.fetchone()
    return today - max(settings.KEEP_DELIVERIES, timedelta(days=days + 1))


def _in_batches(query: str, values: list[date], should_continue: Callable[[], bool]) -> int:
    count = 0
    while should_continue():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query, [*values, BATCH_SIZE])
            count += cursor.rowcount
            if cursor.rowcount < BATCH_SIZE:
                break
    return count
