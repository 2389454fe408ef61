"""What licenses cost on each price list: all versions for the catalogue, those that count for an order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from autossa.domain.prices import Price
from autossa.queries.vendor.catalogue import Phase, Version, versions_of
from autossa.queries.vendor.first_days import first_start
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.ids import read_public_id


@dataclass(frozen=True, slots=True)
class LicensePriceRow:
    """A license type on a price list with its versions, newest first; `now` is the one in force."""

    type: str
    code: str
    name: str
    list: str
    list_name: str
    currency: str
    versions: tuple[Version, ...]

    @property
    def now(self) -> Version | None:
        """The version in force."""
        return next((version for version in self.versions if version.phase is Phase.IN_FORCE), None)


@dataclass(frozen=True, slots=True)
class LicensePriceList:
    """A price list with a row for each license type."""

    id: str
    name: str
    currency: str
    rows: tuple[LicensePriceRow, ...]


def license_prices(day: date) -> tuple[LicensePriceList, ...]:
    """Every price list by name, with every license type on it, by name. Three queries."""
    found: dict[tuple[UUID, UUID], list[Any]] = defaultdict(list)
    for row in models.LicensePrice.objects.order_by("-starts_on"):
        found[row.price_list_id, row.license_type_id].append(row)
    types = list(models.LicenseType.objects.order_by("name", "code"))
    return tuple(
        LicensePriceList(
            one.public_id,
            one.name,
            one.currency,
            tuple(_row(one, kind, found[one.id, kind.id], day) for kind in types),
        )
        for one in models.PriceList.objects.order_by("name")
    )


def find_license_price(list_id: str, type_id: str, day: date) -> LicensePriceRow | None:
    """One of them; None when there is no such list or type."""
    try:
        of, kind = read_public_id("plt", list_id), read_public_id("typ", type_id)
    except ValueError:
        return None
    price_list, license_type = (
        models.PriceList.objects.filter(pk=of).first(),
        models.LicenseType.objects.filter(pk=kind).first(),
    )
    if price_list is None or license_type is None:
        return None
    versions = license_type.prices.filter(price_list=price_list).order_by("-starts_on")
    return _row(price_list, license_type, list(versions), day)


def prices_of(price_list: UUID) -> dict[str, tuple[Price, ...]]:
    """The versions of each license type on a list, as the domain's. One query."""
    found: dict[str, list[Price]] = defaultdict(list)
    rows = models.LicensePrice.objects.filter(price_list=price_list).order_by("starts_on")
    for code, starts_on, price in rows.values_list("license_type__code", "starts_on", "price"):
        found[code].append(Price(starts_on, fraction(price)))
    return {code: tuple(prices) for code, prices in found.items()}


def first_license_price_start(price_list: UUID, code: str, day: date) -> date:
    """From which day a price may hold that is entered on a day."""
    found = models.LicensePrice.objects.filter(price_list=price_list, license_type__code=code)
    return first_start(found.exists(), day)


def list_license_prices() -> list[dict[str, Any]]:
    """All versions, those that were withdrawn too, as rows for programs."""
    found = models.LicensePrice.every.select_related("price_list", "license_type")
    return [
        {
            "price_list": row.price_list.name,
            "license_type": row.license_type.code,
            "currency": row.price_list.currency,
            "price": f"{row.price.normalize():f}",
            "starts_on": row.starts_on.isoformat(),
            "withdrawn_on": row.withdrawn_on.isoformat() if row.withdrawn_on else None,
        }
        for row in found.order_by("price_list__name", "license_type__code", "starts_on")
    ]


def _row(
    price_list: models.PriceList, kind: models.LicenseType, versions: Iterable[models.LicensePrice], day: date
) -> LicensePriceRow:
    dated = [(row.starts_on, fraction(row.price)) for row in versions]
    return LicensePriceRow(
        kind.public_id, kind.code, kind.name, price_list.public_id, price_list.name, price_list.currency,
        versions_of(dated, day),
    )  # fmt: skip
