"""Letters of dunning: numbered, frozen, one a payer and day (billing 16, 18)."""

from django.db import models

from autossa.store.models.base import Identified, check
from autossa.store.models.billing.invoices import full_number
from autossa.store.models.billing.payments.claims import Claim


class DunningLetter(Identified):
    """A letter of a payer in a currency; its `level` counts from 1. Append-only.

    `buyer`, `seller` and `seller_facts` are the versions of the parties then, `name` is the key of its level.
    """

    PREFIX = "dun"

    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="dunning_letters")
    currency = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    day = models.DateField()
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    pay_until = models.DateField()
    total = models.BigIntegerField()
    policy = models.ForeignKey("store.DunningPolicy", on_delete=models.PROTECT, related_name="+")
    seller = models.UUIDField(null=True, blank=True)
    seller_facts = models.UUIDField(null=True, blank=True)
    buyer = models.UUIDField()
    made_at = models.DateTimeField()

    @property
    def full_number(self) -> str:
        """Such as DUN-2026-000017."""
        return full_number("DUN", self.year, self.number)

    class Meta:
        db_table = "dunning_letters"
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="dunning_letters_number_once"),
            models.UniqueConstraint(fields=["payer", "currency", "day"], name="dunning_letters_once"),
            check("dunning_letters_level", models.Q(level__gte=1)),
            check("dunning_letters_total", models.Q(total__gt=0)),
        ]


class DunningLine(models.Model):
    """A claim on a letter: its level (0 for a fee, which reaches none), what was left of it, interest. Append-only."""

    pk = models.CompositePrimaryKey("letter_id", "claim_id")
    letter = models.ForeignKey(DunningLetter, on_delete=models.PROTECT, related_name="lines", db_index=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="dunning_lines", db_column="document")
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    rest = models.BigIntegerField()
    interest = models.BigIntegerField(default=0)

    class Meta:
        db_table = "dunning_lines"
        constraints = [check("dunning_lines_rest", models.Q(rest__gt=0, interest__gte=0))]
