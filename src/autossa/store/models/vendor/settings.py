"""What the vendor has set for the whole portal: name, colour, logo, time zone, how to pay."""

from django.db import models

from autossa.domain.devices.devices import FILE_DAYS, LOST_A_YEAR, TRIAL_DAYS
from autossa.store.models.base import Identified, check


class VendorSettings(Identified):
    """The one row of them; what is empty follows the environment's setting.

    A trial of a product on a device lasts `trial_days`, `lost_a_year` devices of a project can be written off within a
    year, a license file is fresh for `file_days`. `bookkeeping` has the chart of accounts, the tax adviser's numbers,
    and accounts that are not the chart's own.
    """

    PREFIX = "set"

    only = models.BooleanField(default=True, unique=True)
    name = models.CharField(max_length=100, blank=True)
    accent = models.CharField(max_length=7, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    how_to_pay = models.CharField(max_length=1000, blank=True)
    logo = models.BinaryField(max_length=200_000, blank=True, default=b"")
    logo_type = models.CharField(max_length=40, blank=True)
    trial_days = models.PositiveSmallIntegerField(default=TRIAL_DAYS)
    lost_a_year = models.PositiveSmallIntegerField(default=LOST_A_YEAR)
    file_days = models.PositiveSmallIntegerField(default=FILE_DAYS)
    bookkeeping = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "vendor_settings"
        constraints = [
            check("vendor_settings_only", models.Q(only=True)),
            check("vendor_settings_accent", models.Q(accent="") | models.Q(accent__regex="^#[0-9a-f]{6}$")),
            check("vendor_settings_days", models.Q(trial_days__gte=1, file_days__gte=1)),
        ]


class VendorMark(models.Model):
    """The one row whose mark changes with whatever the vendor sets, in the same transaction (triggers write it)."""

    only = models.BooleanField(default=True, primary_key=True)
    mark = models.UUIDField()

    class Meta:
        db_table = "vendor_marks"
        constraints = [check("vendor_marks_only", models.Q(only=True))]
