"""What credit notes take back of invoices, line by line, and why. Append-only."""

from django.db import models

from autossa.store.models.base import check
from autossa.store.models.billing.invoices import Invoice


class CreditedLine(models.Model):
    """What a credit note takes back of a charge, net in minor units: never more than what is left of it, by a trigger.

    The lines of a note add up to its net with the opposite sign.
    """

    pk = models.CompositePrimaryKey("note_id", "settlement", "position")
    note = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credited_lines", db_index=False)
    settlement = models.UUIDField()
    position = models.PositiveSmallIntegerField()
    net = models.BigIntegerField()

    class Meta:
        db_table = "credited_lines"
        constraints = [check("credited_lines_net", models.Q(net__gte=0))]
        indexes = [models.Index(fields=["settlement", "position"], name="credited_lines_charge")]


class CreditReason(models.Model):
    """Why a credit note was issued that changes money alone; one of a void has the reason of that (`VoidEntry`)."""

    note = models.OneToOneField(Invoice, primary_key=True, on_delete=models.PROTECT, related_name="credit_reason")
    reason = models.CharField(max_length=500)

    class Meta:
        db_table = "credit_reasons"
        constraints = [check("credit_reasons_reason", ~models.Q(reason=""))]
