"""Devices of a project: the customer's machines, and what is known to be installed on them (rules 6 and 9)."""

from typing import Self

from django.db import models
from django.db.models.functions import Upper

from autossa.domain.devices.devices import Departure
from autossa.store.models.base import Identified, check, one_of, words


class DeviceQuerySet(models.QuerySet["Device"]):
    """Devices by whether they are there."""

    def present(self) -> Self:
        """Neither removed nor lost."""
        return self.filter(gone_on=None)


class Device(Identified):
    """A machine of a project, known by its hardware id: as printed on it, and as it is compared (`hardware_key`).

    A standby takes what its master (`parent`) has; a master is no standby itself. What is gone stays as a row: its
    history is kept, and a lost one counts for the limit of a year.
    """

    PREFIX = "dev"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="devices", db_index=False)
    name = models.CharField(max_length=200)
    hardware_id = models.CharField(max_length=100)
    hardware_key = models.CharField(max_length=100)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="standbys")
    registered_on = models.DateField()
    gone_on = models.DateField(null=True, blank=True)
    departure = models.CharField(max_length=8, blank=True)
    gone_reason = models.CharField(max_length=500, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        db_table = "devices"
        constraints = [
            models.UniqueConstraint(fields=["id", "project"], name="devices_of_project"),
            models.UniqueConstraint(
                fields=["project", "hardware_key"], condition=models.Q(gone_on=None), name="devices_hardware_once"
            ),
            models.UniqueConstraint(
                "project", Upper("name"), condition=models.Q(gone_on=None), name="devices_name_once"
            ),
            check("devices_named", ~models.Q(name="") & ~models.Q(hardware_key="")),
            check("devices_parent", models.Q(parent=None) | ~models.Q(parent=models.F("id"))),
            one_of("devices_departure", "departure", ["", *words(Departure)]),
            check(
                "devices_gone",
                models.Q(gone_on=None, departure="", gone_reason="")
                | (models.Q(gone_on__isnull=False, gone_on__gte=models.F("registered_on")) & ~models.Q(departure="")),
            ),
            check("devices_lost", ~models.Q(departure=Departure.LOST.value) | ~models.Q(gone_reason="")),
        ]
        indexes = [
            models.Index(fields=["hardware_key"], name="devices_by_hardware", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["project"], name="devices_by_project"),
        ]

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """What a device last said, or somebody said for it, is installed there of a product.

    `release` is none for a version that the catalogue does not know. `counts` are what the device counts itself.
    """

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="installations", db_index=False)
    product = models.ForeignKey("store.Product", on_delete=models.PROTECT, db_index=False)
    release = models.ForeignKey("store.Release", on_delete=models.PROTECT, null=True, related_name="installations")
    version = models.CharField(max_length=60)
    counts = models.JSONField(default=dict, blank=True)
    reported_at = models.DateTimeField()

    class Meta:
        db_table = "installations"
        constraints = [
            models.UniqueConstraint(fields=["device", "product"], name="installations_once"),
            check("installations_version", ~models.Q(version="")),
        ]
