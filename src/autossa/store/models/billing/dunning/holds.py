"""What keeps dunning silent: a pause, a promise, a dispute (billing 16)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from autossa.store.models.base import Identified, check
from autossa.store.models.billing.payments.claims import Claim


class DunningPause(Identified):
    """Nothing is sent to a payer up to and including `until`, for a reason; it may be ended before."""

    PREFIX = "dpa"

    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="dunning_pauses")
    day = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=500)
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "dunning_pauses"
        constraints = [
            check("dunning_pauses_days", models.Q(until__gte=models.F("day"))),
            check("dunning_pauses_reason", ~models.Q(reason="")),
            check("dunning_pauses_ended", models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("day"))),
        ]


class PaymentPromise(Identified):
    """A payer promised to pay these claims, or all where none is named, by a day. Append-only."""

    PREFIX = "pro"

    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="promises")
    day = models.DateField()
    until = models.DateField()
    documents = ArrayField(models.UUIDField(), default=list)
    note = models.CharField(max_length=500, blank=True)
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "promises"
        constraints = [check("promises_days", models.Q(until__gte=models.F("day")))]


class Dispute(Identified):
    """A claim is disputed for a reason until it is settled, on `ended_on`."""

    PREFIX = "dis"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="disputes", db_column="document")
    day = models.DateField()
    reason = models.CharField(max_length=500)
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "disputes"
        constraints = [
            check("disputes_reason", ~models.Q(reason="")),
            check("disputes_ended", models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("day"))),
            models.UniqueConstraint(fields=["claim"], condition=models.Q(ended_on=None), name="disputes_one_open"),
        ]
