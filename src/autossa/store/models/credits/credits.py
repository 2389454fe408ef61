"""Credits: lots, and the transfers that are the ledger. Amounts are hundredths of an SSC."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from autossa.domain.credits import LotSource
from autossa.store.models.base import Identified, check, one_of, words

ACCOUNTS = ["free", "held", "bought", "granted", "used", "written_off"]
"""`free` and `held` are a project's own accounts; the others are counter-accounts without a stored balance."""

KINDS = [
    *words(LotSource),
    "hold",
    "release",
    "consume_extension",
    "consume_addition",
    "consume_gap",
    "write_off",
    "restore",
    "recharge_void",
]


class Lot(models.Model):
    """Credits that came together; `paid` in minor money units, empty when they were not bought."""

    pk = models.CompositePrimaryKey("project_id", "number")
    project = models.ForeignKey(
        "store.Project", on_delete=models.PROTECT, related_name="lots", db_index=False, db_constraint=False
    )
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=10)
    ssc = models.BigIntegerField()
    free = models.BigIntegerField()
    held = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(null=True, blank=True)
    day = models.DateField()

    class Meta:
        db_table = "lots"
        constraints = [
            one_of("lots_source", "source", words(LotSource)),
            check("lots_amounts", models.Q(free__gte=0, held__gte=0, ssc__gt=0)),
            check("lots_within", models.Q(free__lte=models.F("ssc") - models.F("held"))),
        ]
        indexes = [
            models.Index(
                fields=["project"],
                name="lots_open",
                condition=models.Q(free__gt=0) | models.Q(held__gt=0),
            )
        ]


class Transfer(Identified):
    """One movement: debit and credit are account codes, so it balances by construction.

    `lots` and `lot_ssc` name what it draws from or gives back to; `corrects` the transfer it takes back.
    """

    PREFIX = "trf"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="transfers", db_index=False)
    day = models.DateField()
    kind = models.CharField(max_length=20)
    debit = models.CharField(max_length=12)
    credit = models.CharField(max_length=12)
    ssc = models.BigIntegerField()
    lots = ArrayField(models.IntegerField())
    lot_ssc = ArrayField(models.BigIntegerField())
    settlement = models.UUIDField(null=True, blank=True)
    corrects = models.UUIDField(null=True, blank=True)
    booked_at = models.DateTimeField()

    class Meta:
        db_table = "transfers"
        constraints = [
            check("transfers_positive", models.Q(ssc__gt=0)),
            one_of("transfers_kind", "kind", KINDS),
            one_of("transfers_debit", "debit", ACCOUNTS),
            one_of("transfers_credit", "credit", ACCOUNTS),
            check("transfers_moves", ~models.Q(debit=models.F("credit"))),
        ]
        indexes = [models.Index(fields=["project", "day", "id"], name="transfers_project")]

    @property
    def change(self) -> int:
        """By how much it changed the project's balance, held credits included, in hundredths of an SSC."""
        return self.effect_on("free") + self.effect_on("held")

    def effect_on(self, account: str) -> int:
        """By how much it changed an account, in hundredths of an SSC."""
        return self.ssc * ((self.credit == account) - (self.debit == account))


class CorrectedTransfer(models.Model):
    """A transfer that was taken back, once: its key holds over all partitions of `transfers`. A trigger writes it."""

    corrects = models.UUIDField(primary_key=True)
    transfer = models.UUIDField()
    project = models.ForeignKey(
        "store.Project", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        db_table = "corrected_transfers"
