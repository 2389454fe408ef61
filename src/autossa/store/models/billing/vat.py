"""How payers are taxed, as staff verified it; and the vendor's table of domestic VAT rates."""

from django.db import models

from autossa.domain.billing.vat import Treatment
from autossa.store.models.base import Identified, check, exact, one_of, words
from autossa.store.models.vendor.catalogue import (
    Entered,
    StandingVersions,
    VersionQuerySet,
    once,
    withdrawn_before,
)

STANDARD = "standard"
_UNCONFIRMED = models.Q(vat_id="", confirmation="", confirmed_on=None, source="")
_CONFIRMED = ~models.Q(vat_id="") & ~models.Q(confirmation="") & ~models.Q(source="")


class VatTreatment(Identified):
    """From a day on, invoices to an organisation are taxed so. Append-only; the newest row holds.

    Reverse charge names the VAT id that was confirmed, and how: under which number, on which day, by whom. Domestic
    ones name the rates of the table that hold for them (`rate_class`).
    """

    PREFIX = "vtr"

    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="treatments", db_index=False
    )
    version = models.PositiveIntegerField()
    starts_on = models.DateField()
    treatment = models.CharField(max_length=14)
    rate_class = models.CharField(max_length=20, blank=True)
    vat_id = models.CharField(max_length=20, blank=True)
    confirmation = models.CharField(max_length=100, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=100, blank=True)
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "vat_treatments"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="vat_treatments_once"),
            one_of("vat_treatments_treatment", "treatment", words(Treatment)),
            check(
                "vat_treatments_class",
                (models.Q(treatment="domestic") & ~models.Q(rate_class=""))
                | (~models.Q(treatment="domestic") & models.Q(rate_class="")),
            ),
            check(
                "vat_treatments_confirmed",
                (models.Q(treatment="reverse_charge") & _CONFIRMED & models.Q(confirmed_on__isnull=False))
                | (~models.Q(treatment="reverse_charge") & _UNCONFIRMED),
            ),
        ]


class VatRateQuerySet(VersionQuerySet["VatRate"]):
    """Rates, of their classes."""

    OF = "rate_class"


class VatRate(Entered):
    """From that day on, domestic supplies are taxed at that share: 19 % is 0.19. Superseded, never edited."""

    rate_class = models.CharField(max_length=20, default=STANDARD)
    rate = exact()

    objects = StandingVersions.from_queryset(VatRateQuerySet)()
    every = VatRateQuerySet.as_manager()

    class Meta:
        db_table = "vat_rates"
        constraints = [
            once("vat_rates", "rate_class"),
            withdrawn_before("vat_rates"),
            check("vat_rates_share", models.Q(rate__gt=0, rate__lt=1)),
            check("vat_rates_class", models.Q(rate_class__regex="^[a-z0-9][a-z0-9-]*$")),
        ]
