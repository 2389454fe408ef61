"""The payers' own order numbers, which stand on their invoices: from a day on, for all of them or for a contract's."""

from django.db import models

from autossa.store.models.base import Identified


class OrderNumber(Identified):
    """From a day on, invoices to a payer name this number; "" takes the former one back. Append-only.

    Without a contract it holds for all contracts of the payer that have none of their own.
    """

    PREFIX = "orn"

    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="order_numbers")
    # No foreign key: this is of the directory, a project of its own part of the data (decision 89); verify looks.
    contract = models.ForeignKey(
        "store.Contract", on_delete=models.PROTECT, null=True, related_name="order_numbers", db_constraint=False
    )
    number = models.CharField(max_length=100, blank=True)
    starts_on = models.DateField()
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "order_numbers"
