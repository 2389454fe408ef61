"""What is kept about people only for so long (settings AUTOSSA_KEEP_…): addresses, devices, failed log-ins, e-mails."""

from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection, transaction

from autossa.store import models


def forget(*, now: datetime) -> int:
    """Take IP addresses out of the activity log, and delete devices and failed log-ins, that are old; how many.

    The log itself stays: it is the evidence of what was agreed. `now` is the real moment, also where a demo shows a
    later one: the database forgets no address of the last day by its own clock.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        old = now - settings.KEEP_ADDRESSES
        cursor.execute("SELECT forget_addresses(%s)", [old])
        (addresses,) = cursor.fetchone()
        attempts, _ = AccessAttempt.objects.filter(attempt_time__lt=old).delete()
        devices, _ = models.Browser.objects.filter(last_at__lt=now - settings.KEEP_DEVICES).delete()
    return int(addresses + attempts + devices)
