"""Issued invoices and credit notes, numbered without gaps per series and year. Append-only."""

from django.db import models

from autossa.domain.billing.documents import Method
from autossa.domain.invoices import INVOICED, Reason
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


_ALONE = models.Q(credit_order=None, license_order=None)
_OF_SETTLEMENT = _ALONE & models.Q(project__isnull=False, settlement__isnull=False)
_OF_COLLECTION = _ALONE & models.Q(project=None, settlement=None, contract=None)
_OF_ORDER = models.Q(project__isnull=False, settlement=None) & (
    models.Q(credit_order__isnull=False, license_order=None) | models.Q(credit_order=None, license_order__isnull=False)
)
_OF_ONE_THING = (
    models.Q(reason=COLLECTIVE) & _OF_COLLECTION
    | models.Q(reason=Reason.ORDER.value) & _OF_ORDER
    | ~models.Q(reason__in=[COLLECTIVE, Reason.ORDER.value]) & _OF_SETTLEMENT
)


class Invoice(Identified):
    """One document; money in minor units of `currency`. Its lines are the settlement's charges with an invoiced rest.

    An invoice is of a settlement, or of an order of SSC or licenses, whose lines it has, or collective: then it is of
    no settlement and project, but those of its `sections` are.
    A credit note (series CN) has negative amounts and names in `corrects` the invoice that it takes back, wholly or in
    part: what of which charge, say its `CreditedLine`s. It is of the settlement that it takes back, of a collective one
    of none where it takes back lines of several.
    `seller` and `buyer` are the versions of their parties in force when it was issued, `seller_facts` what the vendor
    said beyond, `section` is the project's name then, `vat_category` a code of EN 16931, `order_number` the customer's,
    `due_on` the last day to pay an invoice, `method` how it will be paid.
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
    method = models.CharField(max_length=12, default=Method.TRANSFER.value, db_default=Method.TRANSFER.value)
    booked_at = models.DateTimeField()
    credit_order = models.ForeignKey(
        "store.CreditOrder", on_delete=models.PROTECT, null=True, blank=True, related_name="invoices", db_index=False
    )
    license_order = models.ForeignKey(
        "store.LicenseOrder", on_delete=models.PROTECT, null=True, blank=True, related_name="invoices", db_index=False
    )

    class Meta:
        db_table = "invoices"
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="invoices_number_once"),
            models.UniqueConstraint(
                fields=["settlement"], condition=models.Q(series="INV"), name="invoices_settlement_once"
            ),
            models.UniqueConstraint(
                fields=["credit_order"], condition=models.Q(series="INV"), name="invoices_credit_order_once"
            ),
            models.UniqueConstraint(
                fields=["license_order"], condition=models.Q(series="INV"), name="invoices_license_order_once"
            ),
            one_of("invoices_reason", "reason", [*words(INVOICED), COLLECTIVE]),
            check("invoices_of_one_thing", _OF_ONE_THING),
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
            one_of("invoices_method", "method", words(Method)),
            check("invoices_number", models.Q(number__gte=1)),
            check(
                "invoices_sign",
                models.Q(series="INV", net__gt=0, corrects=None)
                | models.Q(series="CN", net__lt=0, corrects__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["project", "id"], name="invoices_project"),
            models.Index(fields=["payer", "id"], name="invoices_payer"),
            models.Index(fields=["gross", "id"], name="invoices_gross"),
            models.Index(fields=["corrects"], condition=models.Q(corrects__isnull=False), name="invoices_corrects"),
        ]

    @property
    def full_number(self) -> str:
        """The number on the document, such as INV-2026-000017."""
        return full_number(self.series, self.year, self.number)


def full_number(series: str, year: int, number: int) -> str:
    """The number on a document, such as INV-2026-000017."""
    return f"{series}-{year}-{number:06d}"
