"""What is owed: a row for each invoice and each fee, with what is left of it."""

from django.db import models
from django.db.models.functions import Greatest

from autossa.store.models.base import check, one_of

KINDS = ["invoice", "fee"]


class Claim(models.Model):
    """An invoice or a fee as something to be paid; money in minor units of `currency`. Written by triggers alone.

    `gross` less what credit notes took back (`noted`, 0 or above), what was allocated (`allocated`) and what was given
    up (`given_up`) is its `rest`, never below 0. It is no document and no fact: `verify` adds it up again.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=7)
    payer = models.UUIDField()
    contract = models.UUIDField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    number = models.CharField(max_length=40)
    method = models.CharField(max_length=12)
    day = models.DateField()
    due_on = models.DateField()
    gross = models.BigIntegerField()
    noted = models.BigIntegerField(default=0)
    allocated = models.BigIntegerField(default=0)
    given_up = models.BigIntegerField(default=0)
    rest = models.GeneratedField(
        expression=Greatest(models.F("gross") - models.F("noted") - models.F("allocated") - models.F("given_up"), 0),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        db_table = "claims"
        constraints = [
            one_of("claims_kind", "kind", KINDS),
            check("claims_gross", models.Q(gross__gt=0)),
            check("claims_noted", models.Q(noted__gte=0, noted__lte=models.F("gross"))),
            check("claims_allocated", models.Q(allocated__gte=0, allocated__lte=models.F("gross"))),
            check("claims_given_up", models.Q(given_up__gte=0, given_up__lte=models.F("gross"))),
        ]
        indexes = [
            models.Index(fields=["payer", "due_on", "id"], name="claims_payer"),
            models.Index(fields=["due_on", "id"], name="claims_due", condition=models.Q(rest__gt=0)),
            models.Index(fields=["rest", "currency"], name="claims_rest", condition=models.Q(rest__gt=0)),
            models.Index(
                fields=["contract"], name="claims_contract", condition=models.Q(rest__gt=0, contract__isnull=False)
            ),
        ]
