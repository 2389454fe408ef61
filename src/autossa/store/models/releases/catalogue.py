"""What the vendor releases: products with their license types, branches, releases (rule 9)."""

from typing import Self

from django.db import models

from autossa.domain.releases.catalogue import Channel, Need, ReleaseClass
from autossa.store.models.base import Identified, check, one_of, words


class Product(Identified):
    """Software that is released, by its code."""

    PREFIX = "pro"

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "products"

    def __str__(self) -> str:
        return self.code


class ProductType(models.Model):
    """A license type belongs to a product; `major` is the major version it was sold for, where it names one."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="types", db_index=False)
    license_type = models.ForeignKey("store.LicenseType", on_delete=models.PROTECT, related_name="products")
    major = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "product_types"
        constraints = [models.UniqueConstraint(fields=["product", "license_type"], name="product_types_once")]


class Branch(Identified):
    """A maintenance line of a product; none set: it is supported without an end."""

    PREFIX = "brn"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="branches", db_index=False)
    name = models.CharField(max_length=60)
    supported_until = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "branches"
        constraints = [
            models.UniqueConstraint(fields=["product", "name"], name="branches_once"),
            models.UniqueConstraint(fields=["id", "product"], name="branches_of_product"),
        ]

    def __str__(self) -> str:
        return self.name


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases by how far they got."""

    def published(self) -> Self:
        """Those that anybody may know of, withdrawn ones and those of a day to come too."""
        return self.filter(published_at__isnull=False)


class Release(Identified):
    """A version of a product on one of its branches: a draft, published, or withdrawn from a day on.

    Once it is published and its day has come, what entitlements rest on never changes (a trigger holds it), but for an
    earlier `entitled_as_of` and the withdrawal, each with its reason.
    """

    PREFIX = "rel"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="releases", db_index=False)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="releases")
    version = models.CharField(max_length=60)
    released_on = models.DateField()
    release_class = models.CharField(max_length=12)
    channel = models.CharField(max_length=8, default=Channel.STABLE.value)
    notes = models.TextField(blank=True)
    entitled_as_of = models.DateField(null=True, blank=True)
    entitled_reason = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawal = models.CharField(max_length=500, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        db_table = "releases"
        constraints = [
            models.UniqueConstraint(fields=["product", "version"], name="releases_once"),
            one_of("releases_class", "release_class", words(ReleaseClass)),
            one_of("releases_channel", "channel", words(Channel)),
            check(
                "releases_entitled",
                models.Q(entitled_as_of=None, entitled_reason="")
                | (
                    models.Q(entitled_as_of__isnull=False, entitled_as_of__lte=models.F("released_on"))
                    & ~models.Q(entitled_reason="")
                ),
            ),
            check(
                "releases_withdrawn",
                models.Q(withdrawn_on=None, withdrawal="")
                | (models.Q(withdrawn_on__isnull=False, published_at__isnull=False) & ~models.Q(withdrawal="")),
            ),
        ]
        indexes = [models.Index(fields=["product", "released_on"], name="releases_by_day")]

    def __str__(self) -> str:
        return self.version


class ReleaseNeed(models.Model):
    """A license type that a feature of a release needs, or without which the release cannot be installed."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="needs", db_index=False)
    license_type = models.ForeignKey("store.LicenseType", on_delete=models.PROTECT, db_index=False)
    need = models.CharField(max_length=8)

    class Meta:
        db_table = "release_needs"
        constraints = [
            one_of("release_needs_need", "need", words(Need)),
            models.UniqueConstraint(fields=["release", "license_type", "need"], name="release_needs_once"),
        ]
