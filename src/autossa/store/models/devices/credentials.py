"""What devices sign in with: secrets of which only a hash is kept, codes to type once, how often each was used."""

from django.db import models

from autossa.store.models.base import Identified, check
from autossa.store.models.devices.devices import Device


class DeviceCredential(Identified):
    """A secret of 256 bits that a device has; shown once, its SHA-256 kept. Rotated: the former one is revoked."""

    PREFIX = "dcr"

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="credentials")
    digest = models.BinaryField(max_length=32, unique=True)
    hint = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "device_credentials"
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=models.Q(revoked_at=None), name="device_credentials_one"
            ),
            check(
                "device_credentials_revoked",
                models.Q(revoked_at=None) | models.Q(revoked_at__gte=models.F("created_at")),
            ),
        ]


class DeviceCode(Identified):
    """A code that somebody reads in the portal and types on a device, which gets its secret for it; used once."""

    PREFIX = "dco"

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="codes")
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "device_codes"
        constraints = [
            check("device_codes_expire", models.Q(expires_at__gt=models.F("created_at"))),
            check(
                "device_codes_used",
                models.Q(used_at=None)
                | models.Q(used_at__gte=models.F("created_at"), used_at__lte=models.F("expires_at")),
            ),
        ]


class DeviceUse(models.Model):
    """How often a device asked, or an address asked in vain, in the span of time that began at `since`.

    The table is UNLOGGED: what it counts is worth nothing after a crash. All web workers count in it.
    """

    key = models.BinaryField(max_length=32, primary_key=True)
    since = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "device_uses"
        constraints = [check("device_uses_count", models.Q(count__gte=1))]
