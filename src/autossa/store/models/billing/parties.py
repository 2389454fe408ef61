"""Who is named on documents, version by version: organisations as buyers, and what the vendor says of itself."""

from django.db import models

from autossa.store.models.base import Identified, check, one_of

LANGUAGES = ["en", "de"]


class Party(Identified):
    """An organisation as it was from a moment on. A trigger writes a row with each change.

    `number` is the one that the vendor gave it, `version` counts from 1. Append-only.
    """

    PREFIX = "pty"

    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="parties", db_index=False
    )
    version = models.PositiveIntegerField()
    since = models.DateTimeField()
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=40)
    street = models.CharField(max_length=200, blank=True)
    more = models.CharField(max_length=200, blank=True)
    post_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    vat_id = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    buyer_reference = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2)

    class Meta:
        db_table = "parties"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="parties_once"),
            check("parties_version", models.Q(version__gte=1)),
            one_of("parties_language", "language", LANGUAGES),
        ]


class SellerFacts(Identified):
    """What documents say of the vendor beyond its party, and their texts in both languages. Append-only.

    The one with the highest number is in force. A text stands before the lines (`intro`), below them (`closing`), or
    says why there is no VAT.
    """

    PREFIX = "sel"

    number = models.PositiveIntegerField(unique=True)
    tax_number = models.CharField(max_length=40, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    bank = models.CharField(max_length=100, blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    register = models.CharField(max_length=200, blank=True)
    intro_en = models.TextField(blank=True)
    intro_de = models.TextField(blank=True)
    closing_en = models.TextField(blank=True)
    closing_de = models.TextField(blank=True)
    reverse_charge_en = models.TextField()
    reverse_charge_de = models.TextField()
    third_country_en = models.TextField()
    third_country_de = models.TextField()
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "sellers"
        constraints = [
            check("sellers_number", models.Q(number__gte=1)),
            check("sellers_iban", models.Q(iban="") | models.Q(iban__regex="^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")),
            check("sellers_bic", models.Q(bic="") | models.Q(bic__regex="^[A-Z0-9]{8}([A-Z0-9]{3})?$")),
            check(
                "sellers_reasons",
                ~models.Q(reverse_charge_en="")
                & ~models.Q(reverse_charge_de="")
                & ~models.Q(third_country_en="")
                & ~models.Q(third_country_de=""),
            ),
        ]
