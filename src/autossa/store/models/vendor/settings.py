"""What the vendor has set for the whole portal: name, colour, logo, time zone, how to pay."""

from django.db import models

from autossa.store.models.base import Identified, check


class VendorSettings(Identified):
    """The one row of them; what is empty follows the environment's setting."""

    PREFIX = "set"

    only = models.BooleanField(default=True, unique=True)
    name = models.CharField(max_length=100, blank=True)
    accent = models.CharField(max_length=7, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    how_to_pay = models.CharField(max_length=1000, blank=True)
    logo = models.BinaryField(max_length=200_000, blank=True, default=b"")
    logo_type = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "vendor_settings"
        constraints = [
            check("vendor_settings_only", models.Q(only=True)),
            check("vendor_settings_accent", models.Q(accent="") | models.Q(accent__regex="^#[0-9a-f]{6}$")),
        ]
