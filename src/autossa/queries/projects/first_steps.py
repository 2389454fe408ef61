"""What a new portal still lacks before its first project can be created."""

from dataclasses import dataclass

from autossa.domain.rights import Kind
from autossa.store import models


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """How many there are of what comes first. `vendor` is its public id: colleagues are invited there."""

    vendor: str
    license_types: int
    price_lists: int
    organisations: int
    colleagues: int


def first_steps() -> FirstSteps:
    """A few small queries, asked while there is no project."""
    vendor = Kind.VENDOR.value
    return FirstSteps(
        vendor=models.Organisation.objects.get(kind=vendor).public_id,
        license_types=models.LicenseType.objects.count(),
        price_lists=models.PriceList.objects.filter(versions__isnull=False).distinct().count(),
        organisations=models.Organisation.objects.exclude(kind=vendor).count(),
        colleagues=models.Membership.objects.filter(organisation__kind=vendor).values("user").distinct().count(),
    )
