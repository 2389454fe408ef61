"""Settlements and their charges: what was booked, per license line, with all that explains the number."""

from django.db import models

from autossa.domain.invoices import SETTLED
from autossa.store.models.base import Identified, check, exact, one_of, words


class Settlement(Identified):
    """One booking, all or nothing. Append-only; `day` is the day it was due, `booked_at` when it was written.

    `revision` counts how often the same period of the same contract was voided before.
    """

    PREFIX = "set"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="settlements", db_index=False)
    contract = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=10)
    day = models.DateField()
    start = models.DateField()
    end = models.DateField()
    ssc = models.BigIntegerField()
    recharged = models.BigIntegerField(default=0)
    recharge_lot = models.PositiveIntegerField(null=True, blank=True)
    from_held = models.BooleanField(default=False)
    covers = models.CharField(max_length=12, blank=True)
    anchor = models.DateField(null=True, blank=True)
    revision = models.PositiveSmallIntegerField(default=0)
    run = models.UUIDField(null=True, blank=True)
    booked_at = models.DateTimeField()

    class Meta:
        db_table = "settlements"
        constraints = [
            one_of("settlements_reason", "reason", words(SETTLED)),
            check("settlements_period", models.Q(start__lt=models.F("end"), ssc__gte=0, recharged__gte=0)),
            check("settlements_recharged", models.Q(recharged__lte=models.F("ssc"))),
            models.UniqueConstraint(
                fields=["contract", "start", "revision"],
                condition=models.Q(reason="extension"),
                name="settlements_period_once",
            ),
        ]
        indexes = [models.Index(fields=["project", "day", "id"], name="settlements_project")]


class Charge(models.Model):
    """What one line was charged in a settlement, how it was paid, and its line on the invoice. Append-only.

    SSC in hundredths, money in minor units; `price` is that of one SSC, `factor` is 1 + adjustment.
    """

    pk = models.CompositePrimaryKey("settlement_id", "position")
    settlement = models.ForeignKey(
        Settlement, on_delete=models.PROTECT, related_name="charges", db_index=False, db_constraint=True
    )
    position = models.PositiveSmallIntegerField()
    line = models.PositiveIntegerField()
    license = models.CharField(max_length=100)
    license_type = models.CharField(max_length=60)
    quantity = models.PositiveIntegerField()
    rate = exact()
    anchor = models.DateField()
    origin = models.DateField()
    start = models.DateField()
    end = models.DateField()
    multiplier = exact()
    ssc = models.BigIntegerField()
    from_balance = models.BigIntegerField()
    price = exact(null=True)
    factor = exact()
    net = models.BigIntegerField()

    class Meta:
        db_table = "charges"
        constraints = [
            check("charges_period", models.Q(start__lt=models.F("end"), ssc__gte=0, quantity__gte=1)),
            check("charges_paid", models.Q(from_balance__gte=0, from_balance__lte=models.F("ssc"), net__gte=0)),
            check("charges_priced", models.Q(from_balance=models.F("ssc")) | models.Q(price__isnull=False)),
        ]


class VoidEntry(Identified):
    """A settlement that was taken back, once, with a reason. Append-only."""

    PREFIX = "vod"

    settlement = models.OneToOneField(Settlement, on_delete=models.PROTECT, related_name="void")
    day = models.DateField()
    reason = models.CharField(max_length=500)
    booked_at = models.DateTimeField()

    class Meta:
        db_table = "voids"
        constraints = [check("voids_reason", ~models.Q(reason=""))]
