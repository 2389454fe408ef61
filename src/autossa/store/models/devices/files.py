"""Signed license files of projects and devices, and the public halves of the keys that sign (rule 9)."""

from django.db import models

from autossa.store.models.base import Identified, check
from autossa.store.models.devices.devices import Device


class SigningKey(models.Model):
    """The public half of a key, by its `kid` (RFC 7638 thumbprint); the private one is never in the database.

    The newest that is not retired signs; retired ones still verify; from `revoked_at` on a key is listed no more.
    """

    kid = models.CharField(max_length=43, primary_key=True)
    public = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "signing_keys"
        constraints = [
            check("signing_keys_retired", models.Q(retired_at=None) | models.Q(retired_at__gte=models.F("created_at"))),
            check(
                "signing_keys_revoked",
                models.Q(revoked_at=None, revocation="")
                | (
                    models.Q(revoked_at__isnull=False, retired_at__isnull=False, revoked_at__gte=models.F("created_at"))
                    & ~models.Q(revocation="")
                ),
            ),
        ]


class LicenseFile(Identified):
    """A file as it was signed: of a project, or of one of its devices. Kept for ever; `serial` grows per project.

    `major` is the major version of a product whose publication made the portal issue it by itself. `confirmed_at` is
    when the device said that it has it.
    """

    PREFIX = "lfi"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="license_files", db_index=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="license_files")
    serial = models.PositiveBigIntegerField()
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, db_index=False)
    product = models.ForeignKey("store.Product", on_delete=models.PROTECT, null=True, db_index=False)
    major = models.CharField(max_length=40, blank=True)
    body = models.TextField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "license_files"
        constraints = [
            models.UniqueConstraint(fields=["project", "serial"], name="license_files_once"),
            models.UniqueConstraint(
                fields=["project", "product", "major"],
                condition=~models.Q(major=""),
                name="license_files_major_once",
            ),
            check("license_files_serial", models.Q(serial__gte=1)),
            check("license_files_expire", models.Q(expires_at__gt=models.F("issued_at"))),
            check(
                "license_files_major",
                models.Q(product=None, major="") | (models.Q(product__isnull=False) & ~models.Q(major="")),
            ),
            check(
                "license_files_confirmed",
                models.Q(confirmed_at=None) | models.Q(device__isnull=False, confirmed_at__gte=models.F("issued_at")),
            ),
        ]
