"""Activation keys: worth licenses and SSC, redeemed once. Only a hash of the key is kept."""

from django.db import models

from autossa.domain.billing.vat import Treatment
from autossa.store.models.base import Identified, check, exact, words


class ActivationKey(Identified):
    """A key the vendor made; `ssc` in hundredths. The key itself is shown once and never stored.

    It was sold with VAT: as `treatment` says, at `tax_rate` (19 % is 0.19). A key of former times says neither.
    """

    PREFIX = "key"

    digest = models.BinaryField(max_length=32, unique=True)
    hint = models.CharField(max_length=8)
    license_type = models.ForeignKey("store.LicenseType", on_delete=models.PROTECT, null=True, db_index=False)
    quantity = models.PositiveIntegerField(default=0)
    ssc = models.BigIntegerField(default=0)
    treatment = models.CharField(max_length=14, blank=True)
    tax_rate = exact(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # No foreign key: this is of the directory, a project of its own part of the data (decision 89); verify looks.
    redeemed_by = models.ForeignKey(
        "store.Project", on_delete=models.PROTECT, null=True, related_name="keys", db_constraint=False
    )
    redeemed_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "activation_keys"
        constraints = [
            check("activation_keys_worth", models.Q(quantity__gte=1) | models.Q(ssc__gte=1)),
            check(
                "activation_keys_licenses",
                models.Q(quantity=0, license_type=None) | models.Q(quantity__gte=1, license_type__isnull=False),
            ),
            check(
                "activation_keys_taxed",
                models.Q(treatment="", tax_rate=None)
                | models.Q(treatment="domestic", tax_rate__isnull=False, tax_rate__gt=0, tax_rate__lt=1)
                | (models.Q(treatment__in=[t for t in words(Treatment) if t != "domestic"]) & models.Q(tax_rate=0)),
            ),
            check(
                "activation_keys_redeemed",
                models.Q(redeemed_by=None, redeemed_on=None)
                | models.Q(redeemed_by__isnull=False, redeemed_on__isnull=False),
            ),
        ]
