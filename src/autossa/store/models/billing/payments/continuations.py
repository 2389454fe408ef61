"""A lapsed project in one flow: what is concluded by itself once the money of an order is there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from autossa.store.models.base import check
from autossa.store.models.credits.orders import CreditOrder


class Continuation(models.Model):
    """When its order is paid by `pay_until`, a contract is concluded with these answers; what came of it is kept.

    `terms` are the documents that the customer agreed to when this was ordered. `refusal` is a code: the contract could
    not be concluded, and the credits are on the balance.
    """

    order = models.OneToOneField(CreditOrder, primary_key=True, on_delete=models.PROTECT, related_name="continuation")
    option = models.CharField(max_length=40)
    fixed_end = models.DateField(null=True, blank=True)
    pay_until = models.DateField()
    invoice_contact = models.EmailField(blank=True, default="")
    terms = ArrayField(models.UUIDField(), default=list)
    terms_of_environment = models.BooleanField(default=False)
    asked_by = models.UUIDField(null=True, blank=True)
    asked_at = models.DateTimeField()
    concluded_on = models.DateField(null=True, blank=True)
    contract = models.ForeignKey("store.Contract", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_on = models.DateField(null=True, blank=True)
    refusal = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "continuations"
        constraints = [
            check(
                "continuations_ended",
                models.Q(concluded_on=None, contract=None, refused_on=None, refusal="")
                | models.Q(concluded_on__isnull=False, contract__isnull=False, refused_on=None, refusal="")
                | models.Q(concluded_on=None, contract=None, refused_on__isnull=False) & ~models.Q(refusal=""),
            )
        ]
