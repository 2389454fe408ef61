"""By which method a payer pays, and which a contract chose instead."""

from django.db import models

from autossa.store.models.base import Identified, one_of
from autossa.store.models.billing.payments.policies import METHODS


class PaymentChoice(Identified):
    """What a payer chose, for all or for a contract; "" for a contract: as the payer's other ones. Append-only.

    The newest row of each holds.
    """

    PREFIX = "pch"

    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    # No foreign key: this is of the directory, a project of its own part of the data (decision 89); verify looks.
    contract = models.ForeignKey(
        "store.Contract",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    method = models.CharField(max_length=12, blank=True)
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "payment_choices"
        constraints = [one_of("payment_choices_method", "method", ["", *METHODS])]
        indexes = [models.Index(fields=["payer", "contract", "-id"], name="payment_choices_newest")]
