"""Licenses of a project, and the lines that make their history."""

from datetime import date
from typing import Self

from django.db import models

from autossa.store.models.base import Identified, check, exact


class License(Identified):
    """A license of a project, whose id (`code`) is unique there.

    `included_until` is the first day that the SSA sold with it no longer includes; usually there is none.
    `on_devices` is the sum of its activations that stand, which a trigger keeps.
    """

    PREFIX = "lic"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="licenses", db_index=False)
    code = models.CharField(max_length=100)
    license_type = models.ForeignKey("store.LicenseType", on_delete=models.PROTECT, db_index=False)
    origin = models.CharField(max_length=12, default="staff")
    order_reference = models.CharField(max_length=100, blank=True)
    activated_on = models.DateField(null=True, blank=True)
    included_until = models.DateField(null=True, blank=True)
    on_devices = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "licenses"
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="licenses_once"),
            models.UniqueConstraint(fields=["id", "project"], name="licenses_of_project"),
            check("licenses_origin", models.Q(origin__in=["key", "staff", "customer", "partner", "order"])),
        ]

    def __str__(self) -> str:
        return self.code


class LicenseLineQuerySet(models.QuerySet["LicenseLine"]):
    """Lines by when they are alive."""

    def alive(self, day: date) -> Self:
        """Confirmed ones that are alive on the day."""
        return self.filter(models.Q(ended_on=None) | models.Q(ended_on__gt=day), added_on__lte=day, confirmed=True)


class LicenseLine(Identified):
    """One line: alive in [added_on, ended_on), charged only once confirmed; the rate is SSC per unit and year."""

    PREFIX = "lin"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="lines", db_index=False)
    license = models.ForeignKey(License, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()
    rate = exact()
    acquired_on = models.DateField()
    added_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    confirmed = models.BooleanField(default=True)

    objects = LicenseLineQuerySet.as_manager()

    class Meta:
        db_table = "license_lines"
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="license_lines_once"),
            check("license_lines_quantity", models.Q(quantity__gte=1)),
            check("license_lines_rate", models.Q(rate__gte=0)),
            check("license_lines_life", models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("added_on"))),
            models.UniqueConstraint(
                fields=["license"], condition=models.Q(ended_on=None), name="license_lines_one_open"
            ),
        ]
