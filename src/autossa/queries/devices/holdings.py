"""What a device or a project holds of a product: for which licenses a release is asked (rule 9)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from autossa.domain.devices.devices import Activated
from autossa.domain.releases.devices import Scope
from autossa.store import models


def activated_on(devices: Iterable[UUID]) -> tuple[Activated, ...]:
    """What stands on these devices, by when it began; a standby's is that of its master (see `license_holder`)."""
    rows = models.Activation.objects.standing().filter(device__in=list(devices)).order_by("since", "id")
    return tuple(
        Activated(device, code, quantity)
        for device, code, quantity in rows.values_list("device_id", "license__code", "quantity")
    )


def activated_in(project: UUID) -> tuple[Activated, ...]:
    """All that stands on devices of a project: what its free stock lacks."""
    return activated_on(models.Device.objects.present().filter(project=project).values_list("id", flat=True))


def license_holder(device: models.Device) -> UUID:
    """The device whose activations count: itself, or its master."""
    return device.parent_id or device.id


def device_scope(device: models.Device, product: str, day: date) -> Scope:
    """The licenses on a device, the types of a product (by code), and the trial of it that runs on the day."""
    licenses = tuple(one.license_id for one in activated_on([license_holder(device)]))
    return Scope(licenses, types_of(product), _trial(device, product, day))


def project_scope(project: UUID, product: str) -> Scope:
    """All licenses of a project, in their order, and the types of a product."""
    codes = models.License.objects.filter(project=project).order_by("id").values_list("code", flat=True)
    return Scope(tuple(codes), types_of(product), whole_project=True)


def types_of(product: str) -> frozenset[str]:
    """The license types that belong to a product, by code."""
    of_product = models.ProductType.objects.filter(product__code=product)
    return frozenset(of_product.values_list("license_type__code", flat=True))


def _trial(device: models.Device, product: str, day: date) -> date | None:
    """The first day after a trial of this device that runs on the day; one that its hardware had elsewhere is not."""
    found = models.Trial.objects.filter(device=device, product__code=product)
    return found.filter(starts_on__lte=day, ends_on__gt=day).values_list("ends_on", flat=True).first()
