"""Credits that a customer or partner has ordered: booked by the vendor's finance once they are paid."""

from django.db import models

from autossa.domain.orders.orders import Booking
from autossa.store.models.base import Identified, check, exact, one_of, words

ORDER_STATES = ["open", "booked", "declined", "withdrawn"]


class CreditOrder(Identified):
    """So many SSC (hundredths) at the price of the day it was ordered; money in minor units of `currency`.

    `booking` says whether it waits for its payment, `paid_on` when that came, `order_number` is the payer's own.
    """

    PREFIX = "ord"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="orders")
    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    ssc = models.BigIntegerField()
    price = models.DecimalField(max_digits=24, decimal_places=12)
    net = models.BigIntegerField()
    tax = models.BigIntegerField()
    gross = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, default="open")
    ordered_on = models.DateField()
    ordered_at = models.DateTimeField()
    ordered_by = models.UUIDField(null=True)
    ordered_by_name = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    tax_rate = exact()
    order_number = models.CharField(max_length=100, blank=True)
    booking = models.CharField(max_length=10, default=Booking.ON_PAYMENT.value)
    paid_on = models.DateField(null=True, blank=True)
    quote = models.OneToOneField("store.Quote", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "credit_orders"
        constraints = [
            one_of("credit_orders_booking", "booking", words(Booking)),
            check("credit_orders_paid", models.Q(paid_on=None) | models.Q(state="booked")),
            check("credit_orders_ssc", models.Q(ssc__gt=0)),
            check("credit_orders_gross", models.Q(gross=models.F("net") + models.F("tax"))),
            one_of("credit_orders_state", "state", ORDER_STATES),
            check(
                "credit_orders_decided",
                models.Q(state="open", decided_at=None)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["ordered_at", "id"], name="credit_orders_open", condition=models.Q(state="open")),
            models.Index(fields=["-decided_at", "-id"], name="credit_orders_past", condition=~models.Q(state="open")),
        ]
