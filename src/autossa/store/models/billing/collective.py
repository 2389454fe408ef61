"""Invoices for what a day or a month brought: how payers are invoiced, what waits, what stands on which document.

All of it is append-only.
"""

from django.db import models

from autossa.domain.billing.cycles import FIRST_DAY, LAST_DAY, Every
from autossa.store.models.base import Identified, check, exact, one_of, words
from autossa.store.models.billing.invoices import Invoice
from autossa.store.models.billing.settlements import Settlement


class BillingCycle(Identified):
    """From a day on a payer is invoiced so; the row of the newest day holds, of one day the newest row.

    Without a row each booking has an invoice of its own.
    """

    PREFIX = "cyc"

    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="cycles", db_index=False)
    every = models.CharField(max_length=7)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField()
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "billing_cycles"
        constraints = [
            models.UniqueConstraint(fields=["payer", "starts_on", "set_at"], name="billing_cycles_once"),
            one_of("billing_cycles_every", "every", words(Every)),
            check(
                "billing_cycles_day",
                models.Q(every="monthly", day__isnull=False, day__gte=FIRST_DAY, day__lte=LAST_DAY)
                | (~models.Q(every="monthly") & models.Q(day=None)),
            ),
        ]


class Collected(models.Model):
    """A booking whose amount stands on a collective invoice, once that is issued: as if it had one of its own.

    Money in minor units of `currency`; `payment_days` are those of its policy, `order_number` is the contract's own,
    `section` the project's name then.
    """

    settlement = models.OneToOneField(Settlement, primary_key=True, on_delete=models.PROTECT, related_name="collected")
    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="+", db_index=False)
    contract = models.UUIDField(null=True, blank=True)
    payer = models.UUIDField()
    price_list = models.UUIDField()
    currency = models.CharField(max_length=3)
    net = models.BigIntegerField()
    tax_rate = exact()
    vat_category = models.CharField(max_length=2)
    order_number = models.CharField(max_length=100, blank=True)
    section = models.CharField(max_length=200)
    payment_days = models.PositiveSmallIntegerField()
    booked_on = models.DateField()
    booked_at = models.DateTimeField()

    class Meta:
        db_table = "collected"
        constraints = [
            check("collected_net", models.Q(net__gt=0)),
            check(
                "collected_category",
                models.Q(vat_category="S", tax_rate__gt=0) | models.Q(vat_category__in=["AE", "O"], tax_rate=0),
            ),
        ]
        indexes = [
            models.Index(fields=["payer"], name="collected_payer"),
            models.Index(fields=["project"], name="collected_project"),
        ]


class InvoiceSection(models.Model):
    """A booking on a collective invoice, at its place there; on one at most, and none that was voided before.

    `name` is what its section is called there: the project, with the customer where somebody else pays.
    """

    pk = models.CompositePrimaryKey("invoice_id", "position")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="sections", db_index=False)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=403)
    settlement = models.OneToOneField(Collected, on_delete=models.PROTECT, related_name="on_invoice")

    class Meta:
        db_table = "invoice_sections"
