"""What the vendor decides of payments, version by version."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from autossa.domain.billing.documents import Method
from autossa.store.models.base import Identified, check, words

METHODS = words(Method)


class PaymentPolicyQuerySet(models.QuerySet["PaymentPolicy"]):
    """Versions by day."""

    def on(self, day: object) -> Self:
        """The newest that has begun first."""
        return self.filter(starts_on__lte=day).order_by("-starts_on", "-id")


class PaymentPolicy(Identified):
    """The numbers of billing 9 to 13 from a day on, as in `domain.billing.payments.policy`; append-only.

    `methods` are what the vendor offers beside a transfer; direct debits need `creditor_id`.
    """

    PREFIX = "ppo"

    starts_on = models.DateField()
    methods = ArrayField(models.CharField(max_length=12))
    creditor_id = models.CharField(max_length=35, blank=True)
    tolerance = models.BigIntegerField()
    uses_credit = models.BooleanField()
    passes_on_fees = models.BooleanField()
    prenotify_days = models.PositiveSmallIntegerField()
    lead_days = models.PositiveSmallIntegerField()
    core_final_days = models.PositiveSmallIntegerField()
    b2b_final_days = models.PositiveSmallIntegerField()
    mandate_months = models.PositiveSmallIntegerField()
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()

    objects = PaymentPolicyQuerySet.as_manager()

    class Meta:
        db_table = "payment_policies"
        constraints = [
            check("payment_policies_methods", models.Q(methods__contained_by=METHODS)),
            check("payment_policies_tolerance", models.Q(tolerance__gte=0)),
            check(
                "payment_policies_creditor", ~models.Q(methods__contains=["direct_debit"]) | ~models.Q(creditor_id="")
            ),
        ]
