"""Licenses that were ordered, and whose orders are booked before they are paid."""

from datetime import date
from typing import Self

from django.db import models

from autossa.domain.orders.orders import Booking
from autossa.store.models.base import Identified, check, exact, one_of, words
from autossa.store.models.credits.orders import ORDER_STATES


class LicenseOrder(Identified):
    """An order of licenses at the list prices of a day; money in minor units of `currency`.

    `booking` says whether it waits for its payment, `paid_on` when that came. `order_number` is the payer's own.
    """

    PREFIX = "lor"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="license_orders")
    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    price_list = models.ForeignKey("store.PriceList", on_delete=models.PROTECT, related_name="+", db_index=False)
    priced_on = models.DateField()
    net = models.BigIntegerField()
    tax = models.BigIntegerField()
    gross = models.BigIntegerField()
    tax_rate = exact()
    currency = models.CharField(max_length=3)
    order_number = models.CharField(max_length=100, blank=True)
    booking = models.CharField(max_length=10, default=Booking.ON_PAYMENT.value)
    state = models.CharField(max_length=10, default="open")
    ordered_on = models.DateField()
    ordered_at = models.DateTimeField()
    ordered_by = models.UUIDField(null=True)
    ordered_by_name = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    quote = models.OneToOneField("store.Quote", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "license_orders"
        constraints = [
            check("license_orders_gross", models.Q(gross=models.F("net") + models.F("tax"), net__gte=0, tax__gte=0)),
            one_of("license_orders_state", "state", ORDER_STATES),
            one_of("license_orders_booking", "booking", words(Booking)),
            check(
                "license_orders_decided",
                models.Q(state="open", decided_at=None)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
            ),
            check("license_orders_paid", models.Q(paid_on=None) | models.Q(state="booked")),
        ]
        indexes = [
            models.Index(fields=["ordered_at", "id"], name="license_orders_open", condition=models.Q(state="open")),
            models.Index(fields=["-decided_at", "-id"], name="license_orders_past", condition=~models.Q(state="open")),
        ]


class LicenseOrderLine(models.Model):
    """So many of a license type; `enlarges` is the license that they come beside. Append-only but for `license`.

    That is the license which the order brought, set when it is booked.
    """

    pk = models.CompositePrimaryKey("order_id", "position")
    order = models.ForeignKey(LicenseOrder, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    license_type = models.ForeignKey("store.LicenseType", on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    price = exact()
    net = models.BigIntegerField()
    enlarges = models.ForeignKey(
        "store.License", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    license = models.OneToOneField("store.License", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "license_order_lines"
        constraints = [
            check("license_order_lines_quantity", models.Q(quantity__gte=1, position__gte=1)),
            check("license_order_lines_amounts", models.Q(price__gte=0, net__gte=0)),
        ]


class OrderTermQuerySet(models.QuerySet["OrderTerm"]):
    """Whose orders are booked when."""

    def in_force(self, day: date) -> Self:
        """The newest row of each organisation that had begun by a day."""
        return self.filter(starts_on__lte=day).order_by("organisation", "-starts_on", "-id").distinct("organisation")


class OrderTerm(Identified):
    """From that day on, orders that an organisation pays are booked so; without one, on payment. Append-only."""

    PREFIX = "otm"

    organisation = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="order_terms")
    starts_on = models.DateField()
    booking = models.CharField(max_length=10)
    reason = models.CharField(max_length=500)
    set_by = models.UUIDField(null=True)
    set_by_name = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    objects = OrderTermQuerySet.as_manager()

    class Meta:
        db_table = "order_terms"
        constraints = [
            one_of("order_terms_booking", "booking", words(Booking)),
            check("order_terms_reason", ~models.Q(reason="")),
        ]
