"""Licenses on devices: each activation from a day on, until it is released, moved or lost; trials (rule 6)."""

from datetime import date
from typing import Self

from django.db import models

from autossa.domain.devices.devices import Ending
from autossa.store.models.base import Identified, check, one_of, words
from autossa.store.models.devices.devices import Device


class ActivationQuerySet(models.QuerySet["Activation"]):
    """Activations by whether they stand."""

    def standing(self) -> Self:
        """Those that no act has ended."""
        return self.filter(ended_on=None)


class Activation(Identified):
    """A quantity of a license on a device, in [since, ended_on). When it changes it ends, and the rest begins anew.

    No more of a license begins to be on devices than it has, says a trigger; what is given up later may leave more.
    """

    PREFIX = "act"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="activations", db_index=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="activations", db_index=False)
    license = models.ForeignKey("store.License", on_delete=models.PROTECT, related_name="activations", db_index=False)
    quantity = models.PositiveIntegerField()
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=8, blank=True)

    objects = ActivationQuerySet.as_manager()

    class Meta:
        db_table = "activations"
        constraints = [
            models.UniqueConstraint(
                fields=["device", "license"], condition=models.Q(ended_on=None), name="activations_once"
            ),
            check("activations_quantity", models.Q(quantity__gte=1)),
            one_of("activations_ending", "ending", ["", *words(Ending)]),
            check(
                "activations_ended",
                models.Q(ended_on=None, ending="")
                | (models.Q(ended_on__isnull=False, ended_on__gte=models.F("since")) & ~models.Q(ending="")),
            ),
        ]
        indexes = [
            models.Index(fields=["project"], name="activations_standing", condition=models.Q(ended_on=None)),
            models.Index(fields=["license"], name="activations_of_license"),
            models.Index(fields=["device"], name="activations_of_device"),
        ]


class TrialQuerySet(models.QuerySet["Trial"]):
    """Trials by whether they run."""

    def running(self, day: date) -> Self:
        """Those that run on the day."""
        return self.filter(starts_on__lte=day, ends_on__gt=day)


class Trial(Identified):
    """A device tries a product out in [starts_on, ends_on), once in its life, whichever project it is in."""

    PREFIX = "tri"

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="trials")
    hardware_key = models.CharField(max_length=100)
    product = models.ForeignKey("store.Product", on_delete=models.PROTECT, db_index=False)
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = TrialQuerySet.as_manager()

    class Meta:
        db_table = "trials"
        constraints = [
            models.UniqueConstraint(fields=["hardware_key", "product"], name="trials_once"),
            check("trials_days", models.Q(ends_on__gt=models.F("starts_on"))),
        ]
