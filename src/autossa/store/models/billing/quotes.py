"""Quotes, numbered without gaps, with their frozen lines; and whom a quote was sent to for approval."""

from typing import Any, Self

from django.db import models

from autossa.domain.billing.vat import Category
from autossa.domain.orders.quotes import About
from autossa.store.models.base import Identified, check, exact, one_of, words

SERIES = "Q"


class Quote(Identified):
    """An offer with its figures and last day; money in minor units of `currency`. Frozen, but for what becomes of it.

    `agreed` are the figures by which it is told whether it still holds, `section` is the project's name then, `seller`
    and `buyer` are the versions of the parties then, and `seller_facts` what the vendor said beyond.
    """

    PREFIX = "quo"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="quotes")
    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    price_list = models.ForeignKey("store.PriceList", on_delete=models.PROTECT, related_name="+", db_index=False)
    issued_on = models.DateField()
    valid_until = models.DateField()
    currency = models.CharField(max_length=3)
    net = models.BigIntegerField()
    tax = models.BigIntegerField()
    gross = models.BigIntegerField()
    tax_rate = exact()
    section = models.CharField(max_length=200)
    order_number = models.CharField(max_length=100, blank=True)
    ssc = models.BigIntegerField(null=True, blank=True)
    option = models.CharField(max_length=40, blank=True)
    agreed: "models.JSONField[Any, Any]" = models.JSONField()
    seller = models.ForeignKey("store.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    seller_facts = models.ForeignKey("store.SellerFacts", on_delete=models.PROTECT, related_name="+", db_index=False)
    buyer = models.ForeignKey("store.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    intro = models.CharField(max_length=2000, blank=True)
    closing = models.CharField(max_length=2000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)
    accepted_on = models.DateField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.UUIDField(null=True)
    accepted_by_name = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    contract = models.OneToOneField("store.Contract", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "quotes"
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="quotes_number_once"),
            check("quotes_number", models.Q(number__gte=1)),
            one_of("quotes_about", "about", words(About)),
            check("quotes_gross", models.Q(gross=models.F("net") + models.F("tax"), net__gte=0, tax__gte=0)),
            check("quotes_days", models.Q(valid_until__gte=models.F("issued_on"))),
            check(
                "quotes_what",
                models.Q(about="credits", ssc__isnull=False, ssc__gt=0, option="")
                | models.Q(about="licenses", ssc=None, option="")
                | (models.Q(about="contract", ssc=None) & ~models.Q(option="")),
            ),
            check(
                "quotes_accepted",
                models.Q(accepted_at=None, accepted_on=None)
                | models.Q(accepted_at__isnull=False, accepted_on__isnull=False),
            ),
            check("quotes_one_end", models.Q(accepted_at=None) | models.Q(withdrawn_at=None)),
            check("quotes_contract", models.Q(contract=None) | models.Q(about="contract", accepted_at__isnull=False)),
        ]
        indexes = [models.Index(fields=["project", "-id"], name="quotes_project")]

    @property
    def full_number(self) -> str:
        """The number on the document, such as Q-2026-000017."""
        return f"{SERIES}-{self.year}-{self.number:06d}"


class QuoteLine(models.Model):
    """A line as the document says it: SSC in hundredths, `units` of `price` × `factor` come to `net`. Append-only."""

    pk = models.CompositePrimaryKey("quote_id", "position")
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    license_id = models.CharField(max_length=100, blank=True)
    license_type = models.CharField(max_length=60, blank=True)
    quantity = models.PositiveIntegerField()
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    needed = models.BigIntegerField(default=0)
    from_balance = models.BigIntegerField(default=0)
    units = models.BigIntegerField()
    price = exact()
    factor = exact()
    net = models.BigIntegerField()
    category = models.CharField(max_length=2)

    class Meta:
        db_table = "quote_lines"
        constraints = [
            one_of("quote_lines_category", "category", words(Category)),
            check("quote_lines_amounts", models.Q(units__gte=0, price__gte=0, net__gte=0, position__gte=1)),
            check("quote_lines_period", models.Q(start=None, end=None) | models.Q(start__lt=models.F("end"))),
        ]


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Requests for approval by where they stand."""

    def open(self) -> Self:
        """Those that wait for an answer; they may have expired."""
        return self.filter(approved_at=None, declined_at=None, withdrawn_at=None)


class Consent(Identified):
    """Somebody of the customer is asked to approve a quote, by a link whose secret is kept as its digest alone.

    `user` is the person, none for a contact without an account.
    """

    PREFIX = "apr"

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="consents")
    user = models.UUIDField(null=True)
    email = models.CharField(max_length=254)
    name = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32, unique=True)
    message = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        db_table = "consents"
        constraints = [
            models.UniqueConstraint(
                fields=["quote"],
                condition=models.Q(approved_at=None, declined_at=None, withdrawn_at=None),
                name="consents_one_open",
            ),
            check(
                "consents_one_answer",
                models.Q(approved_at=None, declined_at=None)
                | models.Q(approved_at=None, withdrawn_at=None)
                | models.Q(declined_at=None, withdrawn_at=None),
            ),
            check("consents_declined_why", models.Q(declined_at=None) | ~models.Q(reason="")),
            check("consents_expires", models.Q(expires_at__gt=models.F("asked_at"))),
        ]
