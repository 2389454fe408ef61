"""What a device or a project holds of a product: for which licenses a release is asked (rule 9)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from autossa.domain.releases.devices import Scope
from autossa.store import models


def licenses_on(device: UUID) -> tuple[str, ...]:
    """The licenses on a device, by when they came; a standby's are those of its master (see `license_holder`)."""
    rows = models.Activation.objects.standing().filter(device=device).order_by("since", "id")
    return tuple(rows.values_list("license__code", flat=True))


def licenses_of(project: UUID) -> tuple[str, ...]:
    """All licenses of a project, in their order."""
    return tuple(models.License.objects.filter(project=project).order_by("id").values_list("code", flat=True))


def on_devices_in(project: UUID) -> dict[str, int]:
    """How many of each license of a project are on devices, where any are: what its free stock lacks."""
    rows = models.License.objects.filter(project=project, on_devices__gt=0)
    return dict(rows.values_list("code", "on_devices"))


def license_holder(device: models.Device) -> UUID:
    """The device whose activations count: itself, or its master."""
    return device.parent_id or device.id


def device_scope(device: models.Device, product: str, day: date) -> Scope:
    """The licenses on a device, the types of a product (by code), and the trial of it that runs on the day."""
    return Scope(licenses_on(license_holder(device)), types_of(product), trials_on(device.id, day).get(product))


def project_scope(project: UUID, product: str) -> Scope:
    """All licenses of a project, in their order, and the types of a product."""
    return Scope(licenses_of(project), types_of(product), whole_project=True)


def types_of(product: str) -> frozenset[str]:
    """The license types that belong to a product, by code."""
    of_product = models.ProductType.objects.filter(product__code=product)
    return frozenset(of_product.values_list("license_type__code", flat=True))


def types_of_products() -> Mapping[str, frozenset[str]]:
    """The license types of each product that has some, all by code."""
    found: dict[str, set[str]] = defaultdict(set)
    for product, code in models.ProductType.objects.values_list("product__code", "license_type__code"):
        found[product].add(code)
    return {product: frozenset(codes) for product, codes in sorted(found.items())}


def trials_on(device: UUID, day: date) -> dict[str, date]:
    """The first day after each trial of a device that runs, by product; one that its hardware had elsewhere is none."""
    found = models.Trial.objects.running(day).filter(device=device)
    return dict(found.values_list("product__code", "ends_on"))
