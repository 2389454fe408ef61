"""Mandates: a payer lets the vendor collect what is due from an account (billing 12)."""

from django.db import models

from autossa.domain.billing.payments.mandates import Scheme
from autossa.store.models.base import Identified, check, one_of, words

_IBAN = models.Q(iban__regex="^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")


class Mandate(Identified):
    """A mandate as it was given; what changed since are its amendments, its uses are the debits.

    `reference` is unique. A B2B one is active once its bank knows it (`confirmed_on`). `stopped_on` with the code of
    the return that stopped it, `revoked_on` by the payer. Nothing else of a row changes.
    """

    PREFIX = "man"

    reference = models.CharField(max_length=35, unique=True)
    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="mandates")
    scheme = models.CharField(max_length=4)
    is_one_off = models.BooleanField(default=False)
    signed_on = models.DateField()
    signed_by = models.UUIDField(null=True, blank=True)
    signed_at = models.DateTimeField()
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    holder = models.CharField(max_length=70)
    town = models.CharField(max_length=35, blank=True)
    country = models.CharField(max_length=2, blank=True)
    text = models.TextField()
    confirmed_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    stop_code = models.CharField(max_length=4, blank=True)
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "mandates"
        constraints = [
            one_of("mandates_scheme", "scheme", words(Scheme)),
            check("mandates_iban", _IBAN),
            check("mandates_holder", ~models.Q(holder="")),
            check("mandates_stopped", models.Q(stopped_on=None, stop_code="") | models.Q(stopped_on__isnull=False)),
            check(
                "mandates_days",
                (models.Q(confirmed_on=None) | models.Q(confirmed_on__gte=models.F("signed_on")))
                & (models.Q(stopped_on=None) | models.Q(stopped_on__gte=models.F("signed_on")))
                & (models.Q(revoked_on=None) | models.Q(revoked_on__gte=models.F("signed_on"))),
            ),
            models.UniqueConstraint(
                fields=["payer"],
                condition=models.Q(stopped_on=None, revoked_on=None),
                name="mandates_one_in_force",
            ),
        ]


class MandateAmendment(Identified):
    """From a day on a mandate is of another account or holder. Append-only."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="amendments")
    day = models.DateField()
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    holder = models.CharField(max_length=70)
    town = models.CharField(max_length=35, blank=True)
    country = models.CharField(max_length=2, blank=True)
    made_by = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "mandate_amendments"
        constraints = [
            check("mandate_amendments_iban", _IBAN),
            check("mandate_amendments_holder", ~models.Q(holder="")),
        ]
