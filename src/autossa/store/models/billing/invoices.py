"""Issued invoices and credit notes, numbered without gaps per series and year. Append-only."""

from django.db import models

from autossa.domain.invoices import Reason
from autossa.store.models.base import Identified, check, exact, one_of, words

COLLECTIVE = "collective"
"""The reason of an invoice that has sections: its bookings have reasons of their own."""


class InvoiceSeries(models.Model):
    """The last number given in a series and year; its row is locked last in a transaction, just before the invoices."""

    pk = models.CompositePrimaryKey("series", "year")
    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "invoice_series"


class Invoice(Identified):
    """One document; money in minor units of `currency`. Its lines are the settlement's charges with an invoiced rest.

    A collective one is of no settlement and project: those of its `sections` are. Its credit notes name the one that
    they take back, but for those that take back lines of several.
    A credit note (series CN) has negative amounts and names in `corrects` the invoice that it takes back, wholly or in
    part: what of which charge, say its `CreditedLine`s. `seller` and
    `buyer` are the versions of their parties in force when it was issued, `seller_facts` what the vendor said beyond,
    `section` is the project's name then,
    `vat_category` a code of EN 16931, `order_number` the customer's, `due_on` the last day to pay an invoice.
    """

    PREFIX = "inv"

    project = models.ForeignKey(
        "store.Project", on_delete=models.PROTECT, related_name="invoices", null=True, blank=True, db_index=False
    )
    settlement = models.UUIDField(null=True, blank=True)
    contract = models.UUIDField(null=True, blank=True)
    payer = models.UUIDField()
    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    issued_on = models.DateField()
    reason = models.CharField(max_length=10)
    start = models.DateField()
    end = models.DateField()
    price_list = models.UUIDField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    net = models.BigIntegerField()
    tax = models.BigIntegerField()
    gross = models.BigIntegerField()
    tax_rate = exact()
    corrects = models.UUIDField(null=True, blank=True)
    section = models.CharField(max_length=200)
    seller = models.UUIDField(null=True, blank=True)
    seller_facts = models.UUIDField(null=True, blank=True)
    buyer = models.UUIDField()
    vat_category = models.CharField(max_length=2)
    order_number = models.CharField(max_length=100, blank=True)
    due_on = models.DateField(null=True, blank=True)
    booked_at = models.DateTimeField()

    class Meta:
        db_table = "invoices"
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="invoices_number_once"),
            models.UniqueConstraint(
                fields=["settlement"], condition=models.Q(series="INV"), name="invoices_settlement_once"
            ),
            one_of("invoices_reason", "reason", [*words(Reason), COLLECTIVE]),
            check(
                "invoices_of_project",
                models.Q(reason=COLLECTIVE, project=None, settlement=None, contract=None)
                | (~models.Q(reason=COLLECTIVE) & models.Q(project__isnull=False, settlement__isnull=False)),
            ),
            check("invoices_total", models.Q(gross=models.F("net") + models.F("tax"))),
            check(
                "invoices_category",
                models.Q(vat_category="S", tax_rate__gt=0) | models.Q(vat_category__in=["AE", "O"], tax_rate=0),
            ),
            check(
                "invoices_due",
                models.Q(series="INV", due_on__isnull=False, due_on__gte=models.F("issued_on"))
                | models.Q(series="CN", due_on=None),
            ),
            check("invoices_number", models.Q(number__gte=1)),
            check(
                "invoices_sign",
                models.Q(series="INV", net__gt=0, corrects=None)
                | models.Q(series="CN", net__lt=0, corrects__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["project", "id"], name="invoices_project"),
            models.Index(fields=["corrects"], condition=models.Q(series="CN"), name="invoices_corrects"),
        ]

    @property
    def full_number(self) -> str:
        """The number on the document, such as INV-2026-000017."""
        return full_number(self.series, self.year, self.number)


def full_number(series: str, year: int, number: int) -> str:
    """The number on a document, such as INV-2026-000017."""
    return f"{series}-{year}-{number:06d}"
