"""What the vendor sets, as dated versions that are never edited, only superseded: rates, prices, policies, plans."""

from datetime import date
from typing import Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from autossa.domain.billing.vat import SupplyDate
from autossa.domain.lines import Ssa
from autossa.domain.policies import EntitlementDay, GiveUp
from autossa.store.models.base import Identified, check, exact, one_of, words

M = TypeVar("M", bound=models.Model)


class VersionQuerySet(models.QuerySet[M]):
    """Versions that hold from their `starts_on` up to the next one's; `OF` is whom a table has versions of, if any."""

    OF = ""

    def in_force(self, day: date) -> Self:
        """The versions in force on a day: of each the newest that had begun by then."""
        begun = self.filter(starts_on__lte=day)
        if not self.OF:
            return begun.order_by("-starts_on")[:1]
        return begun.order_by(self.OF, "-starts_on").distinct(self.OF)


class StandingVersions(models.Manager[M]):
    """The versions that hold or will: those that were withdrawn are kept, and asked for by `every` alone."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Without those that were withdrawn."""
        return super().get_queryset().filter(withdrawn_on=None)


class Entered(models.Model):
    """What each dated version keeps: its first day, when it was entered, and its withdrawal before it began."""

    starts_on = models.DateField()
    entered_on = models.DateField(null=True)  # none: from before this was kept
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawal = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


def withdrawn_before(table: str) -> models.CheckConstraint:
    """A version is withdrawn before it begins, with a reason, or not at all."""
    return check(
        f"{table}_withdrawn",
        models.Q(withdrawn_on=None, withdrawal="")
        | (models.Q(withdrawn_on__isnull=False, withdrawn_on__lt=models.F("starts_on")) & ~models.Q(withdrawal="")),
    )


def once(table: str, *of: str) -> models.UniqueConstraint:
    """One version a day, of those that stand."""
    return models.UniqueConstraint(
        fields=[*of, "starts_on"], condition=models.Q(withdrawn_on=None), name=f"{table}_once"
    )


class LicenseRateQuerySet(VersionQuerySet["LicenseRate"]):
    """Rates, of license types."""

    OF = "license_type"


class SscPriceQuerySet(VersionQuerySet["SscPrice"]):
    """Prices, of price lists."""

    OF = "price_list"


class PolicyVersionQuerySet(VersionQuerySet["PolicyVersion"]):
    """Policies: there is one for all."""


class LicenseType(Identified):
    """A kind of license, such as PORT; its rates are versions with a date.

    How it stands to SSA (`ssa`) never changes once there is a license of it: history would be another one.
    `can_be_given_up` and `can_be_released` (from a device) are two acts, and each type says of both (rule 6).
    """

    PREFIX = "typ"

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    note = models.CharField(max_length=500, blank=True)
    ssa = models.CharField(max_length=8, default=Ssa.CHARGED.value)
    can_be_given_up = models.BooleanField(default=True)
    can_be_released = models.BooleanField(default=True)

    class Meta:
        db_table = "license_types"
        constraints = [one_of("license_types_ssa", "ssa", words(Ssa))]

    def __str__(self) -> str:
        return self.code


class LicenseRate(Entered):
    """From that day on, a unit of the license type costs so many SSC a year."""

    license_type = models.ForeignKey(LicenseType, on_delete=models.PROTECT, related_name="rates", db_index=False)
    ssc_per_year = exact()

    objects = StandingVersions.from_queryset(LicenseRateQuerySet)()
    every = LicenseRateQuerySet.as_manager()

    class Meta:
        db_table = "license_rates"
        constraints = [
            once("license_rates", "license_type"),
            withdrawn_before("license_rates"),
            check("license_rates_not_negative", models.Q(ssc_per_year__gte=0)),
        ]


class PriceList(Identified):
    """Prices of an SSC in one currency."""

    PREFIX = "plt"

    name = models.CharField(max_length=100, unique=True)
    currency = models.CharField(max_length=3)

    class Meta:
        db_table = "price_lists"
        constraints = [check("price_lists_currency", models.Q(currency__regex=r"^[A-Z]{3}$"))]

    def __str__(self) -> str:
        return self.name


class SscPrice(Entered):
    """From that day on, an SSC costs so much on the list, in units of its currency."""

    price_list = models.ForeignKey(PriceList, on_delete=models.PROTECT, related_name="versions", db_index=False)
    price = exact()

    objects = StandingVersions.from_queryset(SscPriceQuerySet)()
    every = SscPriceQuerySet.as_manager()

    class Meta:
        db_table = "ssc_prices"
        constraints = [
            once("ssc_prices", "price_list"),
            withdrawn_before("ssc_prices"),
            check("ssc_prices_not_negative", models.Q(price__gte=0)),
        ]


class PolicyVersion(Identified, Entered):
    """Policy values from a day on; a contract keeps the version it was concluded under (days, and a factor)."""

    PREFIX = "pol"

    grace_days = models.PositiveSmallIntegerField(default=30)
    late_multiplier = exact(default=2)
    renewal_lead_days = models.PositiveSmallIntegerField(default=14)
    void_days = models.PositiveSmallIntegerField(default=30)
    expiry_days = ArrayField(models.PositiveSmallIntegerField())
    cancel_days = models.PositiveSmallIntegerField()
    charge_days = models.PositiveSmallIntegerField()
    gap_days = models.PositiveSmallIntegerField()
    reaction_days = models.PositiveSmallIntegerField(default=14)
    give_up = models.CharField(max_length=8, default=GiveUp.TERM.value)
    entitlement_day = models.CharField(max_length=8, default=EntitlementDay.RELEASE.value)
    supply_date = models.CharField(max_length=9, default=SupplyDate.FIRST_DAY.value)
    payment_days = models.PositiveSmallIntegerField(default=14)
    quote_days = models.PositiveSmallIntegerField(default=30)

    objects = StandingVersions.from_queryset(PolicyVersionQuerySet)()
    every = PolicyVersionQuerySet.as_manager()

    class Meta:
        db_table = "policy_versions"
        constraints = [
            once("policy_versions"),
            withdrawn_before("policy_versions"),
            check("policy_versions_multiplier", models.Q(late_multiplier__gte=1)),
            one_of("policy_versions_give_up", "give_up", words(GiveUp)),
            one_of("policy_versions_entitlement_day", "entitlement_day", words(EntitlementDay)),
            one_of("policy_versions_supply_date", "supply_date", words(SupplyDate)),
        ]


class PlanVersion(Identified):
    """One option of the plan table in a policy version: months, and the adjustment on the SSC price as a share."""

    PREFIX = "pln"

    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="plans", db_index=False)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    term_months = models.PositiveSmallIntegerField()
    notice_months = models.PositiveSmallIntegerField()
    billed_months = models.PositiveSmallIntegerField()
    adjustment = exact()

    class Meta:
        db_table = "plan_versions"
        constraints = [
            models.UniqueConstraint(fields=["policy", "name"], name="plan_versions_once"),
            check(
                "plan_versions_months",
                models.Q(term_months__gte=1, notice_months__gte=1, billed_months__gte=1),
            ),
            check("plan_versions_adjustment", models.Q(adjustment__gt=-1)),
        ]
