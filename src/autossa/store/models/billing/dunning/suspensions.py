"""Contracts that are suspended because nothing is paid, and that this was said before (billing 17)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from autossa.store.models.base import Identified, check


class SuspensionWarning(Identified):
    """A contract will be suspended on `suspend_on` for these claims unless they are paid. Append-only."""

    contract = models.ForeignKey("store.Contract", on_delete=models.PROTECT, related_name="suspension_warnings")
    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    day = models.DateField()
    suspend_on = models.DateField()
    documents = ArrayField(models.UUIDField())
    made_at = models.DateTimeField()

    class Meta:
        db_table = "suspension_warnings"
        constraints = [
            check("suspension_warnings_days", models.Q(suspend_on__gte=models.F("day"))),
            check("suspension_warnings_documents", models.Q(documents__len__gte=1)),
            models.UniqueConstraint(fields=["contract", "day"], name="suspension_warnings_once"),
        ]


class DunningSuspension(Identified):
    """A contract was suspended for these claims; `resumed_on` is the day on which it went on, by itself or by hand."""

    contract = models.ForeignKey("store.Contract", on_delete=models.PROTECT, related_name="dunning_suspensions")
    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    day = models.DateField()
    documents = ArrayField(models.UUIDField())
    made_at = models.DateTimeField()
    resumed_on = models.DateField(null=True, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "dunning_suspensions"
        constraints = [
            check("dunning_suspensions_documents", models.Q(documents__len__gte=1)),
            check(
                "dunning_suspensions_resumed",
                models.Q(resumed_on=None, resumed_at=None)
                | models.Q(resumed_on__gte=models.F("day"), resumed_on__isnull=False, resumed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=models.Q(resumed_on=None), name="dunning_suspensions_once"
            ),
        ]
