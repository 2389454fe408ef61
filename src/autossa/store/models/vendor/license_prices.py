"""What a license costs on a price list: dated versions that are never edited, only superseded (billing 8)."""

from datetime import date
from typing import Self

from django.db import models

from autossa.store.models.base import check, exact
from autossa.store.models.vendor.catalogue import Entered, StandingVersions, VersionQuerySet, once, withdrawn_before


class LicensePriceQuerySet(VersionQuerySet["LicensePrice"]):
    """Prices, of license types on price lists."""

    def in_force(self, day: date) -> Self:
        """Of each license type on each list the newest that had begun by a day."""
        of = ("price_list", "license_type")
        return self.filter(starts_on__lte=day).order_by(*of, "-starts_on").distinct(*of)


class LicensePrice(Entered):
    """From that day on, a unit of the license type costs so much on the list, in units of its currency, once."""

    price_list = models.ForeignKey(
        "store.PriceList", on_delete=models.PROTECT, related_name="license_prices", db_index=False
    )
    license_type = models.ForeignKey(
        "store.LicenseType", on_delete=models.PROTECT, related_name="prices", db_index=False
    )
    price = exact()

    objects = StandingVersions.from_queryset(LicensePriceQuerySet)()
    every = LicensePriceQuerySet.as_manager()

    class Meta:
        db_table = "license_prices"
        constraints = [
            once("license_prices", "price_list", "license_type"),
            withdrawn_before("license_prices"),
            check("license_prices_not_negative", models.Q(price__gte=0)),
        ]
