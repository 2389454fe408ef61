"""Payments by card or wallet on a page of the gateway, and the events that it sends (billing 14)."""

from django.db import models

from autossa.store.models.base import Identified, check, one_of
from autossa.store.models.billing.payments.claims import Claim

CHECKOUT_STATES = ["open", "processing", "paid", "expired", "failed"]


class Checkout(Identified):
    """A page of the gateway on which a payer pays claims or an order; minor units of `currency`.

    `state` is what the gateway answered when it was asked last (`asked_at`), never what an event said. `provider_id`
    is "" until the gateway has it. `order` is the public id of an order that is paid.
    """

    PREFIX = "chk"

    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="checkouts")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    order = models.CharField(max_length=40, blank=True)
    provider = models.CharField(max_length=20)
    provider_id = models.CharField(max_length=255, blank=True)
    url = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="open")
    made_by = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "checkouts"
        constraints = [
            one_of("checkouts_state", "state", CHECKOUT_STATES),
            check("checkouts_amount", models.Q(amount__gt=0)),
            models.UniqueConstraint(
                fields=["provider", "provider_id"], condition=~models.Q(provider_id=""), name="checkouts_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], name="checkouts_open", condition=models.Q(state__in=["open", "processing"])
            )
        ]


class CheckoutPart(models.Model):
    """What of a claim is paid by a checkout. Append-only."""

    pk = models.CompositePrimaryKey("checkout_id", "claim_id")
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="parts", db_index=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="checkout_parts", db_column="document")
    amount = models.BigIntegerField()

    class Meta:
        db_table = "checkout_parts"
        constraints = [check("checkout_parts_amount", models.Q(amount__gt=0))]


class GatewayEvent(models.Model):
    """An event of the gateway whose signature was right: each once. Append-only."""

    pk = models.CompositePrimaryKey("provider", "event")
    provider = models.CharField(max_length=20)
    event = models.CharField(max_length=255)
    kind = models.CharField(max_length=100)
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    received_at = models.DateTimeField()

    class Meta:
        db_table = "gateway_events"
