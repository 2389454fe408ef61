"""Which releases are known to be installed on devices (rule 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from autossa.store import models


@dataclass(frozen=True, slots=True)
class Installed:
    """A version of a product (by code) on a device, as it was last said; `is_known` where the catalogue has it."""

    device: UUID
    device_name: str
    product: str
    product_name: str
    version: str
    is_known: bool
    reported_at: datetime


def installed_on(devices: Iterable[UUID]) -> tuple[Installed, ...]:
    """What is known to be installed on these devices, by product."""
    rows = models.Installation.objects.filter(device__in=list(devices)).order_by("product__code", "device__name")
    return tuple(
        Installed(
            row.device_id,
            row.device.name,
            row.product.code,
            row.product.name,
            row.version,
            row.release_id is not None,
            row.reported_at,
        )
        for row in rows.select_related("product", "device")
    )


def served_by(device: UUID) -> tuple[UUID, ...]:
    """A device and its standbys: what is activated on it counts on all of them."""
    standbys = models.Device.objects.present().filter(parent=device).values_list("id", flat=True)
    return (device, *standbys)
